import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Commands resolve to plain data; tests read it as what it should be and assert the rest. */
export async function run<T>(command: string, ...args: unknown[]): Promise<T> {
  return await vscode.commands.executeCommand<T>(`markdownMail.${command}`, ...args);
}

export interface CommandError {
  readonly error: { readonly code: string; readonly message: string };
}

export interface Status {
  readonly uri: string;
  readonly state: string;
  readonly id?: string;
  readonly messageId?: string;
  readonly subject: string;
  readonly problems: readonly { code: string; severity: string; message: string; line: number }[];
}

export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the test runs in a folder');
  return folder.uri;
}

export async function write(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), name);
  await vscode.workspace.fs.writeFile(
    uri,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  );
  return uri;
}

export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export async function setting(key: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('markdownMail')
    .update(key, value, vscode.ConfigurationTarget.Global);
}

/** The sandbox mailbox without questions, so that a test without hands can send. */
export async function useSandboxWithoutQuestions(): Promise<void> {
  await setting('cloud', 'sandbox');
  await setting('confirmSend', 'never');
  await setting('undoSendSeconds', 0);
}

export function draft(header: string, body = 'Dear Ada,\n\nthe **table** below …\n'): string {
  return `---\n${header}\n---\n${body}`;
}

/** A 1×1 PNG. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** What `asked` comes to while each list that it opens is answered by a command of VS Code. */
export async function answering<T>(
  answer: 'acceptSelectedQuickOpenItem' | 'closeQuickOpen',
  asked: Promise<T>,
): Promise<T> {
  const timer = setInterval(() => void vscode.commands.executeCommand(`workbench.action.${answer}`), 300);
  return asked.finally(() => clearInterval(timer));
}
