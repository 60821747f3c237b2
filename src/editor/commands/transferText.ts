import * as vscode from 'vscode';
import { type TransferProgress } from '../../outbox/transfer.js';
import { readableSize } from '../drafts/draftsTree.js';

/** `plan.zip: 12.3 MB of 120.0 MB, 2.1 MB/s`; the rate where it is known. */
export function transferText({ file, sent, total, bytesPerSecond }: TransferProgress): string {
  const [done, whole] = [readableSize(sent), readableSize(total)];
  if (bytesPerSecond === 0) return vscode.l10n.t('{0}: {1} of {2}', file, done, whole);
  return vscode.l10n.t('{0}: {1} of {2}, {3}/s', file, done, whole, readableSize(bytesPerSecond));
}
