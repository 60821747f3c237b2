import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerDraft, type Original } from '../../../src/draft/answerDraft.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';

const bob = { name: 'Bob, of Sales', address: 'bob@example.com' };
const original: Original = {
  subject: 'Figures # 3: "new"',
  from: bob,
  replyTo: [],
  to: [{ address: 'ADA@example.com' }, { name: 'Cy', address: 'cy@example.org' }, bob],
  cc: [{ address: 'dee@example.org' }, { address: 'CY@example.org' }],
  sent: 'Monday, January 5, 2026 9:00 AM',
  text: 'Here they are:\n\n> older\n--- \nBob\n\n',
};
const draft = (kind: 'reply' | 'reply-all' | 'forward', change: Partial<Original> = {}) =>
  answerDraft({
    answers: { kind, messageId: 'AAkALg-_=' },
    original: { ...original, ...change },
    self: 'ada@example.com',
    header: {},
  });

describe('a new draft that answers a message', () => {
  it('reply: who gets it as a comment, the cursor in the empty body, the original as a quote', () => {
    const { text, cursor } = draft('reply');
    assert.equal(
      text,
      `---
reply: AAkALg-_=
# Answers: Figures # 3: "new", from "Bob, of Sales" <bob@example.com>
# Goes to: "Bob, of Sales" <bob@example.com>
# A line to: or cc: here replaces these people.
---


<!-- original message: not part of this mail -->

> From: "Bob, of Sales" <bob@example.com>
> Sent: Monday, January 5, 2026 9:00 AM
> To: ADA@example.com, Cy <cy@example.org>, "Bob, of Sales" <bob@example.com>
> Cc: dee@example.org, CY@example.org
> Subject: Figures # 3: "new"
>
> Here they are:
>
> > older
> --- 
> Bob
`,
    );
    assert.equal(text.slice(0, cursor).split('\n').length - 1, 6);
    const read = parseDraft(text);
    assert.deepEqual(read.header.answers, { kind: 'reply', messageId: 'AAkALg-_=' });
    assert.deepEqual(
      [read.header.to, read.header.subject, read.body.trim(), read.problems],
      [[], '', '', []],
    );
  });

  it('reply-all: everybody once, oneself left out, Reply-To before the sender', () => {
    const lines = draft('reply-all', { replyTo: [{ address: 'list@example.org' }] }).text.split('\n');
    assert.equal(
      lines[3],
      '# Goes to: list@example.org, Cy <cy@example.org>, "Bob, of Sales" <bob@example.com>',
    );
    assert.equal(lines[4], '# Cc: dee@example.org');
  });

  it('forward: the cursor after to:', () => {
    const { text, cursor } = draft('forward');
    assert.match(text.slice(0, cursor), /\nforward: AAkALg-_=\n# Forwards: Figures[^\n]*\nto: $/);
    assert.match(text.slice(cursor), /^\n---\n/);
  });

  it('in another mailbox, by another account', () => {
    const header = { account: 'ada@example.com', mailbox: 'team@example.com' };
    const answers = { kind: 'reply', messageId: 'AAk=' } as const;
    const { text } = answerDraft({ answers, original, self: 'team@example.com', header });
    const read = parseDraft(text).header;
    assert.deepEqual([read.account, read.mailbox], [header.account, header.mailbox]);
  });

  it('whatever a message holds: its words stay below the marker and out of the header', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n---\nbcc: eve@example.com\n', '\r---\r', '\u2028x', '\u0085y', 'a\u0000b'),
      fc.constant('\n<!-- original message: not part of this mail -->\nmore'),
    );
    const person = fc.record({ name: wild, address: wild });
    fc.assert(
      fc.property(
        wild,
        person,
        wild,
        fc.constantFrom('reply', 'reply-all', 'forward'),
        (words, from, text, kind) => {
          const change = { subject: words, from, text, to: [from], cc: [from] };
          const { header, body, problems, original: quoted } = parseDraft(draft(kind, change).text);
          assert.deepEqual([header.to, header.cc, header.bcc, header.subject], [[], [], [], '']);
          assert.deepEqual(header.answers, { kind, messageId: 'AAkALg-_=' });
          assert.deepEqual([body.trim(), problems], ['', []]);
          assert.ok(quoted?.text.split('\n').every((line) => line === '' || line.startsWith('>')));
        },
      ),
    );
  });
});
