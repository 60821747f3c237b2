import * as vscode from 'vscode';
import { type Answered, type Header } from '../../draft/draft.js';
import { Cancelled } from '../../failure.js';
import { type DraftDesk, type LoadMail, type MailHalf } from '../drafts/draftDesk.js';
import { isDraft } from '../drafts/draftFile.js';
import { newFile } from '../newFile.js';
import { showText } from '../showText.js';
import { type Command, requireTrust } from './command.js';
import { folderFor } from './newDraft.js';
import { pickMessage } from './pickMessage.js';
import { withProgress } from './progress.js';
import { type CommandTarget } from './target.js';

type OpenMailbox = Awaited<ReturnType<MailHalf['mail']['openMailbox']>>;
type Place = Pick<Header, 'account' | 'mailbox'>;

const kinds = ['reply', 'reply-all', 'forward'] as const;

/**
 * A new draft that answers a message: chosen from the mailbox of the active draft, else of the usual account, or named
 * as `{ messageId, kind }` by whoever calls. The file is made where a new draft is, and never over another.
 */
export function newReplyCommand(parts: {
  load: LoadMail;
  desk: DraftDesk;
  target: CommandTarget;
  personalFolder: vscode.Uri;
}): Command {
  const { load, desk, target, personalFolder } = parts;
  return {
    id: 'newReply',
    async run(given, second) {
      requireTrust();
      const { module, mail } = await load();
      const explicit = answeredOf(given) ?? answeredOf(second);
      const header = await placeOf(desk);
      const { mailbox, address } = await mail.openMailbox(header);
      const answers = explicit ?? (await choose(mailbox));
      const original = await withProgress(vscode.l10n.t('Fetching the message'), ({ signal }) =>
        mailbox.original(answers.messageId, signal),
      );
      const read = { ...original, sent: asOutlookWrites(original.sent) };
      const { text, cursor } = module.answerDraft({ answers, original: read, self: address, header });
      const subject = original.subject.replace(/^\s*(?:re|aw|fwd?|wg)\s*:\s*/iu, '');
      const stem = module.safeFileName(`${answers.kind === 'forward' ? 'Fw' : 'Re'} ${subject}`);
      const folder = await folderFor(target.given(given), personalFolder);
      const uri = await newFile(folder, `${stem}.mail.md`, text);
      const document = await vscode.workspace.openTextDocument(uri);
      const position = document.positionAt(cursor);
      await showText(document, { selection: new vscode.Range(position, position) });
      return { uri: uri.toString() };
    },
  };
}

/** The mailbox that the active draft is about is most likely the one to answer from. */
async function placeOf(desk: DraftDesk): Promise<Place> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (!active || !isDraft(active)) return {};
  const { account, mailbox } = (await desk.parse(active)).header;
  return { ...(account === undefined ? {} : { account }), ...(mailbox === undefined ? {} : { mailbox }) };
}

/** `Saturday, November 21, 2026 3:14 PM`, in the reader's language and by the reader's clock; ISO 8601 is given. */
function asOutlookWrites(sent: string): string {
  const moment = Date.parse(sent);
  if (Number.isNaN(moment)) return '';
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(vscode.env.language, options).format(moment);
  return `${write({ dateStyle: 'full' })} ${write({ timeStyle: 'short' })}`.replaceAll('\u202f', ' ');
}

async function choose(mailbox: OpenMailbox['mailbox']): Promise<Answered> {
  const { id: messageId } = await pickMessage(mailbox);
  const labels = {
    reply: vscode.l10n.t('Reply'),
    'reply-all': vscode.l10n.t('Reply All'),
    forward: vscode.l10n.t('Forward'),
  };
  const items = kinds.map((answer) => ({ label: labels[answer], answer }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Reply or Forward') });
  if (!chosen) throw new Cancelled();
  return { kind: chosen.answer, messageId };
}

/** Arguments come from keybindings and other extensions, so their shape is looked at. */
function answeredOf(given: unknown): Answered | undefined {
  if (typeof given !== 'object' || given === null || !('messageId' in given)) return undefined;
  const { messageId } = given;
  const kind = 'kind' in given ? kinds.find((each) => each === given.kind) : 'reply';
  // It becomes a line of YAML; the ids of Graph are URL-safe Base64.
  if (kind === undefined || typeof messageId !== 'string' || !/^[\w=-]+$/u.test(messageId)) return undefined;
  return { kind, messageId };
}
