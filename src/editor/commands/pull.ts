import * as vscode from 'vscode';
import { Cancelled } from '../../failure.js';
import { type DraftSummary } from '../../graph/draftAnswers.js';
import { isDraft } from '../drafts/draftFile.js';
import { iconless } from '../iconless.js';
import { type MailboxNode, type MailboxPlace } from '../mailbox/mailboxRows.js';
import { type AttachmentChoice, saveFiles } from '../mailbox/saveFiles.js';
import { newFile } from '../newFile.js';
import { showInformation } from '../notices.js';
import { settings } from '../settings.js';
import { showText } from '../showText.js';
import { type Command, requireTrust } from './command.js';
import { choiceOf, compare, type CompareParts, takeTheirs } from './compare.js';
import { folderFor } from './newDraft.js';
import { withProgress } from './progress.js';

export interface PullParts extends CompareParts {
  readonly personalFolder: vscode.Uri;
}

/** A draft of a mailbox that is to become a file. */
interface Wanted {
  readonly messageId: string;
  readonly place: MailboxPlace;
}

/**
 * Brings a draft of a mailbox into a file: the row or `{ messageId, account?, mailbox? }` that it is given into a new one,
 * the copy of a draft over its file after a look at the difference; without either, one that is picked.
 */
export function pullCommand(parts: PullParts): Command {
  const { target } = parts;
  return {
    id: 'pull',
    async run(given, second) {
      requireTrust();
      const wanted = (await wantedOf(parts, given)) ?? (await wantedOf(parts, second));
      if (wanted) return pullNew(parts, wanted, choiceOf(second) ?? choiceOf(given));
      const uri = draftOf(parts, given);
      if (uri) return pullOver(parts, target.draft(uri), choiceOf(second));
      return pullNew(parts, await pick(parts), choiceOf(second));
    },
  };
}

/** The draft that is given, or else the active one where it has a copy in a mailbox. */
function draftOf({ target, index }: PullParts, given: unknown): vscode.Uri | undefined {
  const explicit = target.given(given);
  if (explicit) return explicit;
  const active = vscode.window.activeTextEditor?.document.uri;
  const entry = active && isDraft(active) ? index.get(active) : undefined;
  return entry && 'copy' in entry.state && entry.state.copy ? active : undefined;
}

async function pullOver(
  parts: PullParts,
  uri: vscode.Uri,
  choice: AttachmentChoice,
): Promise<{ uri: string }> {
  const comparison = await compare(parts.comparisons, uri);
  const take = vscode.l10n.t('Take Theirs');
  const question = vscode.l10n.t(
    'Replace the text of this file by that of the mailbox? What it has now is kept as a backup.',
  );
  const answer = await showInformation(question, take, vscode.l10n.t('Leave It'));
  if (answer !== take) throw new Cancelled();
  return takeTheirs(parts, parts.comparisons.of(uri) ?? comparison, choice);
}

/** First the ledger, then the file: cut short, there is no file that does not know which draft it is. */
async function pullNew(
  parts: PullParts,
  { messageId, place }: Wanted,
  choice: AttachmentChoice,
): Promise<{ uri: string }> {
  const { load, index, personalFolder } = parts;
  const { mail, module } = await load();
  const folder = await folderFor(undefined, personalFolder);
  const unsigned = settings.look(vscode.Uri.joinPath(folder, 'x.mail.md')).signature !== '';
  const { account, reference } = place;
  const shared = reference.path.startsWith('/users/')
    ? { mailbox: reference.path.slice('/users/'.length) }
    : {};
  const fresh = mail.newDraftId();
  const copy = await withProgress(vscode.l10n.t('Reading the draft in the mailbox'), ({ signal }) =>
    mail.copies.foreign(
      reference,
      messageId,
      ({ tag }) => ({
        id: tag ?? fresh,
        ...(account === undefined ? {} : { account }),
        ...shared,
        ...(unsigned ? { unsigned: true } : {}),
      }),
      signal,
    ),
  );
  const id = copy.draft.tag ?? fresh;
  const [filed] = index.withId(id);
  if (filed) return pullOver(parts, filed.uri, choice);
  const paths = await saveFiles(load, copy, folder, choice);
  await mail.outbox.accept(id, copy.seen);
  const stem = module.safeFileName(copy.draft.subject) || vscode.l10n.t('draft');
  const uri = await newFile(folder, `${stem}.mail.md`, copy.text(paths));
  await index.update(uri);
  await showText(uri);
  return { uri: uri.toString() };
}

/** Arguments come from trees, keybindings and other extensions, so their shape is looked at. */
export async function wantedOf(
  { load }: Pick<PullParts, 'load'>,
  given: unknown,
): Promise<Wanted | undefined> {
  if (typeof given !== 'object' || given === null) return undefined;
  if (isRow(given)) return { messageId: given.summary.id, place: given.place };
  if (!('messageId' in given) || typeof given.messageId !== 'string') return undefined;
  const text = (key: 'account' | 'mailbox') => {
    const value = (given as Partial<Record<typeof key, unknown>>)[key];
    return typeof value === 'string' && value !== '' ? { [key]: value } : {};
  };
  const { mail } = await load();
  const header = { ...text('account'), ...text('mailbox') };
  return {
    messageId: given.messageId,
    place: { reference: await mail.mailboxFor(header), ...text('account') },
  };
}

function isRow(given: object): given is Extract<MailboxNode, { kind: 'mailboxDraft' }> {
  return 'kind' in given && given.kind === 'mailboxDraft' && 'summary' in given && 'place' in given;
}

/** One of the drafts in the usual mailbox. @throws Cancelled */
async function pick({ load }: PullParts): Promise<Wanted> {
  const { mail } = await load();
  const place: MailboxPlace = { reference: await mail.mailboxFor({}) };
  const { drafts } = await withProgress(vscode.l10n.t('Looking for drafts in the mailbox'), ({ signal }) =>
    mail.copies.list(place.reference, undefined, signal),
  );
  const items = drafts.map((summary) => ({
    label: labelOf(summary),
    description: summary.to.map(({ name, address }) => name ?? address).join(', '),
    summary,
  }));
  const title =
    items.length > 0 ? vscode.l10n.t('Bring a Draft Into a File') : vscode.l10n.t('No drafts in the mailbox');
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (!chosen) throw new Cancelled();
  return { messageId: chosen.summary.id, place };
}

function labelOf({ subject }: DraftSummary): string {
  return iconless(subject) || vscode.l10n.t('(no subject)');
}
