import * as vscode from 'vscode';
import { type EditorSessionRequest, type EditorSessions } from '../auth/editorAccounts.js';
import { Failure, sentence } from '../failure.js';

/** VS Code's own provider of Microsoft accounts. */
const provider = 'microsoft';

/** The accounts that VS Code itself signs in (VS Code API, `authentication`). */
export const editorSessions: EditorSessions = {
  async session(request) {
    const account = await accountOf(request.accountId);
    if (request.accountId !== undefined && !account) return undefined;
    try {
      return await vscode.authentication.getSession(provider, asked(request), {
        ...(request.interactive
          ? { createIfNone: { detail: why() }, clearSessionPreference: true }
          : { silent: true }),
        ...(account ? { account } : {}),
      });
    } catch (error) {
      // VS Code says in words alone why there is no session, and in the language of its own.
      if (!request.interactive) return undefined;
      throw declined(error);
    }
  },
};

function asked({
  scopes,
  claims,
}: EditorSessionRequest): readonly string[] | vscode.AuthenticationWwwAuthenticateRequest {
  if (claims === undefined) return scopes;
  const encoded = Buffer.from(claims, 'utf8').toString('base64');
  return { wwwAuthenticate: `Bearer claims="${encoded}"`, fallbackScopes: scopes };
}

function why(): string {
  return vscode.l10n.t('Markdown Mail puts drafts into your mailbox and sends them when you say so.');
}

async function accountOf(
  id: string | undefined,
): Promise<vscode.AuthenticationSessionAccountInformation | undefined> {
  if (id === undefined) return undefined;
  const accounts = await vscode.authentication.getAccounts(provider).then(
    (found) => found,
    () => [],
  );
  return accounts.find((account) => account.id === id);
}

function declined(error: unknown): Failure {
  const missing =
    error instanceof Error && /No authentication provider|Timed out waiting/iu.test(error.message);
  return missing
    ? new Failure(
        'sign-in-vscode-missing',
        sentence('This editor has no Microsoft accounts of its own.'),
        sentence('Set “{0}” to “auto” and sign in again.', 'markdownMail.signInMethod'),
      )
    : new Failure(
        'sign-in-declined',
        sentence('The sign-in was declined, so nobody was signed in.'),
        sentence('Sign in again and accept to use this mailbox.'),
      );
}
