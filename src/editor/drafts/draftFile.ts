import * as vscode from 'vscode';
import { type TextChange } from '../../draft/draft.js';
import { Failure, type Sentence, sentence } from '../../failure.js';
import { isAbsent, unreadable } from '../workspaceFiles.js';

export const draftPattern = '**/*.mail.md';

export function isDraft(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.mail.md');
}

/** The text as the user sees it: of the open editor, unsaved edits included, or else of the file. */
export async function readDraft(uri: vscode.Uri): Promise<string> {
  const stored = decode(await storedBytes(uri));
  const open = openDocument(uri);
  // VS Code takes in a change of the file a moment after it; without edits of its own the file is the truth.
  return open?.isDirty ? open.getText() : stored;
}

/** Saves what is unsaved, so that the file is what is uploaded, and opens it for an edit in place. */
export async function savedDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await freshDocument(uri);
  if (document.isDirty && !(await save(document))) {
    throw notSaved(sentence('The draft has changes that could not be saved.'));
  }
  return document;
}

/**
 * Changes the draft through the editor, so that unsaved edits stay and one Undo takes it back. `as-before`: a document
 * that was saved is saved again, one with unsaved edits stays unsaved; `always`: the change is on disk afterwards, with
 * what was typed meanwhile.
 */
export async function changeDraft(
  uri: vscode.Uri,
  changeOf: (text: string) => TextChange | readonly TextChange[] | undefined,
  when: 'as-before' | 'always' = 'as-before',
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const document = await freshDocument(uri);
    const wasDirty = document.isDirty;
    const applied = await apply(document, [changeOf(document.getText()) ?? []].flat());
    // Who types at that very moment is first; the change is then made to what is there.
    if (!applied && attempt < mostEdits) continue;
    const must = document.isDirty && (!wasDirty || when === 'always');
    if (applied && (!must || (await save(document)))) return;
    throw notWritten();
  }
}

const mostEdits = 20;

async function apply(document: vscode.TextDocument, changes: readonly TextChange[]): Promise<boolean> {
  if (changes.length === 0) return true;
  const edit = new vscode.WorkspaceEdit();
  for (const { offset, length, text } of changes)
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
      text,
    );
  return vscode.workspace.applyEdit(edit);
}

/** VS Code says that nothing was saved also where it was, and somebody went on typing meanwhile. */
async function save(document: vscode.TextDocument): Promise<boolean> {
  let wasSaved = false;
  const subscription = vscode.workspace.onDidSaveTextDocument((saved) => {
    wasSaved ||= saved === document;
  });
  try {
    return (await document.save()) || wasSaved;
  } finally {
    subscription.dispose();
  }
}

/** Of a change that must be in the file, and is not. */
export function notWritten(): Failure {
  return new Failure(
    'draft-not-saved',
    sentence('The change could not be written to the draft’s file.'),
    sentence('Check that the file can be written, then try again.'),
  );
}

/** The text on disk, whatever an editor shows. */
export async function storedDraft(uri: vscode.Uri): Promise<string> {
  return decode(await storedBytes(uri));
}

/** The document, once VS Code shows in it what is in the file. An edit of older text would write over newer text. */
async function freshDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const stored = decode(await storedBytes(uri));
  const document = openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
  for (let look = 0; !document.isDirty && !sameText(document.getText(), stored); look++) {
    if (look === mostLooks)
      throw notSaved(sentence('The draft file was changed just now by another program.'));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return document;
}

const mostLooks = 30;

/** VS Code gives every line the same end. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}

function notSaved(what: Sentence): Failure {
  return new Failure('draft-not-saved', what, sentence('Save the file, then try again.'));
}

export function hasUnsavedEdits(uri: vscode.Uri): boolean {
  const key = uri.toString();
  // Few are unsaved, and this is asked for each of thousands of files.
  return vscode.workspace.textDocuments.some(
    (document) => document.isDirty && !document.isClosed && document.uri.toString() === key,
  );
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === key,
  );
}

async function storedBytes(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (!isAbsent(error)) throw unreadable(uri);
    throw new Failure(
      'draft-missing',
      sentence('The draft file does not exist any more.'),
      sentence('Refresh the list of drafts.'),
    );
  }
}

/** Other encodings are refused: what VS Code shows of them, and would save, is not what the user wrote. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(
      'not-utf8',
      sentence('The draft is not stored as UTF-8, so its letters can’t be told for certain.'),
      sentence('Use “Change File Encoding” › “Save with Encoding” › UTF-8 in VS Code, then try again.'),
    );
  }
}
