import * as vscode from 'vscode';
import { readDraft } from '../drafts/draftFile.js';
import { type PreviewContent } from './previewContent.js';

export interface PreviewDeps {
  readonly extensionUri: vscode.Uri;
  /** The mail that a draft would become. Rejects with `Cancelled` when `signal` aborts. */
  render(document: vscode.TextDocument, signal: AbortSignal): Promise<PreviewContent>;
  /** The address of whoever is signed in, for drafts that name no sender. */
  from(): Promise<string | undefined>;
  /** The HTML of a mail with what classic Outlook does not show left out. */
  classicOutlook(html: string): Promise<string>;
}

/** The mail that the draft would become now, from whoever would send it. */
export async function drawnContent(
  uri: vscode.Uri,
  deps: PreviewDeps,
  signal: AbortSignal,
): Promise<PreviewContent> {
  const content = await deps.render(await openDraft(uri), signal);
  const from = content.from ?? (await deps.from());
  // A copy would have to read the plain text, which is written only for those who read it.
  return from === undefined ? content : Object.assign(content, { from });
}

/** @throws Failure `draft-missing`, and whatever else keeps the file from being read */
async function openDraft(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    // VS Code says only that it did not work.
    await readDraft(uri);
    throw error;
  }
}
