import { type Secrets, type SignInMethod, type SignInScreen } from './auth/authenticator.js';
import { type EditorSessions } from './auth/editorAccounts.js';
import { type Files } from './draft/files.js';
import { type Sentence } from './failure.js';
import { type Log } from './log.js';

/** The settings that decide where mail goes. All of them have application scope: no workspace can set them. */
export interface MailSettings {
  readonly cloud: 'global' | 'usgov' | 'usgov-dod' | 'china' | 'custom' | 'sandbox';
  readonly customCloud: { readonly graph: unknown; readonly authority: unknown };
  readonly clientId: string;
  readonly tenant: string;
  readonly apiVersion: 'v1.0' | 'beta';
}

/** What the rooms without `vscode` are given by the editor. */
export interface MailHost {
  /** The extension's global storage, a path of the local file system. */
  readonly storage: string;
  readonly files: Files;
  readonly secrets: Secrets;
  readonly screen: SignInScreen;
  readonly sessions: EditorSessions;
  readonly log: Log;
  readonly userAgent: string;
  settings(): MailSettings;
  /** The translation of a sentence. */
  translate(sentence: Sentence): string;
  /** The account to use where a draft names none; absent: the first. */
  readonly defaultAccount: { get(): string | undefined; set(id: string | undefined): Promise<void> };
  /** A step changed what is known of a draft. */
  draftChanged(id: string): void;
  /** Accounts came or went, here or in another window. */
  accountsChanged(): void;
}

export type { SignInMethod };
