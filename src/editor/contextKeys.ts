import * as vscode from 'vscode';
import { type Grouping, type Sorting } from './drafts/arrangement.js';

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
  /** The active editor shows the difference of a draft from its mailbox copy; and the draft was edited meanwhile. */
  readonly comparing: boolean;
  readonly merging: boolean;
  /** Before the cursor stands a whole address of a draft's header. */
  readonly addressTyped: boolean;
  /** The cursor stands where a line of a draft's header is done. */
  readonly fieldEnd: boolean;
  /** How the list of drafts is arranged. */
  readonly grouping: Grouping;
  readonly sorting: Sorting;
}

const last = new Map<string, boolean | string>();

export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  if (last.get(key) === value) return;
  last.set(key, value);
  void vscode.commands.executeCommand('setContext', `markdownMail.${key}`, value);
}
