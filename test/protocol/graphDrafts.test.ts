import assert from 'node:assert/strict';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { type Fault } from '../../src/sandbox/faults.js';
import { ada, draftId, failureOf, mail, startBench, team } from './graphBench.js';

const mime = Buffer.from(
  [
    'From: Ada <ada@example.com>',
    'To: bob@example.com',
    'Subject: Notes',
    'Message-ID: <own@example.com>',
    'In-Reply-To: <theirs@elsewhere.example>',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Dear Bob, grüße',
    '',
  ].join('\r\n'),
);

describe('the Graph mailbox over loopback: drafts in MIME, and in folders', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  it('MIME goes as Base64 of type text/plain, byte for byte, and its Message-ID finds it', async () => {
    const made = await bench.box.createMime(mime);
    const [post, ...more] = bench.onWire('POST');
    assert.equal(more.length, 0);
    assert.equal(post?.path, '/v1.0/me/messages');
    const headers = new Map(
      Object.entries(post?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    assert.equal(headers.get('content-type'), 'text/plain');
    assert.equal(headers.get('prefer'), 'IdType="ImmutableId"');
    const body = Buffer.from(post?.body ?? []).toString('latin1');
    assert.equal(headers.get('content-length'), String(body.length));
    assert.match(body, /^[A-Za-z0-9+/]+=*$/);
    assert.deepEqual(Buffer.from(body, 'base64'), mime);
    const [found, ...others] = await bench.box.findByMessageId('<own@example.com>');
    assert.deepEqual([found?.id, found?.folder, others.length], [made.id, 'drafts', 0]);
    assert.deepEqual(await bench.box.findByMessageId("<it's@example.com>"), []);
    assert.equal((await bench.stored())[0]?.answers?.references.at(-1), '<theirs@elsewhere.example>');
  });

  it('MIME that does not fit is refused before a byte is sent', async () => {
    const large = bench.box.createMime(Buffer.alloc(3 * 1024 * 1024 + 1, 'x'));
    await assert.rejects(large, { code: 'message-too-large' });
    assert.equal(bench.sandbox.exchanges.length, 0);
  });

  const lost: [Extract<Fault['do'], string>, boolean][] = [
    ['dropBeforeCommit', false],
    ['dropAfterCommit', true],
    ['cutAfterCommit', true],
    ['hangAfterCommit', true],
    ['gatewayTimeoutAfterCommit', true],
    ['throttle', false],
    ['htmlErrorPage', false],
  ];
  for (const [fault, made] of lost)
    it(`MIME, ${fault}: one on the wire, ${made ? 'found by its Message-ID' : 'not made'}`, async () => {
      bench.fault(fault, { method: 'POST' });
      const failure = await failureOf(bench.box.createMime(mime));
      assert.equal(failure.refused, false);
      assert.equal(bench.onWire('POST').length, 1);
      bench.sandbox.faults.length = 0;
      assert.equal((await bench.box.findByMessageId('<own@example.com>')).length, made ? 1 : 0);
    });

  it('a named folder: found by its name, and the draft is made, found, updated and sent from there', async () => {
    const archive = await bench.box.draftFolder('ARCHIVE');
    assert.equal(await bench.box.draftFolder('Archive'), archive);
    const made = await bench.box.create(mail(), undefined, archive);
    assert.equal(
      bench.onWire('POST')[0]?.path,
      `/v1.0/me/mailFolders/${encodeURIComponent(archive)}/messages`,
    );
    assert.equal((await bench.stored())[0]?.folder, 'archive');
    assert.deepEqual(
      (await bench.box.findByTag(draftId)).map(({ id, folder }) => [id, folder]),
      [[made.id, 'other']],
    );
    await bench.box.update(made.id, { subject: 'Second' });
    await bench.box.send(made.id);
    assert.equal((await bench.box.get(made.id))?.folder, 'sentitems');
    assert.equal((await bench.box.create(mail())).parentFolderId === archive, false);
  });

  it('a name that no language has is asked for by $filter, with what it takes and no more', async () => {
    const junk = await bench.box.draftFolder('junk email');
    assert.equal((await bench.box.createMime(mime, undefined, junk)).parentFolderId, junk);
    const asked = bench.onWire('GET', /mailFolders\?/)[0]?.path ?? '';
    const query = new URL(asked, 'http://localhost').searchParams;
    assert.equal(query.get('$filter'), "displayName eq 'junk email'");
    assert.equal(query.get('$select'), 'id,displayName');
    await assert.rejects(bench.box.draftFolder("Ada's"), { code: 'folder-unknown' });
    assert.match(decodeURIComponent(bench.onWire('GET').at(-1)?.path ?? ''), /displayName eq 'Ada''s'/);
  });

  for (const name of ['Deleted Items', 'sent items'])
    it(`no draft goes into ${name}`, () =>
      assert.rejects(bench.box.draftFolder(name), { code: 'folder-unfit' }));

  it('in the mailbox of others as well', async () => {
    const folder = await bench.shared.draftFolder('inbox');
    const made = await bench.shared.createMime(mime, undefined, folder);
    assert.equal((await bench.shared.get(made.id))?.parentFolderId, folder);
    assert.equal((await bench.sandbox.messages(team.userName))[0]?.folder, 'inbox');
    assert.deepEqual(
      [...new Set(bench.tokens.map(({ scopes }) => scopes.join()))],
      ['Mail.ReadWrite.Shared'],
    );
  });
});

describe('the Graph mailbox over loopback: versions and paths', () => {
  for (const version of ['v1.0', 'beta'] as const)
    for (const path of ['/me', `/users/${ada.id}`, `/users/${ada.userName}`, `/users/${team.id}`] as const)
      it(`${version}${path.replace(/@.*/, '@…')}: created, found, updated, sent, the Sent copy found`, async () => {
        const bench = await startBench({ version });
        try {
          const box = createGraphMailbox(bench.client, path);
          const made = await box.create(mail());
          await box.update(made.id, { subject: 'Second' });
          await box.addAttachment(made.id, {
            '@odata.type': '#microsoft.graph.fileAttachment',
            name: 'a.txt',
            contentType: 'text/plain',
            contentBytes: 'YQ==',
          });
          await box.send(made.id);
          const [sent] = await box.findByTag(draftId);
          assert.deepEqual([sent?.id, sent?.folder, sent?.isDraft], [made.id, 'sentitems', false]);
          const user = path === '/me' ? path : `/users/${encodeURIComponent(path.slice(7))}`;
          for (const exchange of bench.sandbox.exchanges)
            assert.ok(exchange.path.startsWith(`/${version}${user}/`), exchange.path);
          const send = bench.onWire('POST', /\/send$/)[0];
          assert.equal(send?.headers['content-length'] ?? send?.headers['Content-Length'], '0');
        } finally {
          await bench.close();
        }
      });
});
