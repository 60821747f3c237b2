import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { markdownOf } from '../../../src/received/markdownOf.js';
import { copyText, newDraftText, type ReceivedMessage } from '../../../src/received/receivedDraft.js';
import { renderMailWithLines } from '../../../src/render/renderMail.js';
import { asExchangeKeepsHtml } from '../../../src/sandbox/exchangeHtml.js';
import { rendered, wordsOf } from './converted.js';

const samples = join('test', 'samples');

async function uploaded(text: string) {
  const { body, bodyLine } = parseDraft(text);
  const images = () => Promise.resolve({ kind: 'missing' as const });
  const { html, blocks } = await renderMailWithLines({
    markdown: body,
    firstLine: bodyLine,
    subject: '',
    images,
  });
  return { text, html, blocks };
}

function message(text: string, change: Partial<ReceivedMessage> = {}): ReceivedMessage {
  const {
    to,
    cc,
    bcc,
    replyTo,
    subject,
    importance,
    sensitivity,
    categories,
    readReceipt,
    deliveryReceipt,
    attachments,
  } = parseDraft(text).header;
  return {
    ...{ to, cc, bcc, replyTo, subject, importance, sensitivity, categories, readReceipt, deliveryReceipt },
    body: { contentType: 'html', content: '' },
    files: attachments.map(({ path, name }) => ({
      name: name ?? path.split('/').at(-1) ?? '',
      path: 'not used',
      isInline: false,
    })),
    ...change,
  };
}

const body = (content: string) => ({ contentType: 'html' as const, content: asExchangeKeepsHtml(content) });

describe('the copy of a draft as the text of its file', () => {
  for (const name of readdirSync(samples).filter((file) => file.endsWith('.mail.md')))
    describe(name, () => {
      const text = readFileSync(join(samples, name), 'utf8');

      it('comes back to the byte where nothing was changed', async () => {
        const known = await uploaded(text);
        const same = copyText(message(text, { body: body(known.html) }), text, known, markdownOf);
        assert.equal(same, text);
      });

      it('keeps all but the one paragraph that was changed', async () => {
        const known = await uploaded(text);
        const at = known.html.lastIndexOf('</p>');
        const html = `${known.html.slice(0, at)} and more${known.html.slice(at)}`;
        const changed = copyText(message(text, { body: body(html) }), text, known, markdownOf).split('\n');
        const before = new Set(text.split('\n'));
        assert.ok(changed.some((line) => line.includes('and more')));
        assert.ok(
          changed.filter((line) => !before.has(line)).length <= 12,
          changed.filter((line) => !before.has(line)).join('\n'),
        );
      });

      it('without what was uploaded: every word comes back, and the same blocks', async () => {
        const { html } = await uploaded(text);
        const fresh = newDraftText(message(text, { body: body(html), files: [] }), {}, markdownOf);
        const again = await rendered(parseDraft(fresh).body);
        // A cell of a Markdown table is one line, so a list in it becomes a line of bullets.
        const bare = html.replace(/<td[^]*?<\/td>/gu, (cell) => cell.replace(/<\/?(?:ul|li)\b[^>]*>/gu, ''));
        assert.equal(wordsOf(again).replaceAll('•', ''), wordsOf(html));
        const count = (page: string, tag: string) => page.split(`<${tag}`).length - 1;
        for (const tag of ['h1', 'h2', 'h3', 'ul', 'ol', 'li', 'pre', 'strong', 'del', 'a '])
          assert.equal(count(again, tag), count(bare, tag), tag);
      });
    });

  const text = `---
# who
to: Ada <ada@example.com>   # the first
subject: "Notes: on the engine"
x-own: kept
attachments: [files/plan.pdf]
id: 01ARZ3NDEKTSV4RRFFQ69G5FAV
---
Dear *Ada*,

* one
* two

[link]: https://example.com
`;

  it('changes the lines of the header that the mailbox says otherwise, and no other byte', async () => {
    const known = await uploaded(text);
    const now = message(text, {
      body: body(known.html),
      subject: 'Notes',
      cc: [{ address: 'b@example.com' }, { name: 'Babbage, C.', address: 'c@example.com' }],
      importance: 'high',
      files: [
        { name: 'plan.pdf', path: '-', isInline: false },
        { name: 'new one.txt', path: 'new one.txt', isInline: false },
      ],
    });
    const expected = text
      .replace('subject: "Notes: on the engine"', 'subject: Notes')
      .replace('attachments: [files/plan.pdf]', 'attachments:\n  - files/plan.pdf\n  - new one.txt')
      .replace(
        'id: 01',
        'cc:\n  - b@example.com\n  - "Babbage, C." <c@example.com>\nimportance: high\nid: 01',
      );
    assert.equal(copyText(now, text, known, markdownOf), expected);
  });

  it('keeps the line ends of Windows', async () => {
    const windows = text.replaceAll('\n', '\r\n');
    const known = await uploaded(windows);
    assert.equal(copyText(message(windows, { body: body(known.html) }), windows, known, markdownOf), windows);
  });

  const ends = ['', '\n', '\n\n\n'];
  for (const end of ends)
    it(`ends as the file does, also where its last words are others: ${JSON.stringify(end)}`, async () => {
      const file = `---\nto: a@example.com\nsubject: x\n---\nDear Ada,\n\nthe end${end}`;
      const known = await uploaded(file);
      const changed = body(known.html.replace('the end', 'another end'));
      const longer = body(known.html.replace(/(<p[^>]*>)the end<\/p>/u, '$1the end</p>$1and more</p>'));
      const take = (now: ReturnType<typeof body>) =>
        copyText(message(file, { body: now }), file, known, markdownOf);
      assert.equal(take(changed), file.replace('the end', 'another end'));
      assert.equal(take(longer), file.replace('the end', 'the end\n\nand more'));
    });

  it('what is written for a new file is read back as it was', () => {
    const name = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((each) => each.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '').trim());
    const person = fc.record({
      name,
      address: fc.constantFrom('a@example.com', "o'b@example.com", 'x+y@b.example'),
    });
    const words = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((each) => each.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufeff]/gu, '').trim());
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 3 }),
        words,
        fc.array(
          words.filter((one) => one !== ''),
          { maxLength: 3 },
        ),
        (to, subject, categories) => {
          const now = message('---\nto: a@example.com\n---\n', {
            to,
            subject,
            categories: [...new Set(categories)],
          });
          const { header, problems } = parseDraft(
            newDraftText(now, { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, markdownOf),
          );
          assert.deepEqual(
            problems.filter(({ severity }) => severity === 'error'),
            [],
          );
          assert.deepEqual(
            header.to.map(({ address }) => address),
            to.map(({ address }) => address),
          );
          assert.equal(header.subject, subject);
          assert.deepEqual(header.categories, [...new Set(categories)]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
