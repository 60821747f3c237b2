import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { diskStore } from '../../src/sandbox/diskStore.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { ada, file, StillClock, to } from '../unit/sandbox/loopback.js';

/** Set in the children that this file starts of itself. */
const task = process.env.SANDBOX_CHILD;

function open(folder: string): Sandbox {
  return createSandbox({
    users: [ada],
    authorize: () => ada,
    store: diskStore(folder),
    clock: new StillClock(Date.UTC(2026, 8, 9, 10, 20)),
    report: (error) => console.error(error),
  });
}

async function ask(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; json: Json }> {
  const response = await sandbox.handle({
    method,
    url: `http://127.0.0.1:9/v1.0/me${path}`,
    headers: {
      Authorization: 'Bearer x',
      'Content-Type': 'application/json',
      Prefer: 'IdType="ImmutableId"',
    },
    ...(method === 'GET' || method === 'DELETE'
      ? {}
      : { body: Buffer.from(body ? JSON.stringify(body) : '') }),
  });
  const text = Buffer.from(response.body).toString('utf8');
  return { status: response.status, json: (text ? JSON.parse(text) : {}) as Json };
}
type Json = { id: string; value: { id: string; subject: string }[] };

const mail = (subject: string): object => ({
  subject,
  body: { contentType: 'html', content: `<p>${subject}</p>` },
  toRecipients: [to('b@example.com')],
  attachments: [file('a.bin', Buffer.alloc(20_000, subject))],
});

/** Creates, sends and deletes for ever; tells of each create and send that was answered. */
async function writeForever(folder: string): Promise<void> {
  const sandbox = open(folder);
  for (let i = 0; ; i++) {
    const { json } = await ask(sandbox, 'POST', '/messages', mail(`write ${process.pid} ${i}`));
    process.send?.({ created: json.id });
    await ask(sandbox, 'POST', `/messages/${json.id}/send`);
    process.send?.({ sent: json.id });
    if (i % 3 === 0)
      await ask(sandbox, 'POST', `/messages/${json.id}/attachments`, file('b.bin', Buffer.alloc(5000, 'b')));
  }
}

async function writeSome(folder: string, count: number): Promise<void> {
  const sandbox = open(folder);
  for (let i = 0; i < count; i++) {
    const { status } = await ask(sandbox, 'POST', '/messages', mail(`some ${process.pid} ${i}`));
    process.send?.({ status });
  }
}

if (task) {
  const [kind, folder = ''] = JSON.parse(task) as string[];
  await (kind === 'forever' ? writeForever(folder) : writeSome(folder, 25));
  process.disconnect?.();
} else describe('sandbox: mailbox on disk', suite);

function suite(this: Mocha.Suite): void {
  this.timeout(60_000);
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const start = (kind: string): ChildProcess => {
    const child = fork(fileURLToPath(import.meta.url), {
      env: { ...process.env, SANDBOX_CHILD: JSON.stringify([kind, folder]) },
      execArgv: [],
    });
    children.push(child);
    return child;
  };
  const place = (...names: string[]) => join(folder, ada.userName, ...names);

  it('survives a restart, with an .eml in the folder of the mailbox', async () => {
    const { json } = await ask(open(folder), 'POST', '/messages', mail('Plan: a/b? "c"'));
    assert.deepEqual(await readdir(place('Drafts')), ['2026-09-09 10.20 Plan a b c.eml']);
    const second = open(folder);
    assert.equal((await ask(second, 'POST', `/messages/${json.id}/send`)).status, 202);
    assert.deepEqual(await readdir(place('Drafts')), []);
    const [name = ''] = await readdir(place('Sent Items'));
    const parsed = await PostalMime.parse(await readFile(place('Sent Items', name)));
    assert.equal(parsed.subject, 'Plan: a/b? "c"');
    assert.equal(parsed.html, '<p>Plan: a/b? "c"</p>');
    assert.equal((parsed.attachments[0]?.content as ArrayBuffer).byteLength, 20_000);
    const third = await open(folder).messages(ada.userName);
    assert.equal(third[0]?.immutableId, json.id);
    assert.equal(third[0]?.folder, 'sentitems');
  });

  it('gives two mails of one minute and subject two files', async () => {
    const sandbox = open(folder);
    for (let i = 0; i < 3; i++) await ask(sandbox, 'POST', '/messages', mail(i === 1 ? 'SAME' : 'same'));
    assert.deepEqual((await readdir(place('Drafts'))).sort(), [
      '2026-09-09 10.20 SAME (2).eml',
      '2026-09-09 10.20 same (3).eml',
      '2026-09-09 10.20 same.eml',
    ]);
  });

  it('drops the bytes of deleted attachments and messages', async () => {
    const sandbox = open(folder);
    const { json } = await ask(sandbox, 'POST', '/messages', mail('short-lived'));
    const bins = async () =>
      (await readdir(place('.messages'))).filter((name) => name.endsWith('.bin')).length;
    assert.equal(await bins(), 1);
    const { value } = (await ask(sandbox, 'GET', `/messages/${json.id}/attachments`)).json;
    await ask(sandbox, 'DELETE', `/messages/${json.id}/attachments/${value[0]?.id}`);
    assert.equal(await bins(), 0);
    await ask(sandbox, 'DELETE', `/messages/${json.id}`);
    assert.equal((await readdir(place('Deleted Items'))).length, 1);
    await ask(sandbox, 'DELETE', `/messages/${json.id}`);
    assert.equal((await readdir(place('Deleted Items'))).length, 0);
  });

  it('ignores a broken record and puts a lost .eml back', async () => {
    await ask(open(folder), 'POST', '/messages', mail('whole'));
    await writeFile(place('.messages', 'deadbeef.json'), '{"format":1,"eml":"x","mess');
    await writeFile(place('.messages', 'cafe.json.unfinished'), 'half');
    await rm(place('Drafts', '2026-09-09 10.20 whole.eml'));
    const messages = await open(folder).messages(ada.userName);
    assert.deepEqual(
      messages.map(({ content }) => content.subject),
      ['whole'],
    );
    assert.deepEqual(await readdir(place('Drafts')), ['2026-09-09 10.20 whole.eml']);
    assert.ok(!(await readdir(place('.messages'))).includes('cafe.json.unfinished'));
  });

  it('takes over the lock of a dead process', async () => {
    const child = start('some');
    const { pid } = child;
    await once(child, 'exit');
    await writeFile(place('.messages', 'lock'), `${pid} 0b0e2a7c`);
    const began = Date.now();
    assert.equal((await open(folder).messages(ada.userName)).length, 25);
    assert.ok(Date.now() - began < 5000);
    // The number of a dead process may be ours by now; what it held is stale all the same.
    await writeFile(place('.messages', 'lock'), `${process.pid} 0b0e2a7c`);
    assert.equal((await open(folder).messages(ada.userName)).length, 25);
  });

  it('serves several processes at once, each seeing what the others wrote', async () => {
    const here = open(folder);
    const statuses: number[] = [];
    const ends = ['some', 'some'].map((kind) => {
      const child = start(kind);
      child.on('message', ({ status }: { status: number }) => statuses.push(status));
      return once(child, 'exit');
    });
    for (let i = 0; i < 25; i++)
      statuses.push((await ask(here, 'POST', '/messages', mail(`here ${i}`))).status);
    const codes = (await Promise.all(ends)).map(([code]) => code as number);
    assert.deepEqual(codes, [0, 0]);
    assert.equal(statuses.length, 75);
    assert.ok(statuses.every((status) => status === 201));
    const seen = (await ask(here, 'GET', '/messages?$top=1000')).json.value.map(({ subject }) => subject);
    assert.equal(new Set(seen).size, 75);
    assert.equal((await readdir(place('Drafts'))).length, 75);
    assert.equal((await open(folder).messages(ada.userName)).length, 75);
  });

  it('loads after a kill at any moment, and has all that was answered', async () => {
    const created = new Set<string>();
    const sent = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const child = start('forever');
      child.on('message', (told: { created?: string; sent?: string }) => {
        if (told.created) created.add(told.created);
        if (told.sent) sent.add(told.sent);
      });
      const wanted = created.size + 4;
      const deadline = Date.now() + 20_000;
      while (created.size < wanted && Date.now() < deadline) await checkEveryFile();
      await new Promise((resolve) => setTimeout(resolve, round * 2));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await checkWhole(created, sent);
    }
    assert.ok(sent.size >= 24, String(sent.size));
  });

  /** Looked at without the lock, as a mail program or a backup does: a file is whole, or not there yet. */
  async function checkEveryFile(): Promise<void> {
    const names = await readdir(place('.messages')).catch(() => []);
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const text = await readFile(place('.messages', name), 'utf8').catch(() => '{}');
      assert.doesNotThrow(() => void JSON.parse(text), name);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }

  async function checkWhole(created: ReadonlySet<string>, sent: ReadonlySet<string>): Promise<void> {
    const sandbox = open(folder);
    const messages = await sandbox.messages(ada.userName);
    const byId = new Map(messages.map((message) => [message.immutableId, message]));
    for (const id of created) assert.ok(byId.has(id));
    for (const id of sent) assert.equal(byId.get(id)?.folder, 'sentitems');
    assert.ok(messages.length - created.size <= 8, 'at most one unanswered create for each kill');
    for (const message of messages) {
      const { status, json } = await ask(sandbox, 'GET', `/messages/${message.immutableId}/attachments`);
      assert.equal(status, 200);
      assert.equal(json.value.length, message.attachments.length);
    }
    const files = await Promise.all(['Drafts', 'Sent Items'].map((name) => emls(name)));
    assert.equal(files[0]?.length, messages.filter(({ isDraft }) => isDraft).length);
    assert.equal(files[1]?.length, messages.filter(({ isDraft }) => !isDraft).length);
    const leftovers = (await readdir(place('.messages'))).filter((name) => /unfinished|lock/.test(name));
    assert.deepEqual(leftovers, []);
  }

  async function emls(name: string): Promise<string[]> {
    const names = await readdir(place(name)).catch(() => []);
    for (const each of names) {
      assert.match(each, /\.eml$/);
      const parsed = await PostalMime.parse(await readFile(place(name, each)));
      assert.match(parsed.subject ?? '', /^write /);
      assert.ok(parsed.attachments.length >= 1);
    }
    return names;
  }
}
