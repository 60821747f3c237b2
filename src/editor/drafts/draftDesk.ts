import * as vscode from 'vscode';
import { type Draft, type Problem } from '../../draft/draft.js';
import { Failure } from '../../failure.js';
import type * as MailModule from '../../mail.js';
import { type Job } from '../../outbox/outbox.js';
import { type DraftState } from '../../outbox/draftState.js';
import { type Composed } from '../../render/compose.js';
import { type ParsedBlocks } from '../../render/parsedBlocks.js';
import { settings } from '../settings.js';
import { moveToSentFolder } from '../sentFolder.js';
import { workspaceFiles } from '../workspaceFiles.js';
import { changeDraft, notWritten, readDraft, savedDocument, storedDraft } from './draftFile.js';
import { readDraftHead } from './draftHead.js';
import { LookFiles } from './lookFiles.js';
import { type OutsideFiles } from './outsideFiles.js';

/** The lazily loaded half: its functions, and the one `Mail` of this window. */
export interface MailHalf {
  readonly module: typeof MailModule;
  readonly mail: MailModule.Mail;
}

export type LoadMail = () => Promise<MailHalf>;

/** A draft that may go, with what its writer should still know. */
export interface ReadyDraft extends Job {
  readonly draft: Draft;
  readonly warnings: readonly Problem[];
}

export interface OpenDraft {
  readonly draft: Draft;
  readonly composed: Composed;
}

/** What commands and views do with one draft file. */
export class DraftDesk {
  readonly lookFiles = new LookFiles();
  /** What the other drafts tell of one. The part that knows them sets it. */
  further: (uri: vscode.Uri, draft: Draft) => Promise<readonly Problem[]> = () => Promise.resolve([]);

  constructor(
    private readonly load: LoadMail,
    private readonly outsideFiles: OutsideFiles,
  ) {}

  async parse(uri: vscode.Uri): Promise<Draft> {
    const { module } = await this.load();
    return module.parseDraft(await readDraft(uri));
  }

  /** What the file's header says. The body is left out. `size`: of the file, in bytes, as it was looked at just now. */
  async parseHead(uri: vscode.Uri, size?: number): Promise<Draft> {
    const { module } = await this.load();
    return module.parseDraft(await readDraftHead(uri, size));
  }

  /** The mail that the file would make now. `text` overrides what is read from the file; `known`: see `Surroundings`. */
  async compose(uri: vscode.Uri, text?: string, known?: ParsedBlocks): Promise<OpenDraft> {
    const { module, mail } = await this.load();
    const draft = module.parseDraft(text ?? (await readDraft(uri)));
    const composed = await module.compose(draft, {
      location: uri.toString(),
      root: this.rootOf(uri).toString(),
      files: workspaceFiles,
      pictureMaker: mail.pictureMaker,
      look: settings.look(uri),
      ...(known ? { known } : {}),
      approved: (location) => this.outsideFiles.approved(uri, location),
    });
    this.lookFiles.follow(uri, composed.lookFiles);
    return { draft, composed };
  }

  /** {@link compose}, with what shows only beside the other drafts. */
  async check(uri: vscode.Uri, text?: string, known?: ParsedBlocks): Promise<OpenDraft> {
    const { draft, composed } = await this.compose(uri, text, known);
    const further = await this.further(uri, draft);
    const problems = [...composed.problems, ...further].sort((a, b) => a.line - b.line);
    return { draft, composed: { ...composed, problems } };
  }

  /** {@link compose}, after the user was asked about files outside the folder. @throws Cancelled */
  async composeAsking(uri: vscode.Uri): Promise<OpenDraft> {
    const open = await this.compose(uri);
    if (open.composed.outside.length === 0) return open;
    await this.ask(uri, open.composed.outside);
    return this.compose(uri);
  }

  async state(uri: vscode.Uri, draft: Draft): Promise<DraftState> {
    const { mail } = await this.load();
    return mail.state(draft.header, async () => (await this.compose(uri)).composed.mail);
  }

  /**
   * The draft made ready for the mailbox: saved, without errors (but for those in `allowed`), files outside agreed to,
   * and with an identity of its own in the file.
   */
  async job(uri: vscode.Uri, allowed: readonly string[]): Promise<ReadyDraft> {
    const { mail } = await this.load();
    await savedDocument(uri);
    await mail.refuseSent((await this.parse(uri)).header);
    const open = await this.composeAsking(uri);
    refuseErrors(open.composed.problems, allowed);
    const mailbox = await mail.mailboxFor(open.draft.header);
    const known = open.draft.header.id;
    const { id, fresh } = known === undefined ? await this.giveIdentity(uri) : { id: known, fresh: false };
    const found = [...open.composed.problems, ...(await this.further(uri, open.draft))];
    const warnings = found.filter(({ severity }) => severity === 'warning');
    await mail.homes.settle(id, uri.toString());
    await mail.copies.remember(id, { ...open, text: await readDraft(uri) });
    const sender = await mail.addressFor(open.draft.header);
    const ready = { id, mail: open.composed.mail, mailbox, sender, draft: open.draft, warnings };
    return fresh ? { ...ready, fresh } : ready;
  }

  /**
   * One window at a time: two that each gave the file an id would hold two locks, and send the mail twice. The id is in
   * the file before anything is done under it; one that only an editor shows would be gone with its window.
   */
  private async giveIdentity(uri: vscode.Uri): Promise<{ id: string; fresh: boolean }> {
    const { module, mail } = await this.load();
    const claim = mail.claimFile(await workspaceFiles.realLocation(uri.toString()));
    try {
      const known = module.parseDraft(await readDraft(uri)).header.id;
      if (known !== undefined) return { id: known, fresh: false };
      const id = mail.newDraftId();
      await changeDraft(uri, (text) => module.setHeaderKey(text, 'id', id), 'always');
      if (module.parseDraft(await storedDraft(uri)).header.id !== id) throw notWritten();
      return { id, fresh: true };
    } finally {
      claim.release();
    }
  }

  /** Writes `sent:` into the file, where it is not there yet, and then moves it as the user wants. Resolves to where it is. */
  async markSent(uri: vscode.Uri, sentAt: string): Promise<vscode.Uri> {
    const { module, mail } = await this.load();
    let isNew = false;
    await changeDraft(uri, (text) => {
      isNew = module.parseDraft(text).header.sent === undefined;
      return isNew ? module.setHeaderKey(text, 'sent', sentAt) : undefined;
    });
    const { id } = (await this.parse(uri)).header;
    if (id !== undefined) await mail.copies.forget(id);
    // Whoever takes the move back is not to see it come again.
    return isNew ? moveToSentFolder(this.load, uri) : uri;
  }

  private async ask(uri: vscode.Uri, outside: readonly string[]): Promise<void> {
    await this.outsideFiles.ask(uri, outside);
    this.lookFiles.changed(uri);
  }

  /** The folder that the draft's files may come from without a question. */
  private rootOf(uri: vscode.Uri): vscode.Uri {
    return vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
  }
}

function refuseErrors(problems: readonly Problem[], allowed: readonly string[]): void {
  const error = problems.find(({ severity, code }) => severity === 'error' && !allowed.includes(code));
  if (error) throw new Failure(error.code, error.message);
}
