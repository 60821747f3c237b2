import type * as vscode from 'vscode';
import { type Log } from '../log.js';
import { type MailHost } from '../mailHost.js';
import { type LoadMail, type MailHalf } from './drafts/draftDesk.js';
import { settings } from './settings.js';
import { editorSessions } from './editorSessions.js';
import { signInScreen } from './signInScreen.js';
import { translate } from './translate.js';
import { workspaceFiles } from './workspaceFiles.js';

export interface MailLoader extends vscode.Disposable {
  readonly load: LoadMail;
  onDraftChanged(listener: (id: string) => Promise<void>): void;
  onAccountsChanged(listener: () => Promise<void>): void;
}

/** Loads mail.js at first use and joins it to VS Code. */
export function mailLoader(
  context: vscode.ExtensionContext,
  log: Log,
  load: () => Promise<MailHalf['module']>,
): MailLoader {
  let half: Promise<MailHalf> | undefined;
  let draftChanged: ((id: string) => Promise<void>) | undefined;
  let accountsChanged: (() => Promise<void>) | undefined;
  const host: MailHost = {
    storage: context.globalStorageUri.fsPath,
    files: workspaceFiles,
    secrets: context.secrets,
    screen: signInScreen,
    sessions: editorSessions,
    log,
    userAgent: `MarkdownMail/${String((context.extension.packageJSON as { version?: unknown }).version)}`,
    settings: () => settings.mail(),
    translate,
    defaultAccount: {
      get: () => context.globalState.get<string>('defaultAccount'),
      set: async (id) => context.globalState.update('defaultAccount', id),
    },
    draftChanged: (id) => void draftChanged?.(id),
    accountsChanged: () => void accountsChanged?.(),
  };
  const start = async (): Promise<MailHalf> => {
    const begun = performance.now();
    const module = await load();
    const mail = new module.Mail(host);
    log.info(`loaded in ${Math.round(performance.now() - begun)} ms`);
    return { module, mail };
  };
  return {
    load: () =>
      (half ??= start().catch((error: unknown) => {
        // What could not be read from the disk this time may be read the next time.
        half = undefined;
        throw error;
      })),
    onDraftChanged: (listener) => (draftChanged = listener),
    onAccountsChanged: (listener) => (accountsChanged = listener),
    dispose: () => void half?.then(({ mail }) => mail.dispose()),
  };
}
