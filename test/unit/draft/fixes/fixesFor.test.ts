import assert from 'node:assert/strict';
import { checkDraft } from '../../../../src/draft/check.js';
import { type Problem } from '../../../../src/draft/draft.js';
import { changed, type Fix, type FixFacts } from '../../../../src/draft/fixes/fix.js';
import { fixesFor } from '../../../../src/draft/fixes/fixesFor.js';
import { parseDraft } from '../../../../src/draft/parseDraft.js';
import { lineStartsOf, problemPlace } from '../../../../src/draft/problemPlace.js';
import { newDomains } from '../../../../src/draft/writing/newDomain.js';
import { inEnglish, sentence } from '../../../../src/failure.js';

const facts: FixFacts = {
  now: new Date(2030, 0, 29, 12),
  addresses: [{ name: 'Ada', address: 'ada@example.com' }, { address: 'team@example.org' }],
  files: [
    'figures/plan.pdf',
    'figures/plant.png',
    'my plan.png',
    'notes.txt',
    'signatures/formal.md',
    'a, b.txt',
  ],
};

function fixes(text: string, problem: Problem): readonly Fix[] {
  const place = problemPlace(text, lineStartsOf(text), parseDraft(text), problem);
  return fixesFor({ text, code: problem.code, place, args: problem.message.args }, facts);
}

/** What a problem found by the checks of the text becomes, by the title of its fix. `|` is the cursor. */
function mended(text: string, code: string): Record<string, string> {
  const problem = checkDraft(parseDraft(text), facts.now.getTime()).find((each) => each.code === code);
  assert.ok(problem, `no ${code} in ${text}`);
  return results(text, fixes(text, problem));
}

function results(text: string, found: readonly Fix[]): Record<string, string> {
  return Object.fromEntries(
    found.map(({ title, changes, select }) => {
      const after = changed(text, changes);
      const shown = select ? `${after.slice(0, select.offset)}|${after.slice(select.offset)}` : after;
      return [inEnglish(title), shown];
    }),
  );
}

const draft = (header: string, body = 'Hello\n') => `---\n${header}\n---\n${body}`;
const sound = 'to: ada@example.com\nsubject: x';

describe('quick fixes', () => {
  const table: [code: string, text: string, title: string, expected: string][] = [
    [
      'unknown-key',
      draft(`${sound}\nCC: b@example.com`),
      'Change to cc:',
      draft(`${sound}\ncc: b@example.com`),
    ],
    ['unknown-key', draft(`${sound}\nprioritty: high`), 'Remove the line prioritty:', draft(sound)],
    [
      'unknown-key',
      draft(`layout:\n  - a\n  - b\n\n${sound}`),
      'Remove the line layout:',
      draft(`\n${sound}`),
    ],
    [
      'recipient-repeated',
      draft('to: a@example.com, A@example.com\nsubject: x'),
      'Remove this address',
      draft('to: a@example.com\nsubject: x'),
    ],
    [
      'recipient-repeated',
      draft('to: [a@example.com, B <b@example.com>, "C, D" <c@example.com>, b@example.com]\nsubject: x'),
      'Remove this address',
      draft('to: [a@example.com, B <b@example.com>, "C, D" <c@example.com>]\nsubject: x'),
    ],
    [
      'recipient-repeated',
      draft('cc: [a@example.com, b@example.com]\nsubject: x\nto: a@example.com'),
      'Remove this address',
      draft('cc: [b@example.com]\nsubject: x\nto: a@example.com'),
    ],
    [
      'recipient-repeated',
      draft('to: a@example.com\ncc:\n  - b@example.com\n  - a@example.com\nsubject: x'),
      'Remove this address',
      draft('to: a@example.com\ncc:\n  - b@example.com\nsubject: x'),
    ],
    [
      'recipient-repeated',
      draft('to: a@example.com\ncc: a@example.com\nsubject: x'),
      'Remove this address',
      draft('to: a@example.com\ncc: \nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: ada@@example.com\nsubject: x'),
      'Change to ada@example.com',
      draft('to: ada@example.com\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: ada @ example.com\nsubject: x'),
      'Change to ada@example.com',
      draft('to: ada@example.com\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: ada(at)example(dot)com\nsubject: x'),
      'Change to ada@example.com',
      draft('to: ada@example.com\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: “Ada” <ada@example.com\nsubject: x'),
      'Change to "Ada" <ada@example.com>',
      draft('to: "Ada" <ada@example.com>\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: ada\u200b@example.com\nsubject: x'),
      'Change to ada@example.com',
      draft('to: ada@example.com\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: ada@example.com bob@example.com\nsubject: x'),
      'Change to ada@example.com, bob@example.com',
      draft('to: ada@example.com, bob@example.com\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: mailto:ada@example.com\nsubject: x'),
      'Change to ada@example.com',
      draft('to: ada@example.com\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: Ada ada@example.com\nsubject: x'),
      'Change to Ada <ada@example.com>',
      draft('to: Ada <ada@example.com>\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: teamexample.org\nsubject: x'),
      'Change to team@example.org',
      draft('to: team@example.org\nsubject: x'),
    ],
    [
      'address-invalid',
      draft('to: [ada, b@example.com]\nsubject: x'),
      'Remove this address',
      draft('to: [b@example.com]\nsubject: x'),
    ],
    [
      'value-type',
      draft(`${sound}\nimportance: urgent`),
      'Change to importance: high',
      draft(`${sound}\nimportance: high`),
    ],
    [
      'value-type',
      draft(`${sound}\nread-receipt: si  # note`),
      'Change to read-receipt: true',
      draft(`${sound}\nread-receipt: true  # note`),
    ],
    ['value-type', draft(`${sound}\nsend-at: tomorrow`), 'Remove the line send-at:', draft(sound)],
    ['no-recipient', draft('subject: x'), 'Write a recipient', draft('to: |\nsubject: x')],
    ['no-recipient', draft('subject: x\nto:'), 'Write a recipient', draft('subject: x\nto: |')],
    [
      'subject-empty',
      draft('to: a@example.com', '# The *plan*: now\n\nHello'),
      'Use “The plan: now” as the subject',
      draft('to: a@example.com\nsubject: "The plan: now"', '# The *plan*: now\n\nHello'),
    ],
    [
      'subject-empty',
      draft('to: a@example.com\nsubject:\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV'),
      'Write a subject',
      draft('to: a@example.com\nsubject: |\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ],
    [
      'subject-empty',
      draft('to: a@example.com\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV'),
      'Write a subject',
      draft('to: a@example.com\nsubject: |\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ],
    [
      'subject-comment',
      draft('to: a@example.com\nsubject: Part #2'),
      'Put the whole subject in quotes',
      draft('to: a@example.com\nsubject: "Part #2"'),
    ],
    [
      'subject-cut',
      draft('to: a@example.com\nsubject: !important news'),
      'Put the whole subject in quotes',
      draft('to: a@example.com\nsubject: "!important news"'),
    ],
    [
      'subject-breaks-thread',
      draft('reply: AAMk\nsubject: x'),
      'Remove the line subject:',
      draft('reply: AAMk'),
    ],
    [
      'answers-several',
      draft('reply: AAMk\nforward: AAMk'),
      'Remove the line forward:',
      draft('reply: AAMk'),
    ],
    ['header-missing', 'Hello\n', 'Add a header', '---\nto: |\nsubject: \n---\n\nHello\n'],
    ['header-missing', `\n\n${draft(sound)}`, 'Remove the empty lines above the header', draft(sound)],
    ['header-unclosed', `---\n${sound}\n\nHello\n`, 'End the header here', `---\n${sound}\n---\n\nHello\n`],
    ['header-unclosed', `---\n${sound}`, 'End the header here', `---\n${sound}\n---\n`],
    [
      'header-invalid',
      draft('to:a@example.com\nsubject: x'),
      'Put a space after the colon',
      draft('to: a@example.com\nsubject: x'),
    ],
    [
      'header-invalid',
      draft('to:\n\t- a@example.com\nsubject: x'),
      'Use spaces instead of tabs',
      draft('to:\n  - a@example.com\nsubject: x'),
    ],
    [
      'header-invalid',
      draft(`${sound}\ncategories: {a: b: c}`),
      'Put the value in quotes',
      draft(`${sound}\ncategories: "{a: b: c}"`),
    ],
    [
      'header-invalid',
      draft('to: a@example.com\n  subject: x'),
      'Begin the key at the start of its line',
      draft('to: a@example.com\nsubject: x'),
    ],
    ['header-invalid', draft(`${sound}\nsubject: y`), 'Remove this line', draft(sound)],
    [
      'headers-invalid',
      draft(`${sound}\nheaders:\n  project: Apollo`),
      'Change to x-project:',
      draft(`${sound}\nheaders:\n  x-project: Apollo`),
    ],
    ['id-invalid', draft(`${sound}\nid: mine`), 'Remove the line id:', draft(sound)],
    ['lang-invalid', draft(`${sound}\nlang: Deutsch (de)`), 'Remove the line lang:', draft(sound)],
    ['send-at-past', draft(`${sound}\nsend-at: 2020-01-01T08:00`), 'Remove the line send-at:', draft(sound)],
    ['placeholder', draft(sound, 'Dear {{name}},\n'), 'Fill in “{{name}}”', draft(sound, 'Dear |,\n')],
    [
      'placeholder',
      draft(sound, 'We meet TODO at nine.\n'),
      'Remove “TODO”',
      draft(sound, 'We meet at nine.\n'),
    ],
    [
      'greeting-name',
      draft('to: Ada Lovelace <ada@example.com>\nsubject: x', 'Dear Charles,\n'),
      'Greet Ada',
      draft('to: Ada Lovelace <ada@example.com>\nsubject: x', 'Dear Ada,\n'),
    ],
    [
      'greeting-name',
      draft('to: "Lovelace, Ada" <ada@example.com>\nsubject: x', 'Hi Bob!\n'),
      'Greet Ada',
      draft('to: "Lovelace, Ada" <ada@example.com>\nsubject: x', 'Hi Ada!\n'),
    ],
    [
      'link-broken',
      draft(sound, 'See [it](htps://example.com/a).\n'),
      'Change to https://example.com/a',
      draft(sound, 'See [it](https://example.com/a).\n'),
    ],
  ];
  for (const [code, text, title, expected] of table)
    it(`${code}: ${title}`, () => {
      const found = mended(text, code);
      assert.equal(found[title], expected, JSON.stringify(found));
    });

  it('set a time that is to come', () => {
    const text = draft(`${sound}\nsend-at: 2020-01-01T08:00`);
    const titles = ['Send it in an hour', 'Send it tomorrow at 8:00', 'Send it on Monday at 8:00'];
    const found = mended(text, 'send-at-past');
    assert.deepEqual(Object.keys(found), [...titles, 'Remove the line send-at:']);
    for (const title of titles)
      assert.deepEqual(checkDraft(parseDraft(found[title] ?? ''), facts.now.getTime()), [], title);
  });

  it('know a language by its name', () => {
    for (const name of ['German', 'deutsch']) {
      const text = draft(`${sound}\nlang: ${name}`);
      const problem = { code: 'lang-invalid', severity: 'warning', message: sentence(''), line: 3 } as const;
      assert.equal(results(text, fixes(text, problem))['Set lang: de'], draft(`${sound}\nlang: de`));
    }
  });

  it('take quotes along with what stands in them', () => {
    const text = draft(`${sound}\nattachments: ["a, b", c]`);
    const problem = {
      code: 'attachment-missing',
      severity: 'error',
      message: sentence('', 'a, b'),
      line: 3,
    } as const;
    const found = results(text, fixes(text, problem));
    assert.equal(found['Remove this attachment'], draft(`${sound}\nattachments: [c]`));
  });

  /** Problems that rendering finds: `args` are those of their sentences. */
  const rendered: [
    code: string,
    text: string,
    line: number,
    args: (string | number)[],
    title: string,
    expected: string,
  ][] = [
    [
      'attachment-missing',
      draft(`${sound}\nattachments: [plan.pdf, x]`),
      3,
      ['plan.pdf'],
      'Change to figures/plan.pdf',
      draft(`${sound}\nattachments: [figures/plan.pdf, x]`),
    ],
    [
      'attachment-missing',
      draft(`${sound}\nattachments: ["aa, b.txt", x]`),
      3,
      ['aa, b.txt'],
      'Change to a, b.txt',
      draft(`${sound}\nattachments: ["a, b.txt", x]`),
    ],
    [
      'attachment-missing',
      draft(`${sound}\nattachments: [aa b.txt]`),
      3,
      ['aa b.txt'],
      'Change to a, b.txt',
      draft(`${sound}\nattachments: ["a, b.txt"]`),
    ],
    [
      'attachment-missing',
      draft(`${sound}\nattachments:\n  - notess.txt`),
      4,
      ['notess.txt'],
      'Change to notes.txt',
      draft(`${sound}\nattachments:\n  - notes.txt`),
    ],
    [
      'attachment-missing',
      draft(`${sound}\nattachments:\n  - notess.txt\n  - x`),
      4,
      ['notess.txt'],
      'Remove this attachment',
      draft(`${sound}\nattachments:\n  - x`),
    ],
    [
      'attachment-missing',
      draft(`${sound}\nattachments: [{path: a, name: b}, c]`),
      3,
      ['a'],
      'Remove this attachment',
      draft(`${sound}\nattachments: [c]`),
    ],
    [
      'attachment-missing',
      draft(`${sound}\nattachments:\n  - path: aa\n    name: b\n  - c`),
      4,
      ['aa'],
      'Remove this attachment',
      draft(`${sound}\nattachments:\n  - c`),
    ],
    [
      'attachment-folder',
      draft(`${sound}\nattachments: [figures, c]`),
      3,
      ['figures'],
      'Remove this attachment',
      draft(`${sound}\nattachments: [c]`),
    ],
    [
      'signature-missing',
      draft(`${sound}\nsignature: formal.md`),
      3,
      ['formal.md'],
      'Change to signatures/formal.md',
      draft(`${sound}\nsignature: signatures/formal.md`),
    ],
    [
      'signature-missing',
      draft(`${sound}\nsignature: formal.md`),
      3,
      ['formal.md'],
      'Write signature: false',
      draft(`${sound}\nsignature: false`),
    ],
    [
      'image-missing',
      draft(sound, 'See\n![a plan](plant.png)\n'),
      4,
      ['plant.png'],
      'Change to figures/plant.png',
      draft(sound, 'See\n![a plan](figures/plant.png)\n'),
    ],
    [
      'image-missing',
      draft(sound, '![a plan](my%20plam.png)\n'),
      4,
      ['my plam.png'],
      'Change to my plan.png',
      draft(sound, '![a plan](my%20plan.png)\n'),
    ],
    [
      'image-alt',
      draft(sound, '![](figures/floor-plan_2.png)\n'),
      4,
      [],
      'Describe it as “floor plan 2”',
      draft(sound, '![|floor plan 2](figures/floor-plan_2.png)\n'),
    ],
    [
      'image-alt',
      draft(sound, '<p>\n<img src="a.png" width="9">\n'),
      4,
      [],
      'Describe it as “a”',
      draft(sound, '<p>\n<img src="a.png" width="9" alt="|a">\n'),
    ],
    [
      'link-relative',
      draft(sound, 'see [it](www.example.com/x)\n'),
      4,
      ['www.example.com/x'],
      'Change to https://www.example.com/x',
      draft(sound, 'see [it](https://www.example.com/x)\n'),
    ],
    [
      'link-relative',
      draft(sound, 'see [it](http//example.com)\n'),
      4,
      ['http//example.com'],
      'Change to http://example.com',
      draft(sound, 'see [it](http://example.com)\n'),
    ],
    [
      'heading-skip',
      draft(sound, '# A\n\n### B\n'),
      6,
      ['1', '3', '2'],
      'Make it a heading of level 2',
      draft(sound, '# A\n\n## B\n'),
    ],
    [
      'html-not-shown',
      draft(sound, 'a <blink>b\n'),
      4,
      ['<blink>'],
      'Show it as code',
      draft(sound, 'a `<blink>`b\n'),
    ],
    [
      'lang-missing',
      draft(sound, 'Привет\n'),
      4,
      ['ru'],
      'Set lang: ru',
      draft(`${sound}\nlang: ru`, 'Привет\n'),
    ],
    [
      'lang-other',
      draft(`${sound}\nlang: en`, 'Привет\n'),
      4,
      ['en', 'ru'],
      'Set lang: ru',
      draft(`${sound}\nlang: ru`, 'Привет\n'),
    ],
    [
      'theme-unknown',
      draft(`${sound}\ntheme: fancy`),
      3,
      ['fancy'],
      'Change to theme: modern',
      draft(`${sound}\ntheme: modern`),
    ],
  ];
  for (const [code, text, line, args, title, expected] of rendered)
    it(`${code}: ${title} of ${JSON.stringify(args)}`, () => {
      const found = results(
        text,
        fixes(text, { code, severity: 'warning', message: sentence('', ...args), line }),
      );
      assert.equal(found[title], expected, JSON.stringify(found));
    });

  it('are none for a link that is a file', () => {
    const text = draft(sound, 'see [it](figures/plan.pdf)\n');
    const problem = {
      code: 'link-relative',
      severity: 'warning',
      message: sentence('', 'figures/plan.pdf'),
      line: 4,
    } as const;
    assert.deepEqual(fixes(text, problem), []);
  });

  it('mend a domain that is nearly known', () => {
    const text = draft('to: [ada@example.com, Bob <bob@exampel.com>, c@other.example]\nsubject: x');
    const problems = newDomains(
      parseDraft(text),
      new Set(['example.com', 'exampl.org']),
      new Set(['own.example']),
    );
    assert.deepEqual(
      problems.map(({ message }) => inEnglish(message)),
      [
        'No other draft is addressed to exampel.com. Did you mean example.com?',
        'No other draft is addressed to other.example. Check that the address is right.',
      ],
    );
    const [first] = problems;
    assert.ok(first);
    assert.deepEqual(results(text, fixes(text, first)), {
      'Change to @example.com': text.replace('exampel', 'example'),
    });
    assert.deepEqual(newDomains(parseDraft(text), new Set(), new Set(['own.example'])), []);
    assert.deepEqual(newDomains(parseDraft(text), new Set(['example.com']), new Set()), []);
    assert.deepEqual(
      newDomains(parseDraft(draft('to: a@own.example')), new Set(['x.y']), new Set(['own.example'])),
      [],
    );
  });

  it('are none for codes without one, and never make a header unreadable', () => {
    const place = { offset: 4, length: 3 };
    assert.deepEqual(fixesFor({ text: draft(sound), code: 'mail-clipped', place, args: [] }, facts), []);
    assert.deepEqual(fixesFor({ text: draft(sound), code: 'constructor', place, args: [] }, facts), []);
    assert.deepEqual(fixesFor({ text: '{', code: 'unknown-key', place, args: [] }, facts), []);
  });

  it('keep the line ends of Windows', () => {
    const text = draft('to: a@example.com').replaceAll('\n', '\r\n');
    assert.equal(
      mended(text, 'subject-empty')['Write a subject'],
      '---\r\nto: a@example.com\r\nsubject: |\r\n---\r\nHello\r\n',
    );
  });
});
