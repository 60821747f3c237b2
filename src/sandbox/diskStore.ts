import { join, resolve } from 'node:path';
import { DiskMailbox } from './diskMailbox.js';
import { safeFileName } from '../fileName.js';
import { hash } from './ids.js';
import { type SandboxStore } from './store.js';

/**
 * Mailboxes in `folder`, one folder each: `.messages/` holds every message as JSON with its attachments beside it, and
 * `Drafts/`, `Sent Items/` … hold the same messages as `.eml` files. Several processes may use one folder at once, and
 * any of them may be killed at any moment. Rejects with `Failure('sandbox-busy')` when the lock cannot be had.
 */
export function diskStore(folder: string): SandboxStore {
  const mailboxes = new Map<string, DiskMailbox>();
  const open = (name: string): DiskMailbox => {
    const mailbox = mailboxes.get(name) ?? new DiskMailbox(join(resolve(folder), folderName(name)));
    mailboxes.set(name, mailbox);
    return mailbox;
  };
  return {
    transaction: (name, work) => open(name).transaction(work),
    spool: (name, key) => open(name).spool(key),
  };
}

/** Addresses differ without regard to case; those that a file name cannot hold get a few letters of their hash. */
function folderName(mailbox: string): string {
  const address = mailbox.toLowerCase();
  const safe = safeFileName(address);
  return safe === address ? safe : `${safe} ${hash(address).toString('hex').slice(0, 8)}`;
}
