import * as vscode from 'vscode';
import { type DraftSummary } from '../../graph/draftAnswers.js';
import { type MailboxReference } from '../../outbox/ledger.js';
import { isolated, shortMoment } from '../drafts/rowText.js';

/** Where a draft of a mailbox lies; `account` only where it is not the usual one. */
export interface MailboxPlace {
  readonly reference: MailboxReference;
  readonly account?: string;
}

export interface MailboxDraftNode {
  readonly kind: 'mailboxDraft';
  readonly place: MailboxPlace;
  readonly summary: DraftSummary;
}

export type MailboxNode =
  | { readonly kind: 'account'; readonly name: string; readonly place: MailboxPlace }
  | MailboxDraftNode
  | { readonly kind: 'more'; readonly place: MailboxPlace }
  | {
      readonly kind: 'notice';
      readonly text: string;
      readonly whole: string;
      readonly action: 'retry' | 'signIn';
    };

/** The row of a draft: what it is about, to whom it goes, when it was changed. A click shows `copy`; its button makes a file of it. */
export function draftItem(node: MailboxDraftNode, copy: vscode.Uri): vscode.TreeItem {
  const { subject, to, modified, hasAttachments } = node.summary;
  const title = oneLine(subject) || vscode.l10n.t('(no subject)');
  const item = new vscode.TreeItem(isolated(title));
  const people = to.map(({ name, address }) => oneLine(name ?? address));
  const time = Date.parse(modified);
  const moment = shortMoment(time, vscode.env.language, Date.now());
  const when = moment === '' ? [] : [moment];
  const [first, ...rest] = people;
  const whom =
    first === undefined
      ? vscode.l10n.t('no recipient')
      : rest.length === 0
        ? first
        : vscode.l10n.t('{0} and {1} more', first, rest.length);
  item.id = `draft.${node.place.reference.accountId}.${node.place.reference.path}.${node.summary.id}`;
  item.description = [isolated(whom), ...when].join(' · ');
  item.iconPath = new vscode.ThemeIcon(hasAttachments ? 'mail-read' : 'mail');
  item.contextValue = 'mailboxDraft';
  const files = hasAttachments ? [vscode.l10n.t('with attachments')] : [];
  item.accessibilityInformation = { label: [title, ...people, ...when, ...files].join(', ') };
  const text = new vscode.MarkdownString('');
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  text.appendText([people.join(', '), ...when, ...files].filter((part) => part !== '').join(' · '));
  text
    .appendMarkdown('\n\n')
    .appendText(vscode.l10n.t('Only in the mailbox. Bring it into a file to write on here.'));
  item.tooltip = text;
  // VS Code's own command knows how the row was opened: a click leaves the focus in the list, Enter goes along.
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Show'), arguments: [copy] };
  return item;
}

/** Internal, and no entry of the palette. */
export const loadMoreCommand = 'markdownMail.mailbox.more';

export function accountItem(name: string): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `account.${name}`;
  item.iconPath = new vscode.ThemeIcon('account');
  return item;
}

export function moreItem(node: Extract<MailboxNode, { kind: 'more' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load More…'));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: loadMoreCommand, title: vscode.l10n.t('Load More…'), arguments: [node] };
  return item;
}

/** What went wrong, in words, and the way on by a click. */
export function noticeItem({
  text,
  whole,
  action,
}: Extract<MailboxNode, { kind: 'notice' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.iconPath = new vscode.ThemeIcon('info');
  item.tooltip = whole;
  item.command =
    action === 'signIn'
      ? { command: 'markdownMail.signIn', title: vscode.l10n.t('Sign In'), arguments: [{ again: true }] }
      : { command: loadMoreCommand, title: vscode.l10n.t('Retry') };
  item.description =
    action === 'signIn' ? vscode.l10n.t('Click to sign in') : vscode.l10n.t('Click to try again');
  return item;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
