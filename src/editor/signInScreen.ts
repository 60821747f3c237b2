import * as vscode from 'vscode';
import { type SignInScreen } from '../auth/authenticator.js';
import { linkless } from './linkless.js';
import { showInformation } from './notices.js';

/** What a sign-in shows in VS Code. */
export const signInScreen: SignInScreen = {
  openBrowser: async (url) => vscode.env.openExternal(vscode.Uri.parse(url, true)),

  showDeviceCode({ userCode, verificationUri }, done) {
    void showCode(userCode, verificationUri, done);
  },
};

/** Asked in a modal, which goes away, and kept in view by a progress that ends with the sign-in: a plain message would stay. */
async function showCode(userCode: string, verificationUri: string, done: Promise<unknown>): Promise<void> {
  const open = vscode.l10n.t('Copy Code and Open Page');
  const text = vscode.l10n.t('To sign in, enter the code {0} at {1}', userCode, verificationUri);
  const detail = vscode.l10n.t('Do so only if it was you who began to sign in.');
  const ended = done.then(
    () => undefined,
    () => undefined,
  );
  const answer = await Promise.race([
    showInformation(text, { modal: true, detail }, open),
    ended.then(() => undefined),
  ]);
  if (answer === open) {
    await vscode.env.clipboard.writeText(userCode);
    void vscode.env.openExternal(vscode.Uri.parse(verificationUri, true));
  }
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: linkless(text) },
    () => ended,
  );
}
