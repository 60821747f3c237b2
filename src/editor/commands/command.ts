import * as vscode from 'vscode';
import { Cancelled, Failure, sentence, traceOf } from '../../failure.js';
import { type Log } from '../../log.js';
import { IdentityFailure } from '../identity/identityFailures.js';
import { showError } from '../notices.js';
import { describe } from '../translate.js';
import { storageFailure } from './storageFailure.js';

/** The ids of the commands, as package.json and other extensions know them, without the prefix `markdownMail.`. */
export type CommandId =
  | 'newDraft'
  | 'newReply'
  | 'newAdminRequest'
  | 'preview'
  | 'render'
  | 'check'
  | 'upload'
  | 'send'
  | 'compare'
  | 'keepMine'
  | 'merged'
  | 'takeTheirs'
  | 'pull'
  | 'showBackups'
  | 'sendLater'
  | 'sendNow'
  | 'sendWithoutDraft'
  | 'undoSend'
  | 'status'
  | 'discardServerDraft'
  | 'openInOutlook'
  | 'exportEml'
  | 'embedImages'
  | 'print'
  | 'signIn'
  | 'signInApplication'
  | 'signOut'
  | 'useSandbox'
  | 'checkAgain'
  | 'sendAgain'
  | 'markAsSent'
  | 'thisIsTheDraft'
  | 'thisIsNewDraft'
  | 'openDraft'
  | 'renameDraft'
  | 'duplicateDraft'
  | 'moveDraft'
  | 'deleteDraft'
  | 'attachFiles'
  | 'revealDraft'
  | 'copyDraftPath'
  | 'groupByState'
  | 'groupByFolder'
  | 'groupByNothing'
  | 'sortByTime'
  | 'sortBySubject'
  | 'groupedByState'
  | 'groupedByFolder'
  | 'groupedByNothing'
  | 'sortedByTime'
  | 'sortedBySubject'
  | 'refresh'
  | 'showLog';

/** One command. What it resolves to is plain data. `quiet`: it has no UI, so failures are only returned. */
export interface Command {
  readonly id: CommandId;
  readonly quiet?: boolean;
  run(target: unknown, second: unknown): Promise<unknown>;
}

/** What a command resolves to when it could not do its work. */
export interface CommandError {
  readonly error: { readonly code: string; readonly message: string };
}

/** In place of the row of a list that a command was called for, where VS Code does not know it any more. */
export const lostRow = { kind: 'lost' } as const;

/** Registers a command; expected failures are shown and returned, bugs are logged and rejected without their text. */
export function registerCommand(command: Command, log: Log): vscode.Disposable {
  const id = `markdownMail.${command.id}`;
  return vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
    const begun = Date.now();
    // A row that was drawn afresh while it was clicked: VS Code gives nothing in its place.
    const [target = given.length > 0 ? lostRow : undefined, second] = given;
    try {
      const result = await command.run(target, second);
      log.info(`${id}: done in ${Date.now() - begun} ms`);
      return result;
    } catch (error) {
      return outcomeOf(storageFailure(error) ?? error, command, log);
    }
  });
}

function outcomeOf(error: unknown, command: Command, log: Log): CommandError | { cancelled: true } {
  const id = `markdownMail.${command.id}`;
  if (error instanceof Cancelled) {
    log.info(`${id}: cancelled`);
    return { cancelled: true };
  }
  if (error instanceof Failure) {
    log.warn(`${id}: ${error.code}`);
    const message = describe(error);
    if (!command.quiet) void showFailure(error, message);
    return { error: { code: error.code, message } };
  }
  const name = error instanceof Error ? error.name : typeof error;
  log.error(`${id}: ${traceOf(error)}`);
  void showBug();
  throw new Error(`${id}: ${name}`);
}

async function showBug(): Promise<void> {
  const show = vscode.l10n.t('Show Log');
  const text = vscode.l10n.t('Something went wrong in Markdown Mail. Your files are as they were.');
  if ((await showError(text, show)) === show) {
    await vscode.commands.executeCommand('markdownMail.showLog');
  }
}

/** Some failures have a remedy that is one click away. */
async function showFailure(failure: Failure, message: string): Promise<void> {
  const known = remedies(failure instanceof IdentityFailure ? failure.draft : undefined);
  const offered = [known[failure.code] ?? []].flat();
  const answer = await showError(message, ...offered.map(({ title }) => title));
  const remedy = offered.find(({ title }) => title === answer);
  if (remedy) await vscode.commands.executeCommand(remedy.command, ...remedy.args);
}

interface Remedy {
  readonly title: string;
  readonly command: string;
  readonly args: readonly unknown[];
}

function remedies(
  draft: vscode.Uri | undefined,
): Readonly<Partial<Record<string, Remedy | readonly Remedy[]>>> {
  const signIn = { title: vscode.l10n.t('Sign In'), command: 'markdownMail.signIn', args: [] };
  const signInAgain = { ...signIn, args: [{ again: true }] };
  const application = {
    title: vscode.l10n.t('Enter Application'),
    command: 'markdownMail.signInApplication',
    args: [],
  };
  const administrator = {
    title: vscode.l10n.t('Write to Your Administrator'),
    command: 'markdownMail.newAdminRequest',
    args: [],
  };
  const settings = (key: string) => ({
    title: vscode.l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    args: [`markdownMail.${key}`],
  });
  const trust = { title: vscode.l10n.t('Manage Trust'), command: 'workbench.trust.manage', args: [] };
  const identity = [
    {
      title: vscode.l10n.t('This Is the Draft'),
      command: 'markdownMail.thisIsTheDraft',
      args: [draft],
    },
    {
      title: vscode.l10n.t('This Is a New Draft'),
      command: 'markdownMail.thisIsNewDraft',
      args: [draft],
    },
  ];
  return {
    'id-duplicate': identity,
    'id-lost': identity,
    'not-signed-in': signIn,
    'account-unknown': signIn,
    'sign-in-expired': signInAgain,
    'sign-in-consent-needed': signInAgain,
    'sign-in-confirmation-needed': signInAgain,
    'application-credential-refused': application,
    'sign-in-admin-consent': administrator,
    'sign-in-client-id-missing': settings('clientId'),
    'sign-in-tenant-invalid': settings('tenant'),
    'custom-cloud-invalid': settings('customCloud'),
    'untrusted-workspace': trust,
  };
}

/** @throws Failure `untrusted-workspace`: a stranger's folder must not send mail. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Failure(
    'untrusted-workspace',
    sentence('In a folder that you do not trust, mail is neither uploaded nor sent.'),
    sentence('Trust the folder first, if you know where it is from.'),
  );
}
