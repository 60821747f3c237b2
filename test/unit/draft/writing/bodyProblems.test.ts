import assert from 'node:assert/strict';
import { checkDraft } from '../../../../src/draft/check.js';
import { parseDraft } from '../../../../src/draft/parseDraft.js';
import { longestProse } from '../../../../src/draft/writing/prose.js';
import { inEnglish } from '../../../../src/failure.js';
import { file, found, header } from './writing.js';

describe('placeholders', () => {
  const left: [body: string, ...texts: string[]][] = [
    ['We meet at TODO.', 'TODO'],
    ['FIXME: names', 'FIXME'],
    ['at XXX o’clock, XXXX', 'XXX', 'XXXX'],
    ['the date is TBD', 'TBD'],
    ['Dear {{name}},', '{{name}}'],
    ['Dear {{ first name }} {{last}}', '{{ first name }}', '{{last}}'],
    ['Dear <<Name>>,', '<<Name>>'],
    ['on [insert date]', '[insert date]'],
    ['Regards, [Your name]', '[Your name]'],
    ['**TODO** in a list:\n\n- TODO', 'TODO', 'TODO'],
  ];
  for (const [body, ...texts] of left)
    it(body, () =>
      assert.deepEqual(
        found(body),
        texts.map((text) => `placeholder "${text}"`),
      ),
    );

  const none = [
    'everything is done, todo el mundo',
    'TODOS, XXXL and METHODTODO',
    '- [ ] a task\n- [x] done',
    '[your order](https://example.com)',
    '`TODO` and `{{name}}`',
    '```\nTODO\n```',
    '~~~\nTODO\n```\nTODO\n~~~',
    '> TODO',
    '    TODO\n',
    '<!-- TODO -->',
    'https://example.com/TODO',
  ];
  for (const body of none) it(`not: ${JSON.stringify(body)}`, () => assert.deepEqual(found(body), []));

  it('are found in the subject', () => {
    const problems = checkDraft(parseDraft(file('Hello', 'to: a@example.com\nsubject: Meeting on TBD')));
    assert.deepEqual(
      problems.map(({ code, line }) => [code, line]),
      [['placeholder', 2]],
    );
  });

  it('are listed up to fifty', () => {
    assert.equal(found('TODO\n\n'.repeat(200)).length, 50);
  });

  it('no longer matter in what was sent', () => {
    const text = file('TODO', `${header}\nsent: 2026-01-01T08:00:00Z`);
    assert.deepEqual(checkDraft(parseDraft(text)), []);
  });
});

describe('links that lead nowhere', () => {
  const broken: [target: string, meant: string | undefined][] = [
    ['htps://example.com/a', 'https://example.com/a'],
    ['htp://example.com', 'http://example.com'],
    ['ttps://example.com', 'https://example.com'],
    ['hhttps://example.com', 'https://example.com'],
    ['httsp://example.com', undefined],
    ['https:example.com', 'https://example.com'],
    ['https:/example.com', 'https://example.com'],
    ['https:///example.com', 'https://example.com'],
    ['http://', undefined],
    ['http://exa[mple.com', undefined],
    ['https://example.com:port/', undefined],
  ];
  for (const [target, meant] of broken)
    it(target, () => {
      const [problem] = checkDraft(parseDraft(file(`see [it](${target})`)));
      if (target.startsWith('httsp')) return assert.equal(problem, undefined);
      assert.equal(problem?.code, 'link-broken');
      const next = meant === undefined ? 'Check its address.' : `Did you mean ${meant}?`;
      assert.equal(inEnglish(problem.message), `The link to ${target} leads nowhere. ${next}`);
    });

  const sound = [
    '[a](https://example.com/x?y#z)',
    '[a](http://localhost:3000)',
    '[a](mailto:ada@example.com)',
    '[a](tel:+123)',
    '[a](plan.pdf)',
    '[a](#part)',
    '`[a](htps://example.com)`',
    '> [a](htps://example.com)',
    '[a](https://пример.рф/путь)',
  ];
  for (const body of sound) it(`not: ${body}`, () => assert.deepEqual(found(body), []));
});

describe('a body', () => {
  it('is read to a limit', () => {
    const long = 'word word word\n'.repeat(longestProse / 15 + 100);
    assert.deepEqual(found(`TODO ${long} TODO`), ['placeholder "TODO"']);
  });

  it('is found at its place with Windows line ends and a byte order mark', () => {
    const text = `\uFEFF---\r\n${header.replace('\n', '\r\n')}\r\n---\r\n\r\nA TODO\r\n`;
    const [problem] = checkDraft(parseDraft(text));
    assert.equal(problem?.line, 5);
    assert.deepEqual(problem.place, { offset: text.indexOf('TODO'), length: 4 });
  });
});
