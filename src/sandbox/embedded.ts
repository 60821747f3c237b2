import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock } from '../clock.js';
import { diskStore } from './diskStore.js';
import { createSandbox } from './sandbox.js';
import { startSandboxServer } from './server.js';

/** The sandbox as the extension runs it: its own server on a free loopback port, the mailbox on disk. */
export interface SandboxMailbox {
  /** Graph's root without the version: `http://127.0.0.1:{port}`. */
  readonly origin: string;
  /** Opens the mailbox. Made anew at each start, so that no other program on the machine knows it. */
  readonly token: string;
  close(): Promise<void>;
}

const user = {
  id: '3f1d3a4e-6a0c-4b6e-9d52-5a0c7d1e9b10',
  userName: 'you@sandbox.example',
  displayName: 'Sandbox',
};

/**
 * Starts the embedded mailbox over `folder`, which several windows may share. Rejects with the failures of the server.
 * `report` is told of faults of the disk and of bugs.
 */
export async function createSandboxMailbox(
  folder: string,
  clock: Clock,
  report?: (error: unknown) => void,
): Promise<SandboxMailbox> {
  const token = randomBytes(32).toString('base64url');
  const expected = Buffer.from(token);
  const sandbox = createSandbox({
    users: [user],
    authorize: (given) => {
      const bytes = Buffer.from(given);
      return bytes.length === expected.length && timingSafeEqual(bytes, expected) ? user : undefined;
    },
    store: diskStore(folder),
    clock,
    seed: true,
    exchangeLimit: 0,
    ...(report ? { report } : {}),
  });
  const server = await startSandboxServer(sandbox);
  return { origin: server.origin, token, close: () => server.close() };
}
