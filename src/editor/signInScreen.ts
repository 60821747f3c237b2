import * as vscode from 'vscode';
import { type SignInScreen } from '../auth/authenticator.js';

/** What a sign-in shows in VS Code. */
export const signInScreen: SignInScreen = {
  openBrowser: async (url) => vscode.env.openExternal(vscode.Uri.parse(url, true)),

  showDeviceCode({ userCode, verificationUri }, done) {
    const open = vscode.l10n.t('Copy Code and Open Page');
    const text = vscode.l10n.t('To sign in, enter the code {0} at {1}', userCode, verificationUri);
    const show = async () => {
      while ((await vscode.window.showInformationMessage(text, open)) === open) {
        await vscode.env.clipboard.writeText(userCode);
        await vscode.env.openExternal(vscode.Uri.parse(verificationUri, true));
      }
    };
    void Promise.race([show(), done.catch(() => undefined)]);
  },
};
