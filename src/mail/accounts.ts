import { type ApplicationRegistration, isApplication } from '../auth/applicationAccounts.js';
import { SignInRequired } from '../auth/authErrors.js';
import {
  type Account,
  type Authenticator,
  type SignInMethod,
  type TokenRequest,
} from '../auth/authenticator.js';
import { type Draft } from '../draft/draft.js';
import { ownMailboxScopes, sharedMailboxScopes } from '../graph/scopes.js';
import { isForPeople, peopleScopes } from '../graph/people.js';
import { type MailHost } from '../mailHost.js';
import { type MailboxReference } from '../outbox/ledger.js';
import {
  mailboxMissing,
  mailboxOfPersonal,
  notSignedIn,
  sandboxInUse,
  unknownAccount,
} from './accountFailures.js';
import { type Environment } from './environments.js';

/** For drafts and for sending: asked in one consent, as organizations prefer it. */
const scopes = [...ownMailboxScopes.write, ...ownMailboxScopes.send];

/** What a header says of the mailbox. */
export type MailboxKeys = Pick<Draft['header'], 'account' | 'mailbox'>;

interface AccountParts {
  readonly host: MailHost;
  readonly environment: () => Environment;
  /** Tokens of before may be of no use any more. */
  readonly changed: () => void;
}

/** The sign-in that would give what a token could not be had for. */
interface NeededSignIn {
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly claims?: string;
}

/** Who is signed in, and which account and mailbox a draft uses. */
export class Accounts {
  /** What the last token that was refused would have taken; the next sign-in may ask for it. */
  private needed: NeededSignIn | undefined;
  /** The same for people and contacts. Apart, so that nobody is asked for them who signs in for something else. */
  private neededForPeople: NeededSignIn | undefined;

  constructor(private readonly parts: AccountParts) {}

  all(): Promise<readonly Account[]> {
    return this.parts.environment().authenticator.accounts();
  }

  /** `again`: the sign-in that the last refused token asked for, with the account, permissions and claims of then. */
  async signIn(method: SignInMethod, signal: AbortSignal, again: boolean): Promise<Account> {
    const { authenticator } = this.parts.environment();
    const needed = again ? this.needed : undefined;
    const known = (await authenticator.accounts()).find(({ id }) => id === needed?.accountId);
    const account = await authenticator.signIn(
      {
        scopes: [...new Set([...scopes, ...(known ? (needed?.scopes ?? []) : [])])],
        method,
        ...(known ? { loginHint: known.userName } : {}),
        ...(known && needed?.claims !== undefined ? { claims: needed.claims } : {}),
      },
      signal,
    );
    this.needed = undefined;
    if (!known) await this.parts.host.defaultAccount.set(account.id);
    this.parts.changed();
    return account;
  }

  /** Adds an application without a person; the sign-in service has accepted it then. @throws Failure `sandbox-in-use` */
  async addApplication(registration: ApplicationRegistration, signal: AbortSignal): Promise<Account> {
    const { applications } = this.parts.environment();
    if (!applications) throw sandboxInUse();
    const account = await applications.add(registration, signal);
    await this.parts.host.defaultAccount.set(account.id);
    this.parts.changed();
    return account;
  }

  async signOut(accountId: string): Promise<void> {
    await this.parts.environment().authenticator.signOut(accountId);
    this.parts.changed();
  }

  /** Never shows anything; what it would have taken is kept for {@link signIn}. */
  async token(
    authenticator: Authenticator,
    accountId: string,
    request: TokenRequest,
    signal?: AbortSignal,
  ): Promise<string> {
    try {
      return await authenticator.token(accountId, request, signal);
    } catch (error) {
      if (error instanceof SignInRequired) {
        const claims = error.claims ?? request.claims;
        const needed = {
          accountId,
          scopes: together(request.scopes),
          ...(claims === undefined ? {} : { claims }),
        };
        if (isForPeople(request.scopes)) this.neededForPeople = needed;
        else this.needed = needed;
      }
      throw error;
    }
  }

  /** The person agreed that people and contacts are read: the next {@link signIn} with `again` asks for them. */
  wantPeople(accountId: string): void {
    const { neededForPeople: known } = this;
    this.needed = known?.accountId === accountId ? known : { accountId, scopes: peopleScopes };
  }

  /** The one that a draft names, else the default one. @throws Failure `account-unknown`, `not-signed-in` */
  async of(header: Pick<MailboxKeys, 'account'>): Promise<Account> {
    if (header.account !== undefined) {
      const accounts = await this.all();
      const wanted = header.account.toLowerCase();
      const named = accounts.find(({ userName }) => userName.toLowerCase() === wanted);
      if (!named) throw unknownAccount(header.account);
      return named;
    }
    const account = await this.usual();
    if (!account) throw notSignedIn();
    return account;
  }

  /** Who signed in last, of those who still are. */
  async usual(): Promise<Account | undefined> {
    const accounts = await this.all();
    const chosen = this.parts.host.defaultAccount.get();
    return accounts.find(({ id }) => id === chosen) ?? accounts[0];
  }

  /** @throws as {@link of} */
  async addressFor(header: MailboxKeys): Promise<string> {
    return header.mailbox ?? (await this.of(header)).userName;
  }

  /** @throws as {@link of}; Failure `mailbox-missing`, `mailbox-personal` */
  async mailboxFor(header: MailboxKeys): Promise<MailboxReference> {
    const { id: accountId, userName } = await this.of(header);
    const { mailbox } = header;
    if (mailbox === undefined && isApplication(accountId)) throw mailboxMissing();
    const own = mailbox === undefined || mailbox.toLowerCase() === userName.toLowerCase();
    if (!own && isPersonal(accountId)) throw mailboxOfPersonal();
    const path = own ? '/me' : `/users/${mailbox}`;
    return { environment: this.parts.environment().id, accountId, path };
  }
}

/** Whoever has to agree to drafts in another's mailbox agrees to sending from it in the same breath. */
function together(asked: readonly string[]): readonly string[] {
  const { write, send } = sharedMailboxScopes;
  return asked.some((scope) => scope.endsWith('.Shared')) ? [...write, ...send] : asked;
}

/** Home account ids end with the tenant; all personal accounts share this one (Entra page "ID token claims", `tid`). */
function isPersonal(accountId: string): boolean {
  return accountId.toLowerCase().endsWith('.9188040d-6c67-4c5b-b112-36a304b66dad');
}
