import assert from 'node:assert/strict';
import { type Header } from '../../../src/draft/draft.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { draftText, faultsOf, headerOf, problemsOf, sentencesOf } from './headerOf.js';

const charles = { name: 'Babbage, Charles', address: 'charles@example.com' };
const ada = { address: 'ada@example.com' };

describe('header: the example of the documentation', () => {
  const header = [
    'to: [Ada Lovelace <ada@example.com>, team@example.com]',
    'cc: "Babbage, Charles" <charles@example.com>',
    'subject: Notes on the engine',
    'attachments: [figures/plan.pdf]',
  ].join('\n');

  it('is read without a complaint', () => {
    const draft = parseDraft(`---\n${header}\n---\nDear Ada,\n\nthe **table** below …\n`);
    assert.deepEqual(draft.header.to, [
      { name: 'Ada Lovelace', address: 'ada@example.com' },
      { address: 'team@example.com' },
    ]);
    assert.deepEqual(draft.header.cc, [charles]);
    assert.equal(draft.header.subject, 'Notes on the engine');
    assert.deepEqual(draft.header.attachments, [{ path: 'figures/plan.pdf', line: 4 }]);
    assert.equal(draft.body, 'Dear Ada,\n\nthe **table** below …\n');
    assert.equal(draft.bodyLine, 6);
    assert.deepEqual(draft.keyLines, { to: 1, cc: 2, subject: 3, attachments: 4 });
    assert.deepEqual(draft.problems, []);
  });
});

describe('header: what YAML refuses and people mean plainly', () => {
  const table: [header: string, expected: Partial<Header>][] = [
    ['cc: "Babbage, Charles" <charles@example.com>', { cc: [charles] }],
    ['cc: ["Babbage, Charles" <charles@example.com>, ada@example.com]', { cc: [charles, ada] }],
    ['cc: [ada@example.com, "Babbage, Charles" <charles@example.com>]', { cc: [ada, charles] }],
    [
      'cc: [\n  "Babbage, Charles" <charles@example.com>, # the boss\n  ada@example.com,\n]',
      { cc: [charles, ada] },
    ],
    ['cc:\n  - "Babbage, Charles" <charles@example.com>\n  - ada@example.com', { cc: [charles, ada] }],
    ['cc:\n- ada@example.com\n- "Babbage, Charles" <charles@example.com> # the boss', { cc: [ada, charles] }],
    ['cc: "Babbage, Charles" <charles@example.com>, ada@example.com', { cc: [charles, ada] }],
    ['cc: ada@example.com, "Babbage, Charles" <charles@example.com>', { cc: [ada, charles] }],
    ['cc: "Babbage, Charles" <charles@example.com>,\n  ada@example.com', { cc: [charles, ada] }],
    ['cc: "Babbage, Charles" <charles@example.com>\r', { cc: [charles] }],
    [' cc: "Babbage, Charles" <charles@example.com>\n subject: x', { cc: [charles], subject: 'x' }],
    [
      'subject: Re: x\ncc: ["[A] Ada <ada@example.com>",\n  ada@example.com]',
      { subject: 'Re: x', cc: [{ name: '[A] Ada', ...ada }, ada] },
    ],
    ['from: "Babbage, Charles" <charles@example.com>', { from: charles }],
    ['reply-to: "Babbage, Charles" <charles@example.com>', { replyTo: [charles] }],
    ['{cc: "Babbage, Charles" <charles@example.com>, subject: x}', { cc: [charles], subject: 'x' }],
    ['to: "Ada" Lovelace <ada@example.com>', { to: [{ name: 'Ada Lovelace', ...ada }] }],
    ['to: "Ada \\"A\\" L" <ada@example.com>', { to: [{ name: 'Ada "A" L', ...ada }] }],
    ['to: [EXT] Ada <ada@example.com>', { to: [{ name: '[EXT] Ada', ...ada }] }],
    ['subject: Re: engine', { subject: 'Re: engine' }],
    ['subject: [Project] Status', { subject: '[Project] Status' }],
    ['subject: [Project Status', { subject: '[Project Status' }],
    ['subject: "Engine" is ready', { subject: '"Engine" is ready' }],
    ["subject: 'tis the season", { subject: "'tis the season" }],
    ['subject: @home', { subject: '@home' }],
    ['subject: 100%: done', { subject: '100%: done' }],
    ['subject: %done', { subject: '%done' }],
    ['subject: `code`', { subject: '`code`' }],
    ['subject: - dash', { subject: '- dash' }],
    ['subject: Hello:', { subject: 'Hello:' }],
    ['subject: Re: engine\r\nto: ada@example.com\r', { subject: 'Re: engine', to: [ada] }],
    // Masked words elsewhere keep their text.
    ['subject: Re: x\ntheme: "a <b> c"', { subject: 'Re: x', theme: 'a <b> c' }],
    ['subject: Re: x\naccount: \'"a" <b>\'', { subject: 'Re: x', account: '"a" <b>' }],
    [
      'subject: Re: x\nattachments:\n  - |\n    "a" <b>',
      { subject: 'Re: x', attachments: [{ path: '"a" <b>', line: 3 }] },
    ],
  ];
  for (const [header, expected] of table) {
    it(JSON.stringify(header), () => {
      assert.deepEqual(headerOf(header), expected);
      assert.deepEqual(faultsOf(header), []);
    });
  }
});

describe('header: subjects that YAML reads in its own way', () => {
  const table: [value: string, subject: string, problems: string[]][] = [
    ['1.10', '1.10', []],
    ['007', '007', []],
    ['1e3', '1e3', []],
    ['0x10', '0x10', []],
    ['yes', 'yes', []],
    ['true', 'true', []],
    ['2030-01-31', '2030-01-31', []],
    ['C#', 'C#', []],
    ['"Issue #12 fixed"', 'Issue #12 fixed', []],
    ['"Hello" # a note', 'Hello', []],
    ['#1', '', ['subject-comment@1']],
    ['Issue #12 fixed', 'Issue', ['subject-comment@1']],
    ['Re: Issue #12 fixed', 'Re: Issue', ['subject-comment@1']],
    ['Hello # a note', 'Hello', ['subject-comment@1']],
    ['!important Read this', 'Read this', ['subject-cut@1']],
    ['&co Read this', 'Read this', ['subject-cut@1']],
  ];
  for (const [value, subject, problems] of table) {
    it(value, () => {
      assert.equal(parseDraft(draftText(`subject: ${value}`)).header.subject, subject);
      assert.deepEqual(faultsOf(`subject: ${value}`), problems);
    });
  }

  it('finds the comment behind the last line of a long subject', () => {
    assert.deepEqual(faultsOf('to: ada@example.com\nsubject: Issue\n  and #2'), ['subject-comment@3']);
  });

  it('takes no comment of another key for the subject’s', () => {
    assert.deepEqual(faultsOf('subject:\n# a note\nto: ada@example.com # Ada'), []);
  });

  it('says what will be sent', () => {
    assert.deepEqual(sentencesOf(draftText('to: a@example.com\nsubject: Issue #12 fixed')), [
      'The subject is only "Issue": the # starts a comment, which is not sent. To send it too, put the whole subject in quotes.',
    ]);
  });
});

describe('header: what is no YAML', () => {
  const table: [header: string, line: number, sentence: string][] = [
    [
      'to: ada@example.com\nto: bob@example.com',
      2,
      '"to" is in the header twice. Keep one of them; line 3 is the second.',
    ],
    ['x: {a: 1, a: 2}', 1, '"a" is in the header twice. Keep one of them; line 2 is the second.'],
    ['- to\n- cc', 1, 'The header must be lines such as "subject: Hello". Line 2 is not one.'],
    ['Dear Ada', 1, 'The header must be lines such as "subject: Hello". Line 2 is not one.'],
    ['"quoted"', 1, 'The header must be lines such as "subject: Hello". Line 2 is not one.'],
    ['to:ada@example.com', 1, 'Put a space after the colon in line 2.'],
    ['to:ada@example.com\nsubject: x', 1, 'Put a space after the colon in line 2.'],
    ['to: ada@example.com\nsubject:x', 2, 'Put a space after the colon in line 3.'],
    [
      'to: ada@example.com\nsubject x',
      2,
      'Line 3 of the header has no colon. Write it like "subject: Hello".',
    ],
    [
      'to: [ada@example.com]\nsubject x',
      2,
      'Line 3 of the header has no colon. Write it like "subject: Hello".',
    ],
    ['\tto: ada@example.com', 1, 'Line 2 of the header begins with a tab. Use spaces instead.'],
    ['to: ada@example.com\n\tsubject: x', 2, 'Line 3 of the header begins with a tab. Use spaces instead.'],
    [
      'to: ada@example.com\n subject: x',
      2,
      'Line 3 begins further in or out than the other keys. Begin each key at the start of its line.',
    ],
    [
      ' to: ada@example.com\nsubject: x',
      2,
      'Line 3 begins further in or out than the other keys. Begin each key at the start of its line.',
    ],
    [
      'cc: x@example.com\nto: [Ada <ada@example.com>\nsubject: x',
      2,
      'A quote or bracket that opens in line 3 is never closed. Add the missing one.',
    ],
    [
      'subject: "Hello\nto: ada@example.com',
      1,
      'A quote or bracket that opens in line 2 is never closed. Add the missing one.',
    ],
    [
      'to: "Ada <ada@example.com>',
      1,
      'A quote or bracket that opens in line 2 is never closed. Add the missing one.',
    ],
    [
      'subject: x\nto: {a: b',
      2,
      'A quote or bracket that opens in line 3 is never closed. Add the missing one.',
    ],
    ['theme: a: b', 1, 'Line 2 of the header can’t be read. Put the text after the colon in quotes.'],
    ['theme: @a', 1, 'Line 2 of the header can’t be read. Put the text after the colon in quotes.'],
    [
      'subject: x\ntheme: "a" b',
      2,
      'Line 3 of the header can’t be read. Put the text after the colon in quotes.',
    ],
    [
      'to: ada@example.com\n- cc',
      2,
      'Line 3 of the header can’t be read. Check its quotes, colons and spaces.',
    ],
    [
      '%YAML 1.2\nto: ada@example.com',
      1,
      'Line 2 of the header can’t be read. Check its quotes, colons and spaces.',
    ],
    [
      'to: ada@example.com\n...\nsubject: x',
      2,
      'Line 3 ends the header too early. Remove it; only a line --- may end a header.',
    ],
    ['to: *team', 1, 'Line 2 refers to a value by "*", which can’t be followed. Write the value out.'],
    ['cc: &a [*a]', 1, 'Line 2 refers to a value by "*", which can’t be followed. Write the value out.'],
  ];
  for (const [header, line, sentence] of table) {
    it(JSON.stringify(header), () => {
      assert.deepEqual(problemsOf(draftText(header)), [`header-invalid@${line}`]);
      assert.deepEqual(sentencesOf(draftText(header)), [sentence]);
    });
  }

  it('still reads the keys that can be read', () => {
    assert.deepEqual(headerOf('subject: x\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV\ntheme: "a" b'), {
      subject: 'x',
      id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      theme: 'a',
    });
  });

  it('keeps the first of two', () => {
    assert.deepEqual(headerOf('subject: x\nsubject: y'), { subject: 'x' });
  });
});

describe('header: anchors and aliases', () => {
  it('copies words and lists', () => {
    const header =
      'to: &team [ada@example.com, Babbage <charles@example.com>]\ncc: *team\nfrom: &me a@b.c\nmailbox: *me';
    const { to, cc, mailbox } = parseDraft(draftText(header)).header;
    assert.equal(to.length, 2);
    assert.deepEqual(cc, to);
    assert.equal(mailbox, 'a@b.c');
    assert.deepEqual(faultsOf(header), []);
  });

  it('stops a bomb', () => {
    const bomb = ['x0: &a0 [a@example.com]'];
    for (let i = 1; i < 30; i++)
      bomb.push(
        `x${i}: &a${i} [${Array<string>(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    bomb.push('to: *a29');
    const faults = faultsOf(bomb.join('\n'));
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /^header-invalid@/u);
    assert.ok(parseDraft(draftText(bomb.join('\n'))).header.to.length <= 1000);
  });
});

describe('header: where it stands', () => {
  const body = 'Dear Ada,\n';
  const plain = 'to: ada@example.com\nsubject: x\n';
  const found: [title: string, text: string, body: string, bodyLine: number][] = [
    ['LF', `---\n${plain}---\n${body}`, body, 4],
    ['CRLF', `---\n${plain}---\n${body}`.replaceAll('\n', '\r\n'), 'Dear Ada,\r\n', 4],
    ['a byte order mark', `\uFEFF---\n${plain}---\n${body}`, body, 4],
    ['white space behind the fences', `--- \n${plain}---\t\n${body}`, body, 4],
    ['no text', `---\n${plain}---\n`, '', 4],
    ['no line break at the end', `---\n${plain}---`, '', 4],
    ['a thematic break in the text', `---\n${plain}---\na\n\n---\nb\n`, 'a\n\n---\nb\n', 4],
    ['blank lines and comments', `---\n\n# c\n${plain}\n---\n\n${body}`, `\n${body}`, 7],
  ];
  for (const [title, text, expected, line] of found) {
    it(`finds it with ${title}`, () => {
      const draft = parseDraft(text);
      assert.deepEqual(draft.header.to, [ada]);
      assert.equal(draft.header.subject, 'x');
      assert.equal(draft.body, expected);
      assert.equal(draft.bodyLine, line);
      assert.deepEqual(draft.problems, []);
    });
  }

  const lost: [title: string, text: string, body: string, problems: string[], sentence: string][] = [
    [
      'an empty file',
      '',
      '',
      ['header-missing@0'],
      'The file has no header. Begin it with a line ---, then to: and subject:, then another line ---.',
    ],
    [
      'plain text',
      'Dear Ada,\n',
      'Dear Ada,\n',
      ['header-missing@0'],
      'The file has no header. Begin it with a line ---, then to: and subject:, then another line ---.',
    ],
    [
      'a byte order mark and text',
      '\uFEFFDear',
      'Dear',
      ['header-missing@0'],
      'The file has no header. Begin it with a line ---, then to: and subject:, then another line ---.',
    ],
    [
      'four hyphens',
      '----\nto: a\n---\n',
      '----\nto: a\n---\n',
      ['header-missing@0'],
      'The file has no header. Begin it with a line ---, then to: and subject:, then another line ---.',
    ],
    [
      'an indented fence',
      ' ---\nto: a\n---\n',
      ' ---\nto: a\n---\n',
      ['header-missing@0'],
      'The file has no header. Begin it with a line ---, then to: and subject:, then another line ---.',
    ],
    [
      'blank lines above',
      '\n\n---\nto: a\n---\n',
      '\n\n---\nto: a\n---\n',
      ['header-missing@0'],
      'The header must begin on the first line. Remove the empty lines above it.',
    ],
    [
      'no end',
      '---\nto: a\nsubject: x\n',
      '---\nto: a\nsubject: x\n',
      ['header-unclosed@0'],
      'The header has no end. Put a line --- below its last line.',
    ],
    [
      'nothing but a fence',
      '---',
      '---',
      ['header-unclosed@0'],
      'The header has no end. Put a line --- below its last line.',
    ],
  ];
  for (const [title, text, expected, problems, sentence] of lost) {
    it(`says so for ${title}`, () => {
      const draft = parseDraft(text);
      assert.equal(draft.body, expected);
      assert.equal(draft.bodyLine, 0);
      assert.deepEqual(problemsOf(text), problems);
      assert.deepEqual(sentencesOf(text), [sentence]);
    });
  }

  it('reads a header without keys', () => {
    for (const header of ['', '# only a comment', '{}']) assert.deepEqual(headerOf(header), {});
    assert.deepEqual(parseDraft('---\n---\nHi').body, 'Hi');
  });

  it('names lines of CRLF files and of files with a byte order mark', () => {
    assert.deepEqual(
      problemsOf('\uFEFF---\r\nto: a@example.com\r\nsubject: x\r\nfoo: 1\r\ncc: bob\r\n---\r\nHi\r\n'),
      ['unknown-key@3', 'address-invalid@4'],
    );
  });
});
