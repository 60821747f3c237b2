import assert from 'node:assert/strict';
import { draftTag } from '../../src/graph/mailbox.js';
import { draftId, failureOf, mail, startBench } from './graphBench.js';

const tag = { id: draftTag, value: draftId };
const named = (address: string, name: string) => ({ emailAddress: { address, name } });

describe('the Graph mailbox over loopback: messages to answer, and answers', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  beforeEach(async () => {
    bench = await startBench({ seed: true });
  });
  afterEach(() => bench.close());

  const seeded = async () => bench.box.recent({ top: 50 });
  const json = (body: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(body)) as unknown;

  it('recent: the inbox, the newest first, asking for what is shown and nothing else', async () => {
    const found = await seeded();
    assert.deepEqual(
      found.map(({ from, subject, isRead }) => [from?.address, subject, isRead]),
      [
        ['nora@lindqvist.example', 'Lunch on Thursday?', false],
        ['samir.haddad@example.com', 'Figures for the garden plan', true],
        ['desk@riverside-library.example', 'The book you reserved is here', true],
      ],
    );
    const [asked] = bench.onWire('GET', /inbox/);
    const url = new URL(asked?.path ?? '', 'http://x');
    assert.equal(url.pathname, '/v1.0/me/mailFolders/inbox/messages');
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      $select: 'id,subject,from,receivedDateTime,isRead,hasAttachments,conversationId,isDraft',
      $top: '50',
      $orderby: 'receivedDateTime desc',
    });
    assert.match(String(asked?.headers['prefer'] ?? asked?.headers['Prefer']), /IdType="ImmutableId"/);
  });

  it('recent: no page more than is needed', async () => {
    for (let at = 0; at < 12; at++) await bench.box.send((await bench.box.create(mail())).id);
    const before = bench.onWire('GET').length;
    const found = await bench.box.recent({ search: 'subject:Grüße', top: 3 });
    assert.equal(found.length, 3);
    assert.equal(bench.onWire('GET').length, before + 1);
    assert.equal((await seeded()).length, 3);
  });

  it('recent: a search is quoted, without what would make it another query, over all folders, without drafts', async () => {
    await bench.box.create(mail({ subject: 'Garden draft' }));
    const found = await bench.box.recent({ search: 'RE: "garden (plan" AND ', top: 10 });
    assert.deepEqual(found, []);
    const [exchange] = bench.onWire('GET', /search/);
    const url = new URL(exchange?.path ?? '', 'http://x');
    assert.deepEqual(
      [url.pathname, url.searchParams.get('$search'), url.searchParams.has('$orderby')],
      ['/v1.0/me/messages', '"RE garden plan and"', false],
    );
    const subjects = async (search: string) =>
      (await bench.box.recent({ search, top: 10 })).map(({ subject }) => subject);
    assert.deepEqual(await subjects('gard'), ['Figures for the garden plan']);
    assert.deepEqual(await subjects('from:nora'), ['Lunch on Thursday?']);
    assert.equal((await subjects(' "" ')).length, 3, 'no word: the inbox');
  });

  it('original: who, when, and the body as text', async () => {
    const [, figures] = await seeded();
    const original = await bench.box.original(figures?.id ?? '');
    assert.deepEqual(
      [original.from, original.to, original.cc, original.subject],
      [
        { name: 'Samir Haddad', address: 'samir.haddad@example.com' },
        [{ name: 'Ada', address: 'ada@example.com' }],
        [{ name: 'Nora Lindqvist', address: 'nora@lindqvist.example' }],
        'Figures for the garden plan',
      ],
    );
    assert.match(original.sent, /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
    assert.match(original.text, /^Hi,\n[^]*figures we talked about/);
    assert.doesNotMatch(original.text, /<|\r/);
    const [asked] = bench.onWire('GET', /select=subject/);
    assert.match(JSON.stringify(asked?.headers), /outlook\.body-content-type=\\"text\\"/);
    assert.equal((await failureOf(bench.box.original('gone'))).code, 'message-id-invalid');
  });

  for (const [kind, action] of [
    ['reply', 'createReply'],
    ['reply-all', 'createReplyAll'],
    ['forward', 'createForward'],
  ] as const)
    it(`createAnswer ${kind}: one POST ${action} with the tag and what is given, never a body`, async () => {
      const [, figures] = await seeded();
      const message = {
        toRecipients: [named('bob@example.com', 'Bob')],
        importance: 'high' as const,
        singleValueExtendedProperties: [tag],
      };
      const made = await bench.box.createAnswer(kind, figures?.id ?? '', message);
      const posts = bench.onWire('POST');
      assert.deepEqual(
        posts.map(({ path }) => path),
        [`/v1.0/me/messages/${encodeURIComponent(figures?.id ?? '')}/${action}`],
      );
      assert.deepEqual(json(posts[0]?.body), { message });
      assert.deepEqual(
        (await bench.box.findByTag(draftId)).map(({ id, folder }) => [id, folder]),
        [[made.id, 'drafts']],
      );
      const content = await bench.box.content(made.id);
      assert.deepEqual(content.to, ['bob@example.com']);
      assert.match(content.html, /divRplyFwdMsg/);
      assert.deepEqual(content.cc, kind === 'reply-all' ? ['nora@lindqvist.example'] : []);
    });

  it('createAnswer is asked once, whatever happens to the answer', async () => {
    const [first] = await seeded();
    const faults = ['dropBeforeCommit', 'dropAfterCommit', 'throttle', 'unavailable'] as const;
    for (const what of faults) {
      const before = bench.onWire('POST').length;
      bench.fault(what, { method: 'POST', nth: 1 });
      const error = await failureOf(bench.box.createAnswer('reply', first?.id ?? '', {}));
      assert.equal(error.refused, false, what);
      assert.equal(bench.onWire('POST').length, before + 1, what);
    }
  });

  it('an original that is gone: the mailbox says so, and holds no draft', async () => {
    const [first] = await seeded();
    await bench.box.delete(first?.id ?? '');
    await bench.box.delete(first?.id ?? '');
    const before = (await bench.stored()).length;
    const error = await failureOf(bench.box.createAnswer('reply', first?.id ?? '', {}));
    assert.equal(error.code, 'message-not-found');
    assert.equal((await bench.stored()).length, before);
  });

  it('the log names neither people, subjects nor what was searched for', async () => {
    const [, figures] = await seeded();
    await bench.box.recent({ search: 'garden', top: 3 });
    await bench.box.original(figures?.id ?? '');
    await bench.box.createAnswer('forward', figures?.id ?? '', {
      subject: 'Secret',
      toRecipients: [named('eve@example.com', 'Eve')],
    });
    assert.ok(bench.lines.length >= 4);
    assert.doesNotMatch(bench.lines.join('\n'), /garden|samir|eve|secret|figures/i);
  });
});
