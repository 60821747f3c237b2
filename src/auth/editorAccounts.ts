import { Failure, sentence, throwIfCancelled } from '../failure.js';
import { expiredSignIn, notSignedIn, unagreedSignIn, unconfirmedSignIn } from './authErrors.js';
import { type Account, type Secrets, type SignInOptions, type TokenRequest } from './authenticator.js';
import { checkEnvironment, environmentKey, type SignInEnvironment } from './environment.js';
import { parseObject, storedIds, watchIds } from './storedAccounts.js';

/** An account of the editor's own, and its access token. */
export interface EditorSession {
  readonly accessToken: string;
  readonly account: { readonly id: string; readonly label: string };
}

/** The editor's Microsoft accounts; `vscode.authentication` behind it. */
export interface EditorSessions {
  /**
   * `interactive`: may ask the person. Absent: there is none, and nobody was asked.
   * @throws Failure `sign-in-declined`, `sign-in-vscode-missing`
   */
  session(request: EditorSessionRequest): Promise<EditorSession | undefined>;
}

export interface EditorSessionRequest {
  readonly scopes: readonly string[];
  readonly claims?: string;
  readonly accountId?: string;
  readonly interactive: boolean;
}

const worldwide = 'https://graph.microsoft.com';
const prefix = 'markdownMail.editorAccount.';
const idStart = 'vscode.';

/** What was agreed to by those who signed in before that was written down. */
const oncePermitted: readonly string[] = ['Mail.ReadWrite', 'Mail.Send'];

/** An account, and the permissions that its person agreed to at all sign-ins together. */
interface KnownAccount {
  readonly account: Account;
  readonly permitted: readonly string[];
}

/** Tells an account of the editor's own from one of MSAL's. */
export function isEditorAccount(accountId: string): boolean {
  return accountId.startsWith(idStart);
}

/**
 * People who signed in through the editor. What is kept of them here is that they did, and their name: the tokens are
 * the editor's. Only Microsoft's worldwide cloud, for its provider serves no other.
 */
export class EditorAccounts {
  private readonly start: string;
  private readonly last = new Map<string, string>();

  constructor(
    private readonly options: SignInEnvironment & {
      readonly secrets: Secrets;
      readonly sessions: EditorSessions;
      /** Origin of Microsoft Graph. */
      readonly resource: string;
    },
  ) {
    this.start = `${prefix}${environmentKey(options)}.`;
  }

  async accounts(): Promise<Account[]> {
    const ids = await storedIds(this.options.secrets, this.start);
    const found = await Promise.all(ids.map((id) => this.read(id)));
    return found.flatMap((known) => known?.account ?? []);
  }

  async signIn({ scopes, claims }: SignInOptions, signal: AbortSignal): Promise<Account> {
    checkEnvironment(this.options);
    if (this.options.resource !== worldwide) throw otherCloud();
    const session = await this.session({ scopes, interactive: true, ...(claims ? { claims } : {}) });
    throwIfCancelled(signal);
    if (!session) throw notSignedIn();
    const account = { id: idStart + session.account.id, userName: session.account.label };
    const { permitted = [] } = (await this.read(account.id)) ?? {};
    const known = { ...account, permitted: [...new Set([...permitted, ...scopes])] };
    await this.options.secrets.store(this.start + account.id, JSON.stringify(known));
    return account;
  }

  /** Forgets that the person signed in here. The editor's own account stays: it serves other extensions, too. */
  async remove(accountId: string): Promise<void> {
    this.last.delete(accountId);
    await this.options.secrets.delete(this.start + accountId);
  }

  async token(accountId: string, { scopes, claims, renew }: TokenRequest): Promise<string> {
    const stored = await this.read(accountId);
    if (!stored) throw notSignedIn();
    if (claims !== undefined) throw unconfirmedSignIn(claims);
    const known = accountId.slice(idStart.length);
    const session = await this.session({ scopes, accountId: known, interactive: false });
    // The editor does not say why it has none. A person who never agreed to this much need not sign in again for the rest.
    if (!session && !scopes.every((scope) => stored.permitted.includes(scope))) throw unagreedSignIn();
    // The editor renews its tokens by itself: one that was refused and comes again is of no use.
    if (!session || (renew && session.accessToken === this.last.get(accountId))) throw expiredSignIn();
    this.last.set(accountId, session.accessToken);
    return session.accessToken;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return watchIds(this.options.secrets, this.start, listener);
  }

  /** The editor's provider takes the app registration from two scopes of its own, and gives none to the service. */
  private session(request: EditorSessionRequest): Promise<EditorSession | undefined> {
    const { clientId, tenant, resource } = this.options;
    const own = [`VSCODE_CLIENT_ID:${clientId}`, `VSCODE_TENANT:${tenant}`];
    const scopes = request.scopes.map((scope) => `${resource}/${scope}`);
    return this.options.sessions.session({ ...request, scopes: [...own, ...scopes] });
  }

  private async read(accountId: string): Promise<KnownAccount | undefined> {
    const text = await this.options.secrets.get(this.start + accountId);
    const { id, userName, permitted } = (text === undefined ? undefined : parseObject(text)) ?? {};
    if (typeof id !== 'string' || typeof userName !== 'string') return undefined;
    const listed = Array.isArray(permitted) ? permitted.filter((one) => typeof one === 'string') : undefined;
    return { account: { id, userName }, permitted: listed ?? oncePermitted };
  }
}

function otherCloud(): Failure {
  return new Failure(
    'sign-in-vscode-cloud',
    sentence('VS Code’s own Microsoft account reaches the worldwide cloud only.'),
    sentence('Set “{0}” to “auto” and sign in again.', 'markdownMail.signInMethod'),
  );
}
