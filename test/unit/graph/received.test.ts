import assert from 'node:assert/strict';
import { searchPhrase } from '../../../src/graph/received.js';
import { codeOf, id, lost, mailbox, missing } from './mailboxBench.js';
import { graphError, json, message } from './scripted.js';

const received = (change: Record<string, unknown> = {}) =>
  message({
    isDraft: false,
    subject: 'Hi',
    from: { emailAddress: { name: 'Bob', address: 'bob@example.com' } },
    receivedDateTime: '2026-01-01T08:00:00Z',
    isRead: true,
    hasAttachments: false,
    conversationId: 'c1',
    ...change,
  });

const next = 'https://graph.microsoft.com/v1.0/next?$skip=2';

describe('messages to answer', () => {
  it('a list goes on to the next page until there are enough, drafts left out', async () => {
    const pages = [
      json(200, { value: [received(), received({ isDraft: true })], '@odata.nextLink': next }),
      json(200, { value: [received({ subject: null, from: null }), received()] }),
    ];
    const { mailbox: box, sent } = mailbox('/me', ...pages);
    const found = await box.recent({ top: 3 });
    assert.deepEqual(
      found.map(({ subject, from }) => [subject, from?.address]),
      [
        ['Hi', 'bob@example.com'],
        ['', undefined],
        ['Hi', 'bob@example.com'],
      ],
    );
    assert.equal(sent[1]?.url, next);
  });

  it('never more than was asked for', async () => {
    const { mailbox: box } = mailbox('/me', json(200, { value: [received(), received(), received()] }));
    assert.equal((await box.recent({ top: 2 })).length, 2);
  });

  it("another's inbox and search", async () => {
    const empty = json(200, { value: [] });
    const { mailbox: box, paths, tokens } = mailbox('/users/team@example.com', empty, empty);
    await box.recent({ top: 2 });
    await box.recent({ top: 2, search: 'plan' });
    assert.deepEqual(paths(), [
      'GET /v1.0/users/team@example.com/mailFolders/inbox/messages',
      'GET /v1.0/users/team@example.com/messages',
    ]);
    assert.deepEqual(tokens[0], { scopes: ['Mail.ReadWrite.Shared'] });
  });

  const phrases: [typed: string, phrase: string | undefined][] = [
    ['plan', '"plan"'],
    ['  two   words ', '"two words"'],
    ['from:bob Subject:plan', '"from:bob Subject:plan"'],
    ['RE: plan 12:30', '"RE plan 12 30"'],
    ['say "hi" \\ (now) OR not', '"say hi now or not"'],
    ['from:a:b', '"from a b"'],
    ['a\u0000b\nc', '"a b c"'],
    ['日本 שלום', '"日本 שלום"'],
    ['"', undefined],
    ['- & :', undefined],
    ['', undefined],
  ];
  for (const [typed, phrase] of phrases)
    it(`a search for ${JSON.stringify(typed)} asks for ${phrase ?? 'the inbox'}`, () => {
      assert.equal(searchPhrase(typed), phrase);
    });

  it('an original: its body as text, with line feeds alone', async () => {
    const answer = received({
      replyTo: [],
      toRecipients: [{ emailAddress: { name: 'ada@example.com', address: 'ada@example.com' } }],
      ccRecipients: [{ emailAddress: { name: 'Unresolved' } }, { emailAddress: {} }],
      sentDateTime: '2026-01-01T08:00:00Z',
      body: { contentType: 'text', content: 'a\r\nb\r\n' },
    });
    const { mailbox: box, sent } = mailbox('/me', json(200, answer));
    assert.deepEqual(await box.original(id), {
      subject: 'Hi',
      from: { name: 'Bob', address: 'bob@example.com' },
      replyTo: [],
      to: [{ address: 'ada@example.com' }],
      cc: [{ name: 'Unresolved', address: '' }],
      sent: '2026-01-01T08:00:00Z',
      text: 'a\nb\n',
    });
    assert.equal(sent[0]?.headers['Prefer'], 'IdType="ImmutableId", outlook.body-content-type="text"');
  });

  const answers: [string, Parameters<typeof mailbox>[1] & object, string][] = [
    ['404', missing, 'message-not-found'],
    ['a garbled id', graphError(400, 'ErrorInvalidIdMalformed'), 'message-id-invalid'],
    ['no answer', lost, 'mailbox-no-answer'],
    ['503', graphError(503, 'serviceNotAvailable'), 'mailbox-unavailable'],
  ];
  for (const [name, answer, code] of answers)
    it(`an answer refused by ${name}: one request, ${code}`, async () => {
      const { mailbox: box, sent } = mailbox('/me', answer);
      assert.equal(await codeOf(box.createAnswer('reply', id, {})), code);
      assert.equal(sent.length, 1);
    });

  it('an answer is made by 201 or 200', async () => {
    for (const status of [201, 200]) {
      const { mailbox: box, paths } = mailbox('/me', json(status, message()));
      assert.equal((await box.createAnswer('reply-all', id, { subject: 'x' })).id, id);
      assert.deepEqual(paths(), [`POST /v1.0/me/messages/${id}/createReplyAll`]);
    }
  });
});
