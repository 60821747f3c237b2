import * as vscode from 'vscode';
import { draftPattern, isDraft } from '../drafts/draftFile.js';

/** The drafts of every file system, and those that are not saved yet. */
export const draftSelector: vscode.DocumentSelector = { pattern: draftPattern };

/** A draft that is written here, and not an old version or a mailbox copy that is shown beside one. */
export function isWritten({ uri }: vscode.TextDocument): boolean {
  if (!isDraft(uri)) return false;
  return uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}

/** A header with more lines is none that people write. */
const mostLines = 5000;

const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly text: string }>();

/**
 * The draft's text up to the line that ends its header, that line included; where none does, its first lines. Empty:
 * the file begins with something else. A keystroke in a long body costs nothing by it.
 */
export function headerText(document: vscode.TextDocument): string {
  const before = known.get(document);
  if (before?.version === document.version) return before.text;
  const text = document.getText(new vscode.Range(0, 0, headerEnd(document), 0));
  known.set(document, { version: document.version, text });
  return text;
}

/** The line below the header. */
function headerEnd(document: vscode.TextDocument): number {
  if (document.lineCount === 0 || !isFence(document.lineAt(0).text)) return 0;
  const end = Math.min(document.lineCount, mostLines);
  for (let line = 1; line < end; line++) if (isFence(document.lineAt(line).text)) return line + 1;
  return end;
}

/** Whether a position is in the text that {@link headerText} gives. */
export function isInHeader(document: vscode.TextDocument, position: vscode.Position): boolean {
  return document.offsetAt(position) <= headerText(document).length;
}

function isFence(line: string): boolean {
  return /^---[ \t]*$/u.test(line);
}
