import * as vscode from 'vscode';
import { type ApplicationCredential, type ApplicationRegistration } from '../../auth/applicationAccounts.js';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type MailHalf } from '../drafts/draftDesk.js';
import { settings } from '../settings.js';
import { type AccountParts } from './accountCommands.js';
import { type Command } from './command.js';
import { withProgress } from './progress.js';

/** An account that acts without a person. Its secret goes from the input box into the SecretStorage and nowhere else. */
export function signInApplicationCommand(parts: AccountParts): Command {
  return {
    id: 'signInApplication',
    async run() {
      const half = await parts.load();
      if (settings.mail().cloud === 'sandbox')
        throw new Failure(
          'sandbox-in-use',
          sentence('The sandbox mailbox knows no applications.'),
          sentence('Leave the sandbox first.'),
        );
      const registration = await askRegistration(half);
      const title = vscode.l10n.t('Signing in as an application');
      const account = await withProgress(title, ({ signal }) =>
        half.mail.addApplication(registration, signal),
      );
      await parts.refresh();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Signed in as {0}', account.userName), 5000);
      return { account: account.userName };
    },
  };
}

async function askRegistration(half: MailHalf): Promise<ApplicationRegistration> {
  const clientId = await ask({
    title: vscode.l10n.t('Sign in as an application (1/3)'),
    prompt: vscode.l10n.t('Application (client) ID, from the app registration'),
  });
  const { tenant: known } = settings.mail();
  const shared = ['common', 'organizations', 'consumers'].includes(known);
  const tenant = await ask({
    title: vscode.l10n.t('Sign in as an application (2/3)'),
    prompt: vscode.l10n.t('Directory (tenant) ID, or the domain name of the organization'),
    ...(shared ? {} : { value: known }),
  });
  return { clientId, tenant, credential: await askCredential(half) };
}

async function askCredential({ module }: MailHalf): Promise<ApplicationCredential> {
  const title = vscode.l10n.t('Sign in as an application (3/3)');
  const secret = { label: vscode.l10n.t('Client secret'), credential: 'secret' as const };
  const certificate = { label: vscode.l10n.t('Certificate (PEM file)…'), credential: 'certificate' as const };
  const placeHolder = vscode.l10n.t('How does the application prove who it is?');
  const options = { title, placeHolder, ignoreFocusOut: true };
  const chosen = await vscode.window.showQuickPick([secret, certificate], options);
  if (!chosen) throw new Cancelled();
  if (chosen.credential === 'secret') {
    const prompt = vscode.l10n.t('The value of the client secret. It is kept in VS Code’s secret storage.');
    return { kind: 'secret', secret: await ask({ title, prompt, password: true }) };
  }
  const filters = { [vscode.l10n.t('Certificates')]: ['pem', 'crt', 'cer', 'key'] };
  const [file] = (await vscode.window.showOpenDialog({ title, filters })) ?? [];
  if (!file) throw new Cancelled();
  return module.certificateCredential(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}

async function ask(options: vscode.InputBoxOptions): Promise<string> {
  const text = await vscode.window.showInputBox({ ...options, ignoreFocusOut: true });
  if (text === undefined || text.trim() === '') throw new Cancelled();
  return text.trim();
}
