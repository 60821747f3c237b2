import assert from 'node:assert/strict';
import { draftId, failureOf, file, mail, startBench, team } from './graphBench.js';

describe('the Graph mailbox over loopback, against the sandbox', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  it('creates, updates, reads, sends and finds a mail in each folder it passes through', async () => {
    const made = await bench.box.create(mail());
    assert.equal(made.isDraft, true);
    assert.deepEqual(
      (await bench.box.findByTag(draftId)).map(({ id, folder }) => [id, folder]),
      [[made.id, 'drafts']],
    );
    const changed = await bench.box.update(made.id, { subject: 'Second' });
    assert.notEqual(changed.changeKey, made.changeKey);
    assert.equal((await bench.box.get(made.id))?.changeKey, changed.changeKey);
    const content = await bench.box.content(made.id);
    assert.deepEqual([content.subject, content.to], ['Second', ['bob@example.com']]);
    assert.match(content.html, /<p>Dear Ada<\/p>/);
    await bench.box.send(made.id);
    const [sent] = await bench.box.findByTag(draftId);
    assert.deepEqual([sent?.folder, sent?.isDraft], ['sentitems', false]);
    assert.equal((await bench.box.get(made.id))?.folder, 'sentitems');
    await bench.box.delete(made.id);
    assert.equal((await bench.box.findByTag(draftId))[0]?.folder, 'deleteditems');
    assert.equal(await bench.box.get((await bench.shared.create(mail())).id), undefined);
  });

  it('puts on the wire what Graph asks for, with every request', async () => {
    const made = await bench.box.create(mail());
    await bench.box.send(made.id);
    for (const exchange of bench.sandbox.exchanges) {
      const headers = Object.fromEntries(
        Object.entries(exchange.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      assert.match(headers['prefer'] ?? '', /^IdType="ImmutableId"/);
      assert.match(headers['authorization'] ?? '', /^Bearer good-\d+$/);
      assert.match(
        headers['client-request-id'] ?? '',
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
    }
    const create = bench.onWire('POST', /\/messages$/)[0];
    assert.deepEqual(JSON.parse(new TextDecoder().decode(create?.body)), mail());
    const send = bench.onWire('POST', /\/send$/)[0];
    assert.equal(send?.headers['content-length'] ?? send?.headers['Content-Length'], '0');
    assert.equal(send?.path, `/v1.0/me/messages/${encodeURIComponent(made.id)}/send`);
  });

  it('handles attachments: within the creation, added, listed, deleted', async () => {
    const made = await bench.box.create(mail({ attachments: [file('within.txt', 'one')] }));
    const added = await bench.box.addAttachment(made.id, file('später 日本.txt', 'two'));
    assert.deepEqual((await bench.box.attachments(made.id)).map(({ name }) => name).sort(), [
      'später 日本.txt',
      'within.txt',
    ]);
    assert.notEqual((await bench.box.get(made.id))?.changeKey, made.changeKey);
    await bench.box.deleteAttachment(made.id, added.id);
    await bench.box.deleteAttachment(made.id, added.id);
    assert.deepEqual(
      (await bench.box.attachments(made.id)).map(({ name }) => name),
      ['within.txt'],
    );
  });

  it('a whole page of tagged mails and more are all found', async () => {
    for (let n = 0; n < 60; n += 1) await bench.box.create(mail({ subject: `Copy ${n}` }));
    assert.equal((await bench.box.findByTag(draftId)).length, 60);
    assert.ok(bench.onWire('GET', /skip/i).length >= 1, 'no second page was asked for');
  }).timeout(10_000);

  it('works in a shared mailbox', async () => {
    const made = await bench.shared.create(mail());
    assert.equal((await bench.shared.findByTag(draftId)).length, 1);
    assert.equal((await bench.sandbox.messages(team.userName)).length, 1);
    assert.equal((await bench.stored()).length, 0);
    await bench.shared.send(made.id);
    assert.equal((await bench.shared.get(made.id))?.isDraft, false);
  });

  it('sends in one request, with a copy in Sent Items or without one', async () => {
    await bench.box.sendMail(mail({ attachments: [file('within.txt', 'one')] }), true);
    const [sent] = await bench.box.findByTag(draftId);
    assert.deepEqual([sent?.folder, sent?.isDraft], ['sentitems', false]);
    await bench.shared.sendMail(mail(), false);
    assert.deepEqual(await bench.sandbox.messages(team.userName), []);
    const [own, other] = bench.onWire('POST', /sendMail$/);
    assert.deepEqual(JSON.parse(new TextDecoder().decode(own?.body)), {
      message: mail({ attachments: [file('within.txt', 'one')] }),
      saveToSentItems: true,
    });
    assert.equal(other?.path, `/v1.0/users/${encodeURIComponent(team.userName)}/sendMail`);
    assert.equal(bench.onWire('POST').length, 2);
    const asked = bench.tokens.map(({ scopes }) => scopes);
    assert.deepEqual([asked[0], asked.at(-1)], [['Mail.Send'], ['Mail.Send.Shared']]);
  });

  it('reads the categories of the mailbox, and asks for their permission only then', async () => {
    const categories = await bench.box.categories();
    assert.deepEqual(categories[0], { name: 'Red category', color: 'preset0' });
    assert.equal(categories.length, 6);
    assert.deepEqual(
      bench.tokens.map(({ scopes }) => scopes),
      [['MailboxSettings.Read']],
    );
    assert.match(bench.onWire('GET')[0]?.path ?? '', /masterCategories\?\$select=displayName%2Ccolor$/);
  });

  it('says who must grant what in the mailbox of another', async () => {
    bench.fault('sendAsDenied', { method: 'POST', path: /\/send$/ });
    const made = await bench.shared.create(mail());
    const failure = await failureOf(bench.shared.send(made.id));
    assert.match(failure.next?.text ?? '', /Send As or Send on Behalf/);
    const refused = await failureOf(bench.stranger.create(mail()));
    assert.equal(refused.code, 'mailbox-access-denied');
    assert.match(refused.next?.text ?? '', /Full Access/);
  });

  it('twelve requests at once draw no 429, since four run at a time', async () => {
    const made = await bench.box.create(mail());
    await Promise.all(Array.from({ length: 12 }, () => bench.box.get(made.id)));
    assert.deepEqual(
      bench.sandbox.exchanges.filter(({ status }) => status === 429),
      [],
    );
  });

  it('the log holds no address, subject, text or token', async () => {
    const made = await bench.shared.create(mail({ attachments: [file('secret plan.txt', 'x')] }));
    bench.fault('sendAsDenied', { method: 'POST', path: /\/send$/ });
    await failureOf(bench.shared.send(made.id));
    await bench.shared.findByTag(draftId);
    assert.ok(bench.lines.length >= 3);
    assert.doesNotMatch(
      bench.lines.join('\n'),
      /@|example|Grüße|Dear|good-|secret|127\.0\.0\.1|http|\$|01J8Z/,
    );
    assert.ok(!bench.lines.join('\n').includes(made.id));
  });
});
