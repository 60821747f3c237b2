import * as vscode from 'vscode';

/** The keys that `when` clauses of package.json use, each under the prefix `markdownMail.`. */
interface ContextKeys {
  /** The drafts were looked for at least once. */
  readonly ready: boolean;
  readonly signedIn: boolean;
  readonly sandbox: boolean;
  /** A mail is being held and can still be undone. */
  readonly holding: boolean;
  /** The mailbox holds a mail until its time, which can be cancelled. */
  readonly scheduled: boolean;
  /** Drafts, as URIs, whose difference from the mailbox copy is on the screen, and those that were edited there. */
  readonly compared: readonly string[];
  readonly merged: readonly string[];
}

/** As JSON. */
const last = new Map<string, string>();

export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  const plain = JSON.stringify(value);
  if (last.get(key) === plain) return;
  last.set(key, plain);
  void vscode.commands.executeCommand('setContext', `markdownMail.${key}`, value);
}
