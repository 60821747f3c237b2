import * as vscode from 'vscode';
import { type SignInMethod } from '../../auth/authenticator.js';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type LoadMail, type MailHalf } from '../drafts/draftDesk.js';
import { showInformation, showWarning } from '../notices.js';
import { settings } from '../settings.js';
import { describe } from '../translate.js';
import { type Command } from './command.js';
import { withProgress } from './progress.js';

export interface AccountParts {
  readonly load: LoadMail;
  /** Draws what depends on who is signed in. */
  readonly refresh: () => Promise<void>;
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'extension'>;
}

export function signInCommand(parts: AccountParts): Command {
  return {
    id: 'signIn',
    async run(given) {
      const half = await parts.load();
      if (settings.mail().cloud === 'sandbox') return sandboxAccount(half);
      const again = typeof given === 'object' && given !== null && 'again' in given && given.again === true;
      const account = await signInSomehow(half, methods(half, parts.context.extension.extensionKind), again);
      await parts.refresh();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Signed in as {0}', account), 5000);
      return { account };
    },
  };
}

async function sandboxAccount({ mail }: MailHalf): Promise<{ account: string }> {
  const [account] = await mail.accounts();
  void showInformation(
    vscode.l10n.t('The sandbox mailbox needs no sign-in. Leave it to sign in with your own account.'),
  );
  return { account: account?.userName ?? '' };
}

/** `kind`: `workspace` on the remote side, `ui` beside the person. */
function methods({ module }: MailHalf, kind: vscode.ExtensionKind): readonly SignInMethod[] {
  return module.chooseFlows({
    setting: settings.signInMethod(),
    remote: vscode.env.remoteName !== undefined,
    extensionKind: kind === vscode.ExtensionKind.UI ? 'ui' : 'workspace',
    web: vscode.env.uiKind === vscode.UIKind.Web,
    node: true,
    microsoft: settings.mail().cloud === 'global',
  });
}

/** Failures that another way of signing in may get round. */
const curedByAnotherWay: readonly string[] = [
  'sign-in-browser-not-opened',
  'sign-in-loopback-failed',
  'sign-in-redirect-missing',
  'sign-in-device-code-blocked',
  'sign-in-timeout',
  'sign-in-vscode-missing',
  'sign-in-vscode-cloud',
];

/** Where one way fails, the next is offered, never tried unasked. */
async function signInSomehow(half: MailHalf, ways: readonly SignInMethod[], again: boolean): Promise<string> {
  const [first, ...others] = ways;
  if (!first) throw new Failure('sign-in-impossible', sentence('Signing in is not possible in this window.'));
  try {
    return await signInBy(half, first, again);
  } catch (error) {
    const [next] = others;
    const curable = error instanceof Failure && curedByAnotherWay.includes(error.code);
    if (!curable || !next || !(await wantsOther(error, next))) throw error;
    return signInSomehow(half, others, again);
  }
}

async function signInBy({ mail }: MailHalf, method: SignInMethod, again: boolean): Promise<string> {
  const title = vscode.l10n.t('Signing in to your mailbox');
  const account = await withProgress(title, ({ signal, report }) => {
    if (method === 'browser') report(vscode.l10n.t('go on in your browser…'));
    return mail.signIn(method, signal, again);
  });
  return account.userName;
}

async function wantsOther(failure: Failure, next: SignInMethod): Promise<boolean> {
  const buttons = {
    browser: vscode.l10n.t('Try in the Browser'),
    deviceCode: vscode.l10n.t('Try with a Code'),
    vscode: vscode.l10n.t('Try VS Code’s Account'),
  };
  const button = buttons[next];
  return (await showWarning(describe(failure), { modal: true }, button)) === button;
}

export function signOutCommand(parts: AccountParts): Command {
  return {
    id: 'signOut',
    async run() {
      const { mail } = await parts.load();
      const accounts = settings.mail().cloud === 'sandbox' ? [] : await mail.accounts();
      if (accounts.length === 0) throw new Failure('not-signed-in', sentence('Nobody is signed in.'));
      const items = accounts.map(({ id, userName, name }) => ({
        label: userName,
        description: name ?? '',
        id,
      }));
      const [only] = items;
      const placeHolder = vscode.l10n.t('Choose the account to sign out');
      const chosen = items.length === 1 ? only : await vscode.window.showQuickPick(items, { placeHolder });
      if (!chosen) throw new Cancelled();
      await mail.signOut(chosen.id);
      await parts.refresh();
      return { account: chosen.label };
    },
  };
}

const cloudBefore = 'cloudBeforeSandbox';

/** Switches to the sandbox mailbox, or back to the cloud that was set before. */
export function useSandboxCommand({ context: { globalState }, refresh }: AccountParts): Command {
  return {
    id: 'useSandbox',
    async run() {
      const { cloud } = settings.mail();
      if (cloud !== 'sandbox') await globalState.update(cloudBefore, cloud);
      const next = cloud === 'sandbox' ? globalState.get<string>(cloudBefore, 'global') : 'sandbox';
      await settings.setCloud(next);
      await refresh();
      return { cloud: next };
    },
  };
}
