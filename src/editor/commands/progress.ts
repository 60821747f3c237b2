import * as vscode from 'vscode';
import { linkless } from '../linkless.js';

export interface Step {
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
  /** The same, where links are ours and nothing else is in it. */
  readonly reportLinked: (message: string) => void;
}

/** Shows a notification with Cancel while `work` runs; cancelling aborts `signal`. */
export async function withProgress<T>(title: string, work: (step: Step) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await work({
        signal: controller.signal,
        report: (message) => progress.report({ message: linkless(message) }),
        reportLinked: (message) => progress.report({ message }),
      });
    } finally {
      subscription.dispose();
    }
  });
}
