import * as vscode from 'vscode';
import { Failure } from '../../failure.js';
import { draftPattern, isDraft } from '../drafts/draftFile.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { describe } from '../translate.js';
import { type DraftIdentity } from './draftIdentity.js';

/** Copies come in bursts, and an index tells of each file; one look (milliseconds) is enough. */
const settleTime = 300;
const codes: readonly unknown[] = ['id-duplicate', 'id-lost'];

/** Marks the files of which it can't be told which draft they are, and offers both answers as quick fixes. */
export class IdentityDiagnostics implements vscode.Disposable, vscode.CodeActionProvider {
  private readonly shown = vscode.languages.createDiagnosticCollection('markdownMail.identity');
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;

  constructor(
    private readonly index: DraftIndex,
    private readonly identity: DraftIdentity,
  ) {
    const later = () => this.later();
    this.subscription = vscode.Disposable.from(
      this.shown,
      index.onDidChange(later),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => isDraft(uri) && later()),
      vscode.languages.registerCodeActionsProvider({ pattern: draftPattern }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const ours = diagnostics.filter(({ code }) => codes.includes(code));
    if (ours.length === 0) return [];
    const action = (title: string, command: string) => {
      const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      made.diagnostics = ours;
      made.command = { title, command, arguments: [document.uri] };
      return made;
    };
    return [
      action(vscode.l10n.t('This Is the Draft'), 'markdownMail.thisIsTheDraft'),
      action(vscode.l10n.t('This Is a New Draft'), 'markdownMail.thisIsNewDraft'),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), settleTime);
  }

  /** Looks at the files whose id another listed file carries, and at the open ones. */
  private async look(): Promise<void> {
    const look = ++this.looks;
    const found: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const uri of this.doubtful()) {
      const diagnostic = await this.diagnosticOf(uri);
      if (diagnostic) found.push([uri, [diagnostic]]);
    }
    if (look !== this.looks) return;
    this.shown.clear();
    this.shown.set(found);
  }

  private doubtful(): readonly vscode.Uri[] {
    const byId = new Map<string, vscode.Uri[]>();
    for (const { uri, draft } of this.index.all()) {
      const { id } = draft?.header ?? {};
      if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), uri]);
    }
    const twins = [...byId.values()].filter(({ length }) => length > 1).flat();
    const open = vscode.workspace.textDocuments
      .map(({ uri }) => uri)
      .filter((uri) => isDraft(uri) && this.index.get(uri));
    return [...new Map([...twins, ...open].map((uri) => [uri.toString(), uri])).values()];
  }

  private async diagnosticOf(uri: vscode.Uri): Promise<vscode.Diagnostic | undefined> {
    const draft = this.index.get(uri)?.draft;
    try {
      const problem = draft && (await this.identity.problem(uri, draft));
      if (!problem) return undefined;
      const line = draft.keyLines?.id ?? 0;
      const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
      const made = new vscode.Diagnostic(range, describe(problem), vscode.DiagnosticSeverity.Error);
      made.source = 'Markdown Mail';
      made.code = problem.code;
      return made;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }
}
