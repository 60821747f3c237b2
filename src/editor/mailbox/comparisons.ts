import * as vscode from 'vscode';
import { Failure, sentence } from '../../failure.js';
import { type MailboxCopy } from '../../mailboxCopies.js';
import { setContextKey } from '../contextKeys.js';
import { type DraftDesk, type LoadMail } from '../drafts/draftDesk.js';
import { readDraft } from '../drafts/draftFile.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { showText } from '../showText.js';
import { type CopyDocuments, copyScheme } from './copyDocuments.js';

/** A draft whose difference from its mailbox copy is on the screen. */
export interface Comparison {
  readonly uri: vscode.Uri;
  readonly copy: MailboxCopy;
  /** The text of the file when the difference was shown first. */
  readonly before: string;
}

/**
 * The comparisons that are open. Only what is shown in one may be overwritten: the mailbox copy by the file, or the file
 * by the mailbox copy.
 */
export class Comparisons implements vscode.Disposable {
  private readonly open = new Map<string, Comparison>();
  private readonly edited = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly load: LoadMail,
    private readonly desk: DraftDesk,
    private readonly documents: CopyDocuments,
  ) {
    this.subscription = vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.forgetClosed(closed)),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.tell()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.noteEdit(document)),
    );
  }

  /** Absent: no difference is shown for this draft. */
  of(uri: vscode.Uri): Comparison | undefined {
    return this.open.get(uri.toString());
  }

  /** Reads the mailbox copy and shows it beside the file, which can be edited there. */
  async show(uri: vscode.Uri, signal?: AbortSignal): Promise<Comparison> {
    const { mail } = await this.load();
    const text = await readDraft(uri);
    const { draft, composed } = await this.desk.compose(uri, text);
    const { id } = draft.header;
    if (id === undefined) throw notUploaded();
    const reference = await mail.mailboxFor(draft.header);
    const copy = await mail.copies.of(id, reference, { text, draft, composed }, signal);
    const name = fileNameOf(uri).replace(/\.mail\.md$/u, '');
    const left = this.documents.keep(
      vscode.l10n.t('{0} (in the mailbox)', name),
      uri.toString(),
      copy.text(),
    );
    const comparison = { uri, copy, before: text };
    this.open.set(uri.toString(), comparison);
    this.edited.delete(uri.toString());
    const title = vscode.l10n.t('{0}: in the mailbox ↔ this file', draft.header.subject || name);
    await vscode.commands.executeCommand('vscode.diff', left, uri, title);
    this.tell();
    return comparison;
  }

  /** The difference is settled: its tab is closed, and the file stays open. */
  async done(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const shown = tabs.filter((tab) => draftOf(tab) === key);
    if (shown.length > 0) await showText(uri);
    await vscode.window.tabGroups.close(shown);
    this.open.delete(key);
    this.edited.delete(key);
    this.tell();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private forgetClosed(closed: readonly vscode.Tab[]): void {
    for (const tab of closed) {
      const draft = draftOf(tab);
      if (draft === undefined) continue;
      this.open.delete(draft);
      this.edited.delete(draft);
    }
    this.tell();
  }

  private noteEdit(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const comparison = this.open.get(key);
    if (!comparison) return;
    const same = document.getText().replaceAll('\r\n', '\n') === comparison.before.replaceAll('\r\n', '\n');
    if (same) this.edited.delete(key);
    else this.edited.add(key);
    this.tell();
  }

  private tell(): void {
    // By the tab and not by `resource` in a `when` clause: in a remote window that names another URI than ours.
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const draft = activeTab && draftOf(activeTab);
    setContextKey('comparing', draft !== undefined && this.open.has(draft));
    setContextKey('merging', draft !== undefined && this.edited.has(draft));
  }
}

/** The draft file of a tab that shows its difference. */
function draftOf({ input }: vscode.Tab): string | undefined {
  if (!(input instanceof vscode.TabInputTextDiff) || input.original.scheme !== copyScheme) return undefined;
  return input.modified.toString();
}

export function notUploaded(): Failure {
  return new Failure(
    'not-uploaded',
    sentence('This draft has no copy in the mailbox.'),
    sentence('Upload it first.'),
  );
}
