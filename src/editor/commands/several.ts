import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../failure.js';
import { showError } from '../notices.js';
import { describe } from '../translate.js';
import { type Command } from './command.js';
import { type CommandTarget } from './target.js';

/** What became of one of several drafts. */
type Result = { readonly uri: string } & (object | { readonly error: { code: string; message: string } });

/**
 * The command for each of the drafts that are selected in the list, one after the other; for one alone it stays what it
 * is. What fails for some does not keep the others from it, and is told once. Cancelling ends it for those that follow.
 * `ask`: resolves with false when the user thinks better of it.
 */
export function forEachDraft(
  target: CommandTarget,
  command: Command,
  ask: (drafts: readonly vscode.Uri[]) => Promise<boolean> = () => Promise.resolve(true),
): Command {
  return {
    ...command,
    async run(given, second) {
      const drafts = target.several(given, second);
      if (drafts.length < 2) return command.run(drafts[0] ?? given, second);
      if (!(await ask(drafts))) throw new Cancelled();
      const results: Result[] = [];
      for (const uri of drafts) {
        try {
          results.push({ uri: uri.toString(), ...((await command.run(uri, undefined)) as object) });
        } catch (error) {
          if (error instanceof Cancelled) break;
          if (!(error instanceof Failure)) throw error;
          results.push({ uri: uri.toString(), error: { code: error.code, message: describe(error) } });
        }
      }
      tellFailures(results);
      return results;
    },
  };
}

function tellFailures(results: readonly Result[]): void {
  const failed = results.flatMap((result) => ('error' in result ? [result.error.message] : []));
  const [first] = failed;
  if (first === undefined) return;
  void showError(
    failed.length === 1
      ? vscode.l10n.t('It failed for 1 of {0} drafts: {1}', results.length, first)
      : vscode.l10n.t(
          'It failed for {0} of {1} drafts. The first: {2}',
          failed.length,
          results.length,
          first,
        ),
  );
}
