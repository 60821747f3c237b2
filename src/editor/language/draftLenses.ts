import * as vscode from 'vscode';
import { type DraftState } from '../../outbox/draftState.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { stateSentences } from '../drafts/stateTooltip.js';
import { lookOf } from '../drafts/stateWords.js';
import { settings } from '../settings.js';
import { draftSelector, isWritten } from './draftText.js';

/** UTF-16 units. The state of a longer draft is looked at by the list alone: each look draws an uploaded one. */
const longest = 1024 * 1024;

/** The states of the drafts that are open, each read once, and afterwards kept fresh by the index. */
export class OpenStates implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly asked = new Set<string>();
  private readonly subscription: vscode.Disposable;

  readonly onDidChange = this.emitter.event;

  constructor(private readonly index: DraftIndex) {
    this.subscription = vscode.Disposable.from(
      this.emitter,
      index.onDidChange((entry) => {
        // A look at all drafts of the window forgets one that lies in none of its folders.
        if (!entry) this.asked.clear();
        this.emitter.fire();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.asked.delete(uri.toString())),
    );
  }

  /** Absent: not known yet; the event tells when it is. */
  of(document: vscode.TextDocument): DraftState | undefined {
    const { uri } = document;
    const known = this.index.get(uri)?.state;
    const key = uri.toString();
    const isLong = document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > longest;
    if (!known && !this.asked.has(key) && uri.scheme !== 'untitled' && !isLong) {
      this.asked.add(key);
      void this.index.update(uri);
    }
    return known;
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

/**
 * VS Code waits at least 250 ms before it asks for lenses again, and forgets it when the editor loses the focus
 * meanwhile: a click into the list would leave a state that is past. So it is told twice (milliseconds).
 */
const tellAgain = 1000;

/** One quiet line above a draft: its state, and what can be done with it. */
export class DraftLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private again: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.emitter.event;

  constructor(private readonly states: OpenStates) {
    this.subscription = vscode.Disposable.from(
      this.emitter,
      states.onDidChange(() => this.tell()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('markdownMail.codeLens')) this.tell();
      }),
      { dispose: () => clearTimeout(this.again) },
    );
  }

  private tell(): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.emitter.fire(), tellAgain);
    this.emitter.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!settings.codeLens(document.uri) || !isWritten(document)) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    const state = this.states.of(document);
    const { uri } = document;
    const lens = (title: string, command: string, tooltip?: string) =>
      new vscode.CodeLens(top, {
        title,
        command,
        ...(tooltip === undefined ? {} : { tooltip }),
        arguments: [uri],
      });
    const word = state ? [lens(wordOf(state), '', stateSentences(state, Date.now()).join(' '))] : [];
    return [...word, ...actionsIn(state).map(({ title, command }) => lens(title, `markdownMail.${command}`))];
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function wordOf({ kind }: DraftState): string {
  const { icon, word } = lookOf(kind);
  // VS Code leaves no gap for a plain space behind an icon.
  return `$(${icon.id})\u00a0${word}`;
}

function actionsIn(state: DraftState | undefined): readonly { title: string; command: string }[] {
  const preview = { title: vscode.l10n.t('Preview'), command: 'preview' };
  const upload = { title: vscode.l10n.t('Upload'), command: 'upload' };
  const send = { title: vscode.l10n.t('Send'), command: 'send' };
  const undo = { title: vscode.l10n.t('Undo Send'), command: 'undoSend' };
  switch (state?.kind) {
    case 'sent':
    case 'sending':
      return [preview];
    case 'scheduled':
      return [preview, undo];
    case 'uploaded':
      return [preview, send];
    default:
      return [preview, upload, send];
  }
}

/** The state of the draft in the active editor, among the things that VS Code tells of a file. */
export function stateInStatusBar(states: OpenStates): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('markdownMail.state', draftSelector);
  item.name = 'Markdown Mail';
  const show = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isWritten(document)) return;
    const state = states.of(document);
    item.busy = state === undefined;
    item.text = state ? wordOf(state) : vscode.l10n.t('Draft');
    // One line, in which more would push out what can be done.
    item.detail = state ? (stateSentences(state, Date.now())[0] ?? '') : '';
    const attention = state && ['conflict', 'unknown', 'failed'].includes(state.kind);
    item.severity = attention
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    const title = vscode.l10n.t('Preview');
    item.command = { title, command: 'markdownMail.preview', arguments: [document.uri] };
  };
  show();
  return vscode.Disposable.from(
    item,
    states.onDidChange(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
}
