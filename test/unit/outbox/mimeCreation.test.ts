import assert from 'node:assert/strict';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { seal } from '../../../src/outbox/fingerprint.js';
import { messageIdOf, mimeCreation } from '../../../src/outbox/mimeCreation.js';
import { emlOf } from '../../../src/render/eml.js';
import { type OutgoingMail } from '../../../src/render/outgoingMail.js';
import { attachment, draftId, mail } from '../../protocol/outboxBench.js';

const clock = { now: () => Date.UTC(2026, 8, 9), sleep: () => Promise.resolve() };
const thread = [
  '<first@elsewhere.example>',
  `<${'long'.repeat(30)}@elsewhere.example>`,
  '<last@elsewhere.example>',
];
const inMime = (change: Partial<OutgoingMail> = {}) => mail({ thread, plainText: true, ...change });
const created = async (given: OutgoingMail, request = 4 * 1024 * 1024, sender?: string) =>
  mimeCreation(await seal(given), {
    messageId: messageIdOf(draftId, sender),
    limits: { request, file: 3_000_000 },
    clock,
  });

describe('a draft as MIME', () => {
  it('names the thread, the message answered last, whatever its length', async () => {
    const { mime } = await created(inMime());
    const email = await PostalMime.parse(mime);
    assert.equal(email.inReplyTo, thread[2]);
    assert.equal(email.references?.replace(/\s+/g, ' '), thread.join(' '));
    const text = Buffer.from(mime).toString('latin1');
    for (const line of text.split('\r\n')) assert.ok(line.length <= 998, line.slice(0, 40));
  });

  it('has no field of the thread without one, and an exported file says it too', async () => {
    const bare = Buffer.from((await created(inMime({ thread: [] }))).mime).toString('latin1');
    assert.doesNotMatch(bare, /^(In-Reply-To|References|X-Unsent):/m);
    const exported = await emlOf(inMime(), { date: new Date(0), unique: 'u' });
    assert.match(Buffer.from(exported).toString('latin1'), /^In-Reply-To: <last@elsewhere\.example>\r$/m);
  });

  const senders: [string | undefined, string][] = [
    ['ada@Example.com', 'example.com'],
    ['ada@bücher.example', 'xn--bcher-kva.example'],
    [undefined, 'markdown-mail.invalid'],
    ['Sandbox', 'markdown-mail.invalid'],
    ['ada@[10.0.0.1]', 'markdown-mail.invalid'],
  ];
  for (const [sender, domain] of senders)
    it(`Message-ID of ${sender ?? 'nobody known'}: ${domain}`, async () => {
      assert.equal(messageIdOf(draftId, sender), `<${draftId}@${domain}>`);
      const email = await PostalMime.parse((await created(inMime(), undefined, sender)).mime);
      assert.equal(email.messageId, `<${draftId}@${domain}>`);
    });

  it('fits the request, and names each file once: in it, or to follow', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ maxLength: 60, unit: 'binary' }), fc.nat(9000)), { maxLength: 8 }),
        async (files) => {
          const attachments = files.map(([name, size]) => attachment(name || 'x', Buffer.alloc(size, 'x')));
          const request = 30_000;
          const { mime, fitting, rest } = await created(inMime({ attachments }), request);
          assert.ok(Math.ceil(mime.byteLength / 3) * 4 <= request, `${mime.byteLength}`);
          assert.equal(fitting.length + rest.length, files.length);
          assert.equal((await PostalMime.parse(mime)).attachments.length, fitting.length);
        },
      ),
      { numRuns: 60 },
    ));
});
