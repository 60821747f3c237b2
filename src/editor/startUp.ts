import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../failure.js';
import { type Log } from '../log.js';
import { setContextKey } from './contextKeys.js';
import { type DraftDesk, type LoadMail } from './drafts/draftDesk.js';
import { type DraftState } from '../outbox/draftState.js';
import { type DraftEntry, type DraftIndex } from './drafts/draftIndex.js';
import { type LookFiles } from './drafts/lookFiles.js';
import { fileNameOf } from './drafts/fileNameOf.js';
import { lookElsewhere } from './elsewhere.js';
import { showWarning } from './notices.js';
import { type AccountDisplay } from './status.js';

export interface RefreshParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
  readonly display: AccountDisplay;
  readonly log: Log;
}

/**
 * Looks at everything afresh: accounts, sends left open, the drafts; and writes `sent:` where it is due. `everywhere`:
 * the mailbox is asked also about drafts that nothing is known to have happened to.
 */
export async function refreshAll(parts: RefreshParts, everywhere: boolean): Promise<void> {
  const { load, desk, index, display, log } = parts;
  const attempt = async (step: () => Promise<void>) => {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      log.warn(`refresh: ${error.code}`);
    }
  };
  await attempt(() => display.refresh());
  await attempt(() => index.refresh());
  setContextKey('ready', true);
  await attempt(async () => {
    const settled = await (await load()).mail.settleOpen();
    for (const { id } of settled) await index.updateId(id);
    for (const { id, interrupted } of settled) if (interrupted) void tellInterrupted(index.withId(id)[0]);
  });
  if (everywhere) await attempt(() => lookElsewhere(parts));
  await writeSentLines(desk, index, log);
}

/** A crash between the mailbox's word and the file leaves a sent draft without its `sent:` line. */
async function writeSentLines(desk: DraftDesk, index: DraftIndex, log: Log): Promise<void> {
  for (const { uri, draft, state } of index.inState('sent')) {
    if (state.kind !== 'sent' || draft === undefined || draft.header.sent !== undefined) continue;
    // Of a copied file nobody has said yet that it is the mail that was sent.
    if (index.withId(draft.header.id ?? '').length > 1) continue;
    try {
      await desk.markSent(uri, state.sentAt);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      log.warn(`refresh: sent: could not be written: ${error.code}`);
    }
  }
}

async function tellInterrupted(entry: DraftEntry | undefined): Promise<void> {
  const title = entry && (entry.draft?.header.subject || fileNameOf(entry.uri));
  const open = vscode.l10n.t('Open Draft');
  const text =
    title === undefined
      ? vscode.l10n.t(
          'A mail was waiting to be sent when the window closed. It was not sent; send it again when you like.',
        )
      : vscode.l10n.t(
          '“{0}” was waiting to be sent when the window closed. It was not sent; send it again when you like.',
          title,
        );
  const answer = await showWarning(text, ...(entry ? [open] : []));
  if (answer === open && entry) await vscode.window.showTextDocument(entry.uri);
}

/**
 * Refreshes when the view is first seen, and at the start when an earlier run left something in the mailbox: a send
 * that was cut short is settled without anybody asking. Otherwise a start costs nothing.
 */
export function refreshWhenNeeded(
  view: vscode.TreeView<unknown>,
  storage: vscode.Uri,
  index: DraftIndex,
  refresh: () => Promise<void>,
): vscode.Disposable {
  let begun = false;
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    if (begun) {
      void index.catchUp();
      return;
    }
    begun = true;
    timer = setTimeout(() => void index.catchUp(), watchersStart);
    void refresh();
  };
  if (view.visible) begin();
  else void hasOpenLedgers(storage.fsPath).then((open) => open && begin());
  const subscription = view.onDidChangeVisibility(({ visible }) => visible && begin());
  return vscode.Disposable.from(subscription, { dispose: () => clearTimeout(timer) });
}

/** What is shown follows the settings, and the style sheets and signatures that drafts are composed with. */
export function watchLooks(
  files: LookFiles,
  index: DraftIndex,
  preview: { refresh(): void },
  settingsChanged: () => Promise<void>,
): vscode.Disposable {
  return vscode.Disposable.from(
    files,
    files.onDidChange((drafts) => {
      preview.refresh();
      void index.updateKnown(drafts);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('markdownMail')) void settingsChanged();
    }),
  );
}

/** VS Code's file watchers need a moment to start (milliseconds); what happens meanwhile is told by none. */
const watchersStart = 5000;

async function hasOpenLedgers(storage: string): Promise<boolean> {
  const outbox = join(storage, 'outbox');
  const environments = await readdir(outbox).catch(() => []);
  const listed = environments.map((name) => readdir(join(outbox, name)).catch(() => []));
  return (await Promise.all(listed)).flat().some((name) => name.endsWith('.jsonl'));
}

/** While an outcome is open the mailbox is asked this often (milliseconds), so that what is shown becomes true by itself. */
const askAgain = 30_000;

/** Asks about sends that are open, and about mails whose time has come. It costs nothing while there is none. */
export function watchOpenSends(index: DraftIndex, refresh: () => Promise<void>): vscode.Disposable {
  let asking = false;
  const timer = setInterval(() => {
    if (asking || !openIn(index).some(({ state }) => mayHaveChanged(state, Date.now()))) return;
    asking = true;
    void refresh().finally(() => (asking = false));
  }, askAgain);
  const subscription = index.onDidChange(() =>
    setContextKey('scheduled', openIn(index).some(canBeCancelled)),
  );
  return vscode.Disposable.from(subscription, { dispose: () => clearInterval(timer) });
}

function openIn(index: DraftIndex): readonly DraftEntry[] {
  return (['sending', 'unknown', 'scheduled'] as const).flatMap((kind) => index.inState(kind));
}

function mayHaveChanged(state: DraftState, now: number): boolean {
  switch (state.kind) {
    case 'sending':
      return true;
    case 'unknown':
      return !state.untold;
    case 'scheduled':
      return now >= state.until;
    default:
      return false;
  }
}

function canBeCancelled({ state }: DraftEntry): boolean {
  return state.kind === 'scheduled' || (state.kind === 'unknown' && state.until !== undefined);
}
