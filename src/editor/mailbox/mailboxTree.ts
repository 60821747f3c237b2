import * as vscode from 'vscode';
import { Failure } from '../../failure.js';
import { type DraftSummary } from '../../graph/draftAnswers.js';
import { type Log } from '../../log.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type DraftEntry, type DraftIndex } from '../drafts/draftIndex.js';
import { describe, translate } from '../translate.js';
import {
  accountItem,
  draftItem,
  type MailboxDraftNode,
  type MailboxNode,
  type MailboxPlace,
  moreItem,
  noticeItem,
} from './mailboxRows.js';

export interface MailboxTreeParts {
  readonly load: LoadMail;
  readonly index: DraftIndex;
  readonly log: Log;
  /** Where the copy in the mailbox can be looked at. */
  readonly copyOf: (node: MailboxDraftNode) => vscode.Uri;
}

/** What was read of one mailbox. */
interface Shelf {
  readonly place: MailboxPlace;
  readonly name: string;
  drafts: DraftSummary[];
  next?: string;
  /** Why it could not be read, or not further. */
  failure?: Failure;
  reading?: Promise<void>;
}

/**
 * The drafts in the mailboxes that have no file here. The mailbox is asked when the rows are seen first and when somebody
 * refreshes, a page at a time; a sign-in is never asked for. What fails stands as a sentence among the rows.
 */
export class MailboxTree implements vscode.TreeDataProvider<MailboxNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<MailboxNode | undefined>();
  private shelves: Promise<readonly Shelf[]> | undefined;
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(private readonly parts: MailboxTreeParts) {
    this.subscription = parts.index.onDidChange((entry) => this.filesChanged(entry));
  }

  /** By file, which drafts of the mailbox it is; empty: none. */
  private known = new Map<string, string>();

  /** Asks the mailbox again when the rows are drawn next. */
  refresh(): void {
    this.shelves = undefined;
    this.changeEmitter.fire(undefined);
  }

  async more(place: MailboxPlace): Promise<void> {
    const shelf = (await this.shelves)?.find((each) => each.place === place);
    if (!shelf) return;
    // Two clicks are one wish: the same page twice would be rows that are there twice.
    await (shelf.reading ??= this.readPage(shelf).finally(() => delete shelf.reading));
    this.changeEmitter.fire(undefined);
  }

  async getChildren(node?: MailboxNode): Promise<MailboxNode[]> {
    const shelves = await this.opened();
    if (shelves instanceof Failure) return [noticeOf(shelves)];
    if (node?.kind === 'account')
      return shelves.filter(({ place }) => place === node.place).flatMap((one) => this.rows(one));
    if (node) return [];
    const [only, ...others] = shelves;
    if (only && others.length === 0) return this.rows(only);
    return shelves.map(({ name, place }) => ({ kind: 'account', name, place }));
  }

  getTreeItem(node: MailboxNode): vscode.TreeItem {
    switch (node.kind) {
      case 'account':
        return accountItem(node.name);
      case 'mailboxDraft':
        return draftItem(node, this.parts.copyOf(node));
      case 'more':
        return moreItem(node);
      case 'notice':
        return noticeItem(node);
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  /** Where nothing can be opened, as with settings that name no cloud: why. */
  private async opened(): Promise<readonly Shelf[] | Failure> {
    try {
      return await (this.shelves ??= this.open());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.parts.log.warn(`mailbox view: ${error.code}`);
      return error;
    }
  }

  /** One shelf for each account that has a mailbox of its own. */
  private async open(): Promise<readonly Shelf[]> {
    const { mail } = await this.parts.load();
    const usual = await mail.defaultAccount();
    const shelves: Shelf[] = [];
    for (const { id, userName } of await mail.accounts()) {
      try {
        const reference = await mail.mailboxFor({ account: userName });
        const account = id === usual?.id ? {} : { account: userName };
        shelves.push({ place: { reference, ...account }, name: userName, drafts: [] });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.parts.log.info(`mailbox view: an account is left out: ${error.code}`);
      }
    }
    await Promise.all(shelves.map((shelf) => this.readPage(shelf)));
    return shelves;
  }

  private async readPage(shelf: Shelf): Promise<void> {
    const { mail } = await this.parts.load();
    try {
      const { drafts, next } = await mail.copies.list(shelf.place.reference, shelf.next);
      delete shelf.failure;
      shelf.drafts.push(...drafts);
      if (next === undefined) delete shelf.next;
      else shelf.next = next;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.parts.log.warn(`mailbox view: ${error.code}`);
      shelf.failure = error;
    }
  }

  private rows({ place, drafts, next, failure }: Shelf): MailboxNode[] {
    const { tags, messages } = this.filed();
    const rows = drafts
      .filter(({ id, tag }) => !messages.has(id) && !(tag !== undefined && tags.has(tag)))
      .map((summary): MailboxNode => ({ kind: 'mailboxDraft', place, summary }));
    if (failure) rows.push(noticeOf(failure));
    else if (next !== undefined) rows.push({ kind: 'more', place });
    return rows;
  }

  /** Which drafts have a file here: by the id in the file, and by the message that the file is known to be. */
  private filed(): { tags: ReadonlySet<string>; messages: ReadonlySet<string> } {
    const tags = new Set<string>();
    const messages = new Set<string>();
    for (const { draft, state } of this.parts.index.all()) {
      const id = draft?.header.id;
      if (id !== undefined) tags.add(id);
      if ('copy' in state && state.copy) messages.add(state.copy.messageId);
    }
    return { tags, messages };
  }

  /**
   * Files that came or went change which rows there are; a copy that came or went needs a look at the mailbox. A change of
   * one file costs as much among ten thousand as among ten: it is told at each pause of whoever writes.
   */
  private filesChanged(entry?: DraftEntry): void {
    if (entry) {
      const [key, mark] = [entry.uri.toString(), markOf(entry)];
      if ((this.known.get(key) ?? '') === mark) return;
      this.known.set(key, mark);
    } else {
      const before = new Set(this.known.values());
      this.known = new Map(this.parts.index.all().map((each) => [each.uri.toString(), markOf(each)]));
      const now = new Set(this.known.values());
      if (before.size === now.size && [...now].every((mark) => before.has(mark))) return;
    }
    this.refresh();
  }
}

/** Names the draft and its copy; empty: neither is known. */
function markOf({ draft, state }: DraftEntry): string {
  const copy = 'copy' in state ? state.copy?.messageId : undefined;
  const id = draft?.header.id;
  return id === undefined && copy === undefined ? '' : `${id ?? ''} ${copy ?? ''}`;
}

function noticeOf(failure: Failure): MailboxNode {
  const action = failure.code.startsWith('sign-in-') || failure.code === 'not-signed-in' ? 'signIn' : 'retry';
  return { kind: 'notice', text: translate(failure.sentence), whole: describe(failure), action };
}
