import * as vscode from 'vscode';
import { Failure } from '../failure.js';
import { type Log } from '../log.js';
import { type DraftDesk, type LoadMail } from './drafts/draftDesk.js';
import { type DraftEntry, type DraftIndex } from './drafts/draftIndex.js';

export interface ElsewhereParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
  readonly log: Log;
}

/** Requests at once: four is the most that Exchange Online serves for one mailbox, and people work meanwhile. */
const atOnce = 2;
/** So many failures one after another mean that the mailbox is away, or nobody is signed in. */
const mostFailures = 2;

/**
 * Asks what became of the drafts in the mailbox since this computer last worked with them: sent, changed or deleted in
 * Outlook or on another computer. It deletes no more than second drafts that this computer made; a draft that is not
 * uploaded and has no id costs nothing.
 */
export async function lookElsewhere(parts: ElsewhereParts): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const entries = parts.index.all().filter(isOpen);
  let failures = 0;
  const worker = async () => {
    for (let entry = entries.shift(); entry && failures < mostFailures; entry = entries.shift()) {
      try {
        await lookAt(parts, entry);
        failures = 0;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failures++;
        parts.log.warn(`elsewhere: ${error.code}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/**
 * What is being sent is settled by others; what was sent stays sent. Where another computer sent it, this one's own copy may
 * be left.
 */
function isOpen({ draft, state }: DraftEntry): boolean {
  if (draft?.header.id === undefined) return false;
  if (state.kind === 'local') return draft.header.sent === undefined;
  return ['uploaded', 'changed', 'conflict', 'failed'].includes(state.kind);
}

async function lookAt({ load, desk, index }: ElsewhereParts, { uri, draft }: DraftEntry): Promise<void> {
  const { mail } = await load();
  const { id, ...header } = draft?.header ?? {};
  if (id === undefined) return;
  const mailbox = await mail.mailboxFor(header);
  const made = async () => (await desk.compose(uri)).composed.mail;
  if (await mail.outbox.elsewhere({ id, mailbox, mail: made })) await index.updateId(id);
}
