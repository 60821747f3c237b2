import * as vscode from 'vscode';
import { type Draft, type Problem } from '../../draft/draft.js';
import { Failure, sentence, traceOf } from '../../failure.js';
import { type Log } from '../../log.js';
import { type ParsedBlocks } from '../../render/parsedBlocks.js';
import { type DraftDesk, type LoadMail, type MailHalf } from '../drafts/draftDesk.js';
import { isDraft } from '../drafts/draftFile.js';
import { translate } from '../translate.js';
import { type AddressBook } from './addressBook.js';
import { isWritten } from './draftText.js';

export interface DiagnosticsParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly book: AddressBook;
  readonly log: Log;
}

/** Whoever pauses so long (milliseconds) looks at what was written. */
const pause = 300;
/** UTF-16 units up to which the whole mail is drawn for it; of a longer draft only what its text tells is checked. */
const drawnUpTo = 512 * 1024;

interface Watched {
  timer?: NodeJS.Timeout;
  /** What is known of its text, so that a change draws one block. */
  known?: ParsedBlocks;
  /** As they are shown. */
  shown: readonly ShownProblem[];
}

export interface ShownProblem {
  readonly problem: Problem;
  readonly diagnostic: vscode.Diagnostic;
}

/** Marks the problems of the drafts that are open. What is shown is always that of the text as it is, or nothing yet. */
export class DraftDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('markdownMail');
  private readonly watched = new Map<string, Watched>();
  private readonly subscription: vscode.Disposable;
  /** The other drafts are looked for once one is open, and then tell more of it. */
  private lookAround: Promise<void> | undefined;

  constructor(private readonly parts: DiagnosticsParts) {
    const again = () => this.checkVisible();
    this.subscription = vscode.Disposable.from(
      this.collection,
      vscode.workspace.onDidOpenTextDocument(() => this.checkNew()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.schedule(document, pause);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        if (opened.length > 0) this.checkNew();
        // VS Code keeps a document for minutes after its last tab is closed.
        if (closed.length > 0) this.forgetHidden();
      }),
      // Files that a draft names come and go while one is elsewhere.
      vscode.window.onDidChangeActiveTextEditor(again),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && again()),
      vscode.workspace.onDidCreateFiles(again),
      vscode.workspace.onDidDeleteFiles(again),
      vscode.workspace.onDidRenameFiles(again),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => !isDraft(uri) && again()),
      vscode.workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('markdownMail') && again(),
      ),
      parts.desk.lookFiles.onDidChange((drafts) => this.checkSome(drafts)),
    );
    this.checkNew();
  }

  /** The problem behind a diagnostic that VS Code gives back. Absent: it is of an older text. */
  problemOf(uri: vscode.Uri, { code, range }: vscode.Diagnostic): Problem | undefined {
    const { shown = [] } = this.watched.get(uri.toString()) ?? {};
    return shown.find(({ diagnostic }) => diagnostic.code === code && diagnostic.range.isEqual(range))
      ?.problem;
  }

  dispose(): void {
    for (const { timer } of this.watched.values()) clearTimeout(timer);
    this.watched.clear();
    this.subscription.dispose();
  }

  private checkNew(): void {
    for (const document of vscode.workspace.textDocuments)
      if (!this.watched.has(document.uri.toString())) this.schedule(document, 0);
  }

  private forgetHidden(): void {
    for (const { uri } of vscode.workspace.textDocuments)
      if (this.watched.has(uri.toString()) && !hasTab(uri)) this.forget(uri);
  }

  private checkVisible(): void {
    for (const { document } of vscode.window.visibleTextEditors) this.schedule(document, pause);
  }

  private checkSome(uris: readonly vscode.Uri[]): void {
    const wanted = new Set(uris.map((uri) => uri.toString()));
    for (const document of vscode.workspace.textDocuments)
      if (wanted.has(document.uri.toString())) this.schedule(document, pause);
  }

  private schedule(document: vscode.TextDocument, delay: number): void {
    if (!isWritten(document) || document.isClosed || !hasTab(document.uri)) return;
    const key = document.uri.toString();
    const watched = this.watched.get(key) ?? { shown: [] };
    this.watched.set(key, watched);
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => void this.check(document, watched), delay);
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.watched.get(key)?.timer);
    this.watched.delete(key);
    this.collection.delete(uri);
  }

  private async check(document: vscode.TextDocument, watched: Watched): Promise<void> {
    const { uri, version } = document;
    const fresh = () => document.version === version && this.watched.get(uri.toString()) === watched;
    try {
      const half = await this.parts.load();
      if (!fresh()) return;
      this.lookAround ??= this.parts.book.lookedFor().then(() => this.checkVisible());
      const text = document.getText();
      const { draft, problems } = await this.problems(half, uri, text, watched);
      const told = isBlank(draft) ? problems.filter(({ code }) => !missing.has(code)) : problems;
      if (fresh()) this.show(document, watched, shownProblems(half, document, text, draft, told));
    } catch (error) {
      this.parts.log.error(`diagnostics: ${traceOf(error)}`);
    }
  }

  private async problems(
    { module }: MailHalf,
    uri: vscode.Uri,
    text: string,
    watched: Watched,
  ): Promise<{ draft: Draft; problems: readonly Problem[] }> {
    const { desk } = this.parts;
    if (text.length <= drawnUpTo) {
      watched.known ??= new module.ParsedBlocks();
      try {
        const { draft, composed } = await desk.check(uri, text, watched.known);
        return { draft, problems: composed.problems };
      } catch (error) {
        // A file that can't be read just now hides none of what the text tells.
        ignoreFailure(error);
      }
    }
    const draft = module.parseDraft(text);
    const partly = text.length > drawnUpTo ? [longDraft(draft)] : [];
    return { draft, problems: [...module.checkDraft(draft), ...(await desk.further(uri, draft)), ...partly] };
  }

  private show(document: vscode.TextDocument, watched: Watched, shown: readonly ShownProblem[]): void {
    watched.shown = shown;
    this.collection.set(
      document.uri,
      shown.map(({ diagnostic }) => diagnostic),
    );
  }
}

/** What a draft that was just begun lacks needs no telling; sending it still does. */
const missing: ReadonlySet<string> = new Set(['no-recipient', 'subject-empty', 'body-empty']);

function isBlank({ header: { to, cc, bcc, subject, attachments }, body }: Draft): boolean {
  return (
    [to, cc, bcc, attachments].every(({ length }) => length === 0) && subject === '' && body.trim() === ''
  );
}

function hasTab(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(
      ({ input }) =>
        (input instanceof vscode.TabInputText && input.uri.toString() === key) ||
        (input instanceof vscode.TabInputTextDiff && input.modified.toString() === key),
    ),
  );
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}

function longDraft({ bodyLine }: Draft): Problem {
  const message = sentence(
    'This draft is so long that pictures and links are not checked while you write. Preview and Send check them.',
  );
  return { code: 'check-partial', severity: 'information', message, line: Math.max(0, bodyLine - 1) };
}

const severities: Readonly<Record<Problem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

function shownProblems(
  { module }: MailHalf,
  document: vscode.TextDocument,
  text: string,
  draft: Draft,
  problems: readonly Problem[],
): ShownProblem[] {
  const starts = module.lineStartsOf(text);
  return problems.map((problem) => {
    const { offset, length } = module.problemPlace(text, starts, draft, problem);
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    const diagnostic = new vscode.Diagnostic(range, translate(problem.message), severities[problem.severity]);
    diagnostic.source = 'Markdown Mail';
    diagnostic.code = problem.code;
    return { problem, diagnostic };
  });
}
