import assert from 'node:assert/strict';
import { Loopback, tagId, to, type Json } from '../unit/sandbox/loopback.js';

describe('sandbox: lists and queries', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const list = (query: Record<string, string>, path = '/v1.0/me/messages') =>
    box.get(`${path}?${new URLSearchParams(query).toString()}`);
  const subjects = (json: Json) => json.value.map((message) => message.subject);

  async function drafts(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await box.draft({ subject: `M${String(i).padStart(2, '0')}` });
      box.clock.time += 1000;
    }
  }

  it('pages by opaque links that repeat nothing and lose nothing', async () => {
    await drafts(23);
    const seen: unknown[] = [];
    let next: string | undefined = '/v1.0/me/messages?$select=subject&$count=true';
    for (let pages = 0; next !== undefined; pages++) {
      assert.ok(pages < 5);
      const { json }: { json: Json } = await box.get(next);
      assert.equal(json['@odata.count'], 23);
      seen.push(...subjects(json));
      next = json['@odata.nextLink'] as string | undefined;
    }
    assert.equal(seen.length, 23);
    assert.deepEqual(seen, [...new Set(seen)].sort().reverse());
    assert.equal(subjects((await list({ $top: '5', $skip: '2' })).json)[0], 'M20');
    assert.equal((await list({ $top: '1001' })).status, 400);
    assert.equal((await list({ $skiptoken: 'nonsense' })).status, 400);
    const small = await box.get('/v1.0/me/messages', { prefer: 'odata.maxpagesize=3' });
    assert.equal(small.json.value.length, 3);
    assert.equal(small.headers.get('preference-applied'), 'odata.maxpagesize=3');
  });

  it('keeps id and etag under $select, and names what it does not know', async () => {
    await drafts(1);
    const [message] = (await list({ $select: 'subject,isDraft' })).json.value;
    assert.deepEqual(Object.keys(message ?? {}).sort(), ['@odata.etag', 'id', 'isDraft', 'subject']);
    const bad = await list({ $select: 'subjekt' });
    assert.deepEqual([bad.status, bad.code], [400, 'RequestBroker--ParseUri']);
  });

  it('filters by each form, joined by and', async () => {
    const quoted = await box.draft({
      subject: "Ada's notes",
      singleValueExtendedProperties: [{ id: tagId, value: 'ABC' }],
    });
    box.clock.time += 60_000;
    await box.draft({ subject: 'Other notes' });
    const sent = await box.draft({ subject: 'Sent notes' });
    await box.send(sent.id);
    const any = (id: string, value: string) =>
      `singleValueExtendedProperties/any(p:p/id eq '${id}' and p/value eq '${value}')`;
    const cases: [string, string[]][] = [
      [`internetMessageId eq '${String(quoted.internetMessageId)}'`, ["Ada's notes"]],
      [`conversationId eq '${String(quoted.conversationId)}'`, ["Ada's notes"]],
      [`conversationId eq '${String(quoted.conversationId).toLowerCase()}'`, []],
      ['isDraft eq false', ['Sent notes']],
      ["contains(subject,'ADA''S')", ["Ada's notes"]],
      ["startswith(subject,'other')", ['Other notes']],
      ['receivedDateTime ge 2026-09-09T02:55:00Z', ['Other notes', 'Sent notes']],
      [
        "receivedDateTime ge 2026-09-09T02:55:00Z and isDraft eq true and contains(subject,'notes')",
        ['Other notes'],
      ],
      [any(tagId, 'abc'), ["Ada's notes"]],
      [any(tagId.replace('6f1c6f38', '6F1C6F38'), 'abc'), ["Ada's notes"]],
      [any(tagId.replace('Mail', 'mail'), 'abc'), []],
      [`${any(tagId, 'abc')} and isDraft eq false`, []],
    ];
    for (const [filter, expected] of cases) {
      const reply = await list({ $filter: filter });
      assert.equal(reply.status, 200, `${filter}: ${reply.text}`);
      assert.deepEqual(subjects(reply.json).sort(), expected, filter);
      const count = await list({ $filter: filter }, '/v1.0/me/messages/$count');
      assert.deepEqual(
        [count.text, count.headers.get('content-type')],
        [String(expected.length), 'text/plain'],
      );
    }
  });

  it('refuses filters that it does not understand', async () => {
    for (const [filter, status] of [
      ['isDraft eq maybe', 400],
      ['subject', 400],
      ["subject eq 'a' and", 400],
      ["subject eq 'a' subject eq 'b'", 400],
      ['', 400],
      ["subject eq 'a' or subject eq 'b'", 501],
      ["from/emailAddress/address eq 'a@example.com'", 501],
    ] as const) {
      assert.equal((await list({ $filter: filter })).status, status, filter);
    }
  });

  it('wants what is ordered by filtered first', async () => {
    await drafts(3);
    const inefficient = await list({ $filter: 'isDraft eq true', $orderby: 'receivedDateTime desc' });
    assert.deepEqual([inefficient.status, inefficient.code], [400, 'InefficientFilter']);
    const late = 'isDraft eq true and receivedDateTime ge 2020-01-01T00:00:00Z';
    assert.equal((await list({ $filter: late, $orderby: 'receivedDateTime' })).code, 'InefficientFilter');
    const first = 'receivedDateTime ge 2020-01-01T00:00:00Z and isDraft eq true';
    const good = await list({ $filter: first, $orderby: 'receivedDateTime asc' });
    assert.deepEqual(subjects(good.json), ['M00', 'M01', 'M02']);
    assert.deepEqual(subjects((await list({ $orderby: 'subject desc' })).json), ['M02', 'M01', 'M00']);
  });

  it('finds a tag late when the index lags, after the move as well', async () => {
    box.sandbox.switches.tagIndexLag = 2000;
    const { id } = await box.draft({ singleValueExtendedProperties: [{ id: tagId, value: 'one' }] });
    const $filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${tagId}' and ep/value eq 'one')`;
    const found = async () => (await list({ $filter })).json.value.length;
    assert.equal(await found(), 0);
    assert.equal((await box.get(`/v1.0/me/messages/${id}`)).status, 200);
    box.clock.time += 2000;
    assert.equal(await found(), 1);
    await box.send(id);
    assert.equal(await found(), 0);
    box.clock.time += 2000;
    assert.equal(await found(), 1);
  });

  it('lists folders by well-known name, with the names of a localised mailbox', async () => {
    await box.close();
    box = await Loopback.start({ folderDisplayNames: { drafts: 'Entwürfe' }, seed: true });
    await box.draft({ toRecipients: [to('b@example.com')] });
    const { value } = (await box.get('/v1.0/me/mailFolders')).json;
    const drafts = value.find(({ displayName }) => displayName === 'Entwürfe');
    assert.equal(drafts?.totalItemCount, 1);
    const inbox = (await box.get('/v1.0/me/mailFolders/Inbox')).json;
    assert.equal(inbox.totalItemCount, 3);
    assert.equal(inbox.unreadItemCount, 1);
    assert.equal((await box.get(`/v1.0/me/mailFolders/${drafts?.id}`)).json.displayName, 'Entwürfe');
    const received = (await box.get('/v1.0/me/mailFolders/inbox/messages')).json.value;
    assert.ok(received.every(({ isDraft }) => isDraft === false));
    assert.equal((await box.get('/v1.0/me/mailFolders/nonsense')).code, 'ErrorInvalidIdMalformed');
    assert.equal((await box.get('/v1.0/me/messages')).json.value.length, 4);
  });
});
