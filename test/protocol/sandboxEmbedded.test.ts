import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../src/failure.js';
import { createSandboxMailbox, type SandboxMailbox } from '../../src/sandbox/embedded.js';
import { startSandboxServer } from '../../src/sandbox/server.js';
import { Loopback, StillClock } from '../unit/sandbox/loopback.js';

describe('sandbox: embedded', () => {
  let folder: string;
  const open: SandboxMailbox[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  });
  afterEach(async () => {
    for (const mailbox of open.splice(0)) await mailbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async () => {
    const mailbox = await createSandboxMailbox(folder, new StillClock());
    open.push(mailbox);
    return mailbox;
  };
  const ask = (mailbox: SandboxMailbox, path: string, token = mailbox.token) =>
    fetch(`${mailbox.origin}/v1.0/me${path}`, { headers: { authorization: `Bearer ${token}` } });

  it('is one mailbox in two windows, each with its own key', async () => {
    const first = await start();
    const second = await start();
    assert.notEqual(first.token, second.token);
    assert.equal((await ask(first, '', second.token)).status, 401);
    assert.equal((await ask(first, '', '')).status, 401);
    const lists = [
      await ask(first, '/messages?$select=subject'),
      await ask(second, '/messages?$select=subject'),
    ];
    const [a, b] = await Promise.all(
      lists.map((reply) => reply.json() as Promise<{ value: { id: string }[] }>),
    );
    assert.equal(a?.value.length, 3);
    assert.deepEqual(a?.value, b?.value);
    assert.equal((await readdir(join(folder, 'you@sandbox.example', 'Inbox'))).length, 3);
  });

  it('says which port cannot be had', async () => {
    const box = await Loopback.start();
    try {
      const port = Number(new URL(box.server.origin).port);
      await assert.rejects(startSandboxServer(box.sandbox, { port }), (error: unknown) => {
        return error instanceof Failure && error.code === 'sandbox-port' && error.sentence.args[0] === port;
      });
    } finally {
      await box.close();
    }
  });

  it('tells of a disk that fails, and answers 500', async () => {
    const reported: unknown[] = [];
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file where the folder should be');
    const mailbox = await createSandboxMailbox(folder, new StillClock(), (error) => reported.push(error));
    open.push(mailbox);
    assert.equal((await ask(mailbox, '/messages')).status, 500);
    assert.equal(reported.length, 1);
  });
});
