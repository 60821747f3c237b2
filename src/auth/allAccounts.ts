import { type ApplicationAccounts, isApplication } from './applicationAccounts.js';
import { type Authenticator } from './authenticator.js';
import { type EditorAccounts, isEditorAccount } from './editorAccounts.js';

/** People and applications as one list; each call goes to whoever knows the account. */
export function allAccounts(
  people: Authenticator,
  editor: EditorAccounts,
  applications: ApplicationAccounts,
): Authenticator {
  const of = (accountId: string) =>
    isApplication(accountId) ? applications : isEditorAccount(accountId) ? editor : undefined;
  const parts = [people, editor, applications];
  return {
    accounts: async () => (await Promise.all(parts.map((part) => part.accounts()))).flat(),
    signIn: (options, signal) => (options.method === 'vscode' ? editor : people).signIn(options, signal),
    signOut: async (accountId) => of(accountId)?.remove(accountId) ?? people.signOut(accountId),
    token: async (accountId, request, signal) =>
      of(accountId)?.token(accountId, request, signal) ?? people.token(accountId, request, signal),
    onDidChange: (listener) => {
      const subscriptions = parts.map((part) => part.onDidChange(listener));
      return { dispose: () => subscriptions.forEach((subscription) => subscription.dispose()) };
    },
  };
}
