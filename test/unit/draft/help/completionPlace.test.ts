import assert from 'node:assert/strict';
import { completionPlace, keyAt } from '../../../../src/draft/help/completionPlace.js';

/** `|` is the cursor. */
function at(marked: string): ReturnType<typeof completionPlace> {
  const offset = marked.indexOf('|');
  return completionPlace(marked.slice(0, offset) + marked.slice(offset + 1), offset);
}

/** What is offered, as `key "typed" → what goes`, or as `value of to "typed" → what goes / the whole`. */
function told(marked: string): string {
  const place = at(marked);
  const text = marked.replace('|', '');
  if (!place) return 'nothing';
  const typed = JSON.stringify(place.typed);
  const goes = JSON.stringify(text.slice(place.start, place.end));
  if (place.kind === 'key') return `key ${typed} → ${goes}${place.hasColon ? ' :' : ''}`;
  const whole = text.slice(place.start, place.wholeEnd);
  const rest = JSON.stringify(whole) === goes ? '' : ` / ${JSON.stringify(whole)}`;
  const marks = `${place.inBrackets ? ' []' : ''}${place.needsSpace ? ' space' : ''}`;
  return `${place.key} ${typed} → ${goes}${rest}${marks}`;
}

describe('the place of a completion', () => {
  const table: [header: string, expected: string][] = [
    // Keys.
    ['---\n|\n---\n', 'key "" → ""'],
    ['---\nto: a@b.c\n|\n---\n', 'key "" → ""'],
    ['---\nsu|\n---\n', 'key "su" → "su"'],
    ['---\nsu|bject: x\n---\n', 'key "su" → "subject" :'],
    ['---\nto: a@b.c\nim|\n---\nbody', 'key "im" → "im"'],
    ['---\nto:\n|\n---\n', 'key "" → ""'],
    // A header without its end.
    ['---\n|', 'key "" → ""'],
    ['---\nto: a|', 'to "a" → "a"'],
    ['---\nto:\n  - a|', 'to "a" → "a"'],
    ['---\r\nto: x\r\nsu|', 'key "su" → "su"'],
    ['---\nto: x\n\nDear Ada, I wri|', 'nothing'],
    // Addresses.
    ['---\nto:|\n---\n', 'to "" → "" space'],
    ['---\nto: |\n---\n', 'to "" → ""'],
    ['---\nto: ad|\n---\n', 'to "ad" → "ad"'],
    ['---\nto: Ada <a|\n---\n', 'to "Ada <a" → "Ada <a"'],
    ['---\nto: Ada <|>\n---\n', 'to "Ada <" → "Ada <>"'],
    ['---\nto: ad|a@example.com\n---\n', 'to "ad" → "ad" / "ada@example.com"'],
    ['---\nto: ada@example.com, b|\n---\n', 'to "b" → "b"'],
    ['---\nto: ada@example.com; b|\n---\n', 'to "b" → "b"'],
    ['---\nto: "Babbage, Ch|\n---\n', 'to "\\"Babbage, Ch" → "\\"Babbage, Ch"'],
    ['---\nto: "Babbage, Charles" <c@example.com>, A|\n---\n', 'to "A" → "A"'],
    ["---\nto: O'Brien <o@example.com>, A|\n---\n", 'to "A" → "A"'],
    ['---\nto: a|, bob@example.com\n---\n', 'to "a" → "a"'],
    ['---\nto: [|]\n---\n', 'to "" → "" []'],
    ['---\nto: [ada@example.com, b|]\n---\n', 'to "b" → "b" []'],
    ['---\nto: [\n  ada@example.com,\n  b|\n]\n---\n', 'to "b" → "b" []'],
    ['---\nto: [\n|\n]\n---\n', 'to "" → "" []'],
    ['---\nto:\n  - |\n---\n', 'to "" → ""'],
    ['---\nto:\n- ada@example.com\n- b|\n---\n', 'to "b" → "b"'],
    ['---\nto:\n  |\n---\n', 'to "" → ""'],
    ['---\nto: ada@example.com # a fr|\n---\n', 'nothing'],
    ['---\n# to: a|\n---\n', 'nothing'],
    ['---\nto: a|da@example.com  # a friend\n---\n', 'to "a" → "a" / "ada@example.com"'],
    // Other values.
    ['---\nimportance: h|\n---\n', 'importance "h" → "h"'],
    ['---\nimportance: |normal\n---\n', 'importance "" → "" / "normal"'],
    ['---\ncategories: [Red, |]\n---\n', 'categories "" → "" []'],
    ['---\ncategories: Red, B|\n---\n', 'categories "B" → "B"'],
    ['---\nread-receipt: |\n---\n', 'read-receipt "" → ""'],
    ['---\nlang: d|\n---\n', 'lang "d" → "d"'],
    // Paths.
    ['---\nattachments: figures/p|\n---\n', 'attachments "figures/p" → "figures/p"'],
    ['---\nattachments: [a.pdf, figures/|]\n---\n', 'attachments "figures/" → "figures/" []'],
    [
      '---\nattachments:\n  - figures/plan, new|.pdf\n---\n',
      'attachments "figures/plan, new" → "figures/plan, new" / "figures/plan, new.pdf"',
    ],
    ['---\nattachments:\n  - path: fi|\n    name: x\n---\n', 'attachments "fi" → "fi"'],
    ['---\nattachments:\n  - path: a.pdf\n    name: x|\n---\n', 'nothing'],
    ['---\nattachments: [{path: a.pdf, name: x|}]\n---\n', 'nothing'],
    ['---\nattachments: [{path: a|, name: x}]\n---\n', 'attachments "a" → "a" []'],
    // Elsewhere.
    ['---\nheaders:\n  x-a: b|\n---\n', 'nothing'],
    ['---\nlayout: x|\n---\n', 'nothing'],
    ['---\nlayout:\n  su|\n---\n', 'nothing'],
    ['---\nto: x\n---\nsu|', 'nothing'],
    ['---\nto: x\n-|--\n', 'nothing'],
    ['-|--\nto: x\n---\n', 'nothing'],
    ['---|\nto: x\n---\n', 'nothing'],
    ['su|', 'nothing'],
    ['|', 'nothing'],
    ['# A heading\n|', 'nothing'],
  ];
  for (const [marked, expected] of table)
    it(JSON.stringify(marked), () => assert.equal(told(marked), expected));

  it('knows the keys that are there', () => {
    const place = at('---\nto: x\ncc: y\n|\nsubject: z\n---\nbody: no\n');
    assert.deepEqual(place?.kind === 'key' && [...place.present], ['to', 'cc', 'subject']);
  });

  it('never throws, wherever the cursor is in whatever is half typed', () => {
    const texts = [
      '---\nto: [Ada <ada@example.com>, "Bab\\"bage, C" <c@example.com\ncc: \'x\n - y\n{a: [b\n# c\n---\nbody',
      '\uFEFF---\r\nto:\r\n  - a\r\n\r\n  -\r\nattachments: {path: "a\r\n---\r\n',
      '---',
      '---\n',
      '---\n---\n',
    ];
    for (const text of texts)
      for (let offset = 0; offset <= text.length; offset++) {
        const place = completionPlace(text, offset);
        if (!place) continue;
        assert.ok(
          place.start <= offset && offset <= place.end && place.end <= place.wholeEnd,
          `${offset} of ${text}`,
        );
        assert.ok(!text.slice(place.start, place.wholeEnd).includes('\n'), 'one line');
      }
  });

  it('takes time that grows with the header only', () => {
    const text = `---\nto: [${'"a, b" <a@example.com>, '.repeat(20_000)}\n---\n`;
    const begun = performance.now();
    assert.equal(completionPlace(text, text.length - 6)?.kind, 'value');
    assert.ok(performance.now() - begun < 5000);
  });
});

describe('the key at a place', () => {
  const text = '---\nto: a@b.c\nlayout: x\nread-receipt: true\n---\nto: body';
  it('is found on its name', () => {
    assert.equal(keyAt(text, text.indexOf('to:'))?.key, 'to');
    assert.equal(keyAt(text, text.indexOf('to:') + 2)?.key, 'to');
    const found = keyAt(text, text.indexOf('receipt'));
    assert.deepEqual(found, { key: 'read-receipt', start: 24, end: 36 });
  });
  it('is not found on values, unknown keys, and in the body', () => {
    for (const offset of [
      0,
      text.indexOf('a@b'),
      text.indexOf('layout'),
      text.indexOf('true'),
      text.lastIndexOf('to:'),
    ])
      assert.equal(keyAt(text, offset), undefined, String(offset));
  });
});
