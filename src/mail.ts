import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SignInRequired } from './auth/authErrors.js';
import { type Account, type Authenticator, type SignInMethod } from './auth/authenticator.js';
import {
  ApplicationAccounts,
  type ApplicationRegistration,
  isApplication,
} from './auth/applicationAccounts.js';
import { allAccounts } from './auth/allAccounts.js';
import { EditorAccounts } from './auth/editorAccounts.js';
import { createApplicationTokens, createMsalAuthenticator } from './auth/msal.js';
import { systemClock } from './auth/systemClock.js';
import { type Random } from './clock.js';
import { type Draft } from './draft/draft.js';
import { newDraftId } from './draft/draftId.js';
import { Failure, sentence, traceOf } from './failure.js';
import { createGraphClient, type GraphClient } from './graph/client.js';
import { type Cloud, customCloud, microsoftClouds } from './graph/clouds.js';
import { createGraphMailbox, sharedMailboxScopes } from './graph/graphMailbox.js';
import { createDraftReader } from './graph/draftReader.js';
import { createHttpTransport } from './graph/http.js';
import { type Mailbox } from './graph/mailbox.js';
import { downloadPicture, type DownloadedPicture, pictureTransport } from './graph/pictureDownload.js';
import { MailboxCopies } from './mailboxCopies.js';
import { type MailHost } from './mailHost.js';
import { type DraftState } from './outbox/draftState.js';
import { fileLedger } from './outbox/fileLedger.js';
import { fileLock, type Held } from './outbox/fileLock.js';
import { fileHomes, type Homes } from './outbox/homes.js';
import { type MailboxReference } from './outbox/ledger.js';
import { secretUploads } from './outbox/openUploads.js';
import { Outbox } from './outbox/outbox.js';
import { outboxFailures } from './outbox/outboxFailures.js';
import { UploadedTexts } from './outbox/uploadedTexts.js';
import { createPictureMaker } from './pictures/pictureWorkshop.js';
import { type PictureMaker } from './render/pictureMaker.js';
import { createSandboxMailbox, type SandboxMailbox } from './sandbox/embedded.js';
import { type Transport } from './wire.js';

export { formatAddress } from './draft/addresses.js';
export { answerDraft } from './draft/answerDraft.js';
export { checkDraft } from './draft/check.js';
export { addressCodes, fixesFor, pathCodes } from './draft/fixes/fixesFor.js';
export { setHeaderKey } from './draft/editHeader.js';
export { addHeaderItem, yamlText } from './draft/headerLists.js';
export { domainOf, knownFrom } from './draft/help/addressUse.js';
export { completionPlace, keyAt } from './draft/help/completionPlace.js';
export { headerHelp } from './draft/help/headerHelp.js';
export { ignoreRules } from './draft/help/ignoreRules.js';
export { keySuggestions, nothingKnown, valueSuggestions } from './draft/help/suggestions.js';
export { laterTimes, readTypedTime, sendAtText, typedTime } from './draft/laterTimes.js';
export { parseDraft } from './draft/parseDraft.js';
export { pastedMarkdown } from './pastedHtml.js';
export { lineStartsOf, problemPlace } from './draft/problemPlace.js';
export { removeHeaderKeys } from './draft/removeHeaderKeys.js';
export { templateSubject, templateText } from './draft/templateText.js';
export { newDomains } from './draft/writing/newDomain.js';
export { classicOutlook } from './render/classicOutlook.js';
export { compose } from './render/compose.js';
export { emlOf } from './render/eml.js';
export { ParsedBlocks } from './render/parsedBlocks.js';
export { pictureFileStem, remoteImages, retargeted } from './render/remoteImages.js';
export { safeFileName } from './fileName.js';
export { fileNameOf } from './mailboxCopies.js';
export { certificateCredential } from './auth/certificate.js';
export { chooseFlows } from './auth/flows.js';
export { adminConsentUrl } from './auth/serviceErrors.js';
export { microsoftClouds } from './graph/clouds.js';
export { outboxFailures } from './outbox/outboxFailures.js';
export { remembered } from './outbox/remembered.js';

/** `Mail.ReadWrite` for drafts, `Mail.Send` for sending: asked in one consent, as organizations prefer it. */
const scopes = ['Mail.ReadWrite', 'Mail.Send'];

const requestTimeout = 60_000;
const sandboxId = 'sandbox';

const clock = systemClock;

/** A number in [0, 1) that nobody can foresee: draft ids must not collide across machines. */
const random: Random = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;

/** A cloud as the settings name it, with who is signed in there. */
interface Environment {
  /** Names the folder of its ledgers. */
  readonly id: string;
  readonly authenticator: Authenticator;
  /** Absent in the sandbox. */
  readonly applications?: ApplicationAccounts;
  readonly outbox: Outbox;
  readonly root: () => Promise<string>;
}

/** What a header says of the mailbox. */
type MailboxKeys = Pick<Draft['header'], 'account' | 'mailbox'>;

type TokenCall = [authenticator: Authenticator, ...Parameters<Authenticator['token']>];

/** The half of the extension that knows mail but not VS Code; loaded at first use. */
export class Mail {
  private readonly transport: Transport;
  private readonly environments = new Map<string, Environment>();
  private readonly clients = new Map<string, ReturnType<typeof createGraphClient>>();
  /** Kept, because each remembers the ids of its folders. */
  private readonly mailboxes = new WeakMap<object, Map<string, Mailbox>>();
  private readonly subscriptions: { dispose(): void }[] = [];
  /** What the last token that was refused would have taken; the next sign-in may ask for it. */
  private needed: { accountId: string; scopes: readonly string[]; claims?: string } | undefined;
  private sandbox: Promise<SandboxMailbox> | undefined;
  /** The drafts in mailboxes as Markdown. */
  readonly copies = new MailboxCopies({
    outbox: () => this.outbox,
    texts: () => new UploadedTexts(join(this.host.storage, 'uploaded', this.environment().id)),
    mailbox: (reference) => this.mailbox(reference),
    reader: async (reference) =>
      createDraftReader(await this.client(reference), reference.path as '/me' | `/users/${string}`),
  });
  private pictureTransport: Transport | undefined;
  private workshop: ReturnType<typeof createPictureMaker> | undefined;

  constructor(private readonly host: MailHost) {
    this.transport = createHttpTransport({ userAgent: host.userAgent, timeoutMilliseconds: requestTimeout });
  }

  newDraftId(): string {
    return newDraftId(clock, random);
  }

  /** Keeps a draft file to one window while it gets its id. @throws Failure `draft-busy`: another has it. */
  claimFile(location: string): Held {
    const name = createHash('sha256').update(location).digest('hex');
    const held = fileLock(join(this.host.storage, 'locks', 'files')).tryAcquire(name);
    if (!held) throw outboxFailures.busy();
    return held;
  }

  /** Which file each draft was last worked with, over all windows and mailboxes of this computer. */
  get homes(): Homes {
    return fileHomes(join(this.host.storage, 'homes'));
  }

  /** Makes the pictures of all drafts of this window, and keeps them. */
  get pictureMaker(): PictureMaker {
    return (this.workshop ??= createPictureMaker({
      folder: join(__dirname, 'pictures'),
      log: this.host.log,
    }));
  }

  /** A picture of the internet. `hosts`: those that the user agreed to. @throws Failure `picture-not-downloaded`; Cancelled */
  downloadPicture(url: string, hosts: ReadonlySet<string>, signal?: AbortSignal): Promise<DownloadedPicture> {
    this.pictureTransport ??= pictureTransport(this.host.userAgent);
    return downloadPicture(url, { transport: this.pictureTransport, hosts }, signal);
  }

  get outbox(): Outbox {
    return this.environment().outbox;
  }

  accounts(): Promise<readonly Account[]> {
    return this.environment().authenticator.accounts();
  }

  /** `again`: the sign-in that the last refused token asked for, with the account, permissions and claims of then. */
  async signIn(method: SignInMethod, signal: AbortSignal, again = false): Promise<Account> {
    const { authenticator } = this.environment();
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
    if (!known) await this.host.defaultAccount.set(account.id);
    this.clients.clear();
    return account;
  }

  /** Adds an application without a person; the sign-in service has accepted it then. */
  async addApplication(registration: ApplicationRegistration, signal: AbortSignal): Promise<Account> {
    const { applications } = this.environment();
    if (!applications)
      throw new Failure(
        'sandbox-in-use',
        sentence('The sandbox mailbox knows no applications.'),
        sentence('Leave the sandbox first.'),
      );
    const account = await applications.add(registration, signal);
    await this.host.defaultAccount.set(account.id);
    this.clients.clear();
    return account;
  }

  async signOut(accountId: string): Promise<void> {
    await this.environment().authenticator.signOut(accountId);
    this.clients.clear();
  }

  /** The account that a draft uses: the one that it names, else the default one. */
  async accountFor(header: Pick<Draft['header'], 'account'>): Promise<Account> {
    if (header.account !== undefined) {
      const accounts = await this.accounts();
      const wanted = header.account.toLowerCase();
      const named = accounts.find(({ userName }) => userName.toLowerCase() === wanted);
      if (!named) throw unknownAccount(header.account);
      return named;
    }
    const account = await this.defaultAccount();
    if (!account) throw notSignedIn();
    return account;
  }

  /** Who signed in last, of those who still are. */
  async defaultAccount(): Promise<Account | undefined> {
    const accounts = await this.accounts();
    const chosen = this.host.defaultAccount.get();
    return accounts.find(({ id }) => id === chosen) ?? accounts[0];
  }

  /** The mailbox that drafts with such a header are put into, to read from, and its address. */
  async openMailbox(header: MailboxKeys): Promise<{ mailbox: Mailbox; address: string }> {
    const reference = await this.mailboxFor(header);
    return { mailbox: await this.mailbox(reference), address: await this.addressFor(header) };
  }

  /** The address of the mailbox that drafts with such a header are put into. */
  async addressFor(header: MailboxKeys): Promise<string> {
    return header.mailbox ?? (await this.accountFor(header)).userName;
  }

  async mailboxFor(header: MailboxKeys): Promise<MailboxReference> {
    const { id: accountId, userName } = await this.accountFor(header);
    const { mailbox } = header;
    if (mailbox === undefined && isApplication(accountId)) throw mailboxMissing();
    const own = mailbox === undefined || mailbox.toLowerCase() === userName.toLowerCase();
    if (!own && isPersonal(accountId)) throw mailboxOfPersonal();
    const path = own ? '/me' : `/users/${mailbox}`;
    return { environment: this.environment().id, accountId, path };
  }

  /**
   * The state of a draft by what this machine knows. `hash` decides between `uploaded` and `changed`. A `sent:` in the
   * file counts unless this machine knows that only the sandbox wrote it.
   */
  async state(
    header: Draft['header'],
    mail: () => Promise<Parameters<Outbox['state']>[1]>,
  ): Promise<DraftState> {
    if (header.id === undefined) return sentByHeader(header) ?? { kind: 'local', gone: false };
    const first = await this.outbox.state(header.id);
    if (first.kind === 'uploaded' || first.kind === 'failed')
      return this.outbox.state(header.id, await mail());
    if (first.kind !== 'local' || (await this.onlyTriedOut(header.id))) return first;
    return sentByHeader(header) ?? first;
  }

  /** @throws Failure `already-sent`: the file says so, from whatever mailbox or machine. */
  async refuseSent({ id, sent }: Draft['header']): Promise<void> {
    if (sent === undefined || (id !== undefined && (await this.onlyTriedOut(id)))) return;
    throw outboxFailures.alreadySent();
  }

  /** Settles what an earlier run left open in this environment. Nothing is sent by it. */
  async settleOpen(): Promise<{ id: string; state: DraftState; interrupted: boolean }[]> {
    const { id: environment, outbox } = this.environment();
    const settled: { id: string; state: DraftState; interrupted: boolean }[] = [];
    for (const id of await fileLedger(this.ledgerFolder(environment)).ids()) {
      try {
        const result = await outbox.settle(id);
        if (result) settled.push({ id, ...result });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.host.log.warn(`outbox: ${id} is still open: ${error.code}`);
      }
    }
    return settled;
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => subscription.dispose());
    this.workshop?.dispose();
    void this.sandbox?.then((sandbox) => sandbox.close());
  }

  private environment(): Environment {
    const settings = this.host.settings();
    const key = JSON.stringify([settings.cloud, settings.customCloud, settings.clientId, settings.tenant]);
    const known = this.environments.get(key);
    if (known) return known;
    const made = settings.cloud === 'sandbox' ? this.sandboxEnvironment() : this.cloudEnvironment();
    this.environments.set(key, made);
    this.subscriptions.push(made.authenticator.onDidChange(() => this.host.accountsChanged()));
    return made;
  }

  private cloudEnvironment(): Environment {
    const { cloud: name, customCloud: custom, clientId, tenant } = this.host.settings();
    const cloud: Cloud =
      name === 'custom' || name === 'sandbox' ? customCloud(custom) : microsoftClouds[name];
    const { secrets, screen, sessions, log } = this.host;
    const signInCloud = { kind: cloud.kind, authority: cloud.authority };
    const root = () => Promise.resolve(cloud.graph);
    const { transport } = this;
    const tokens = createApplicationTokens({ cloud: signInCloud, resource: root, transport, log, clock });
    const applications = new ApplicationAccounts({ cloud: signInCloud, secrets, tokens });
    const people = createMsalAuthenticator({
      cloud: signInCloud,
      clientId,
      tenant,
      secrets,
      screen,
      transport,
      log,
      clock,
      translate: (text) => this.host.translate(text),
    });
    const registered = { cloud: signInCloud, clientId, tenant };
    const editor = new EditorAccounts({ ...registered, secrets, sessions, resource: cloud.graph });
    const id = cloud.kind === 'custom' ? `custom-${shortHash(cloud.graph)}` : cloud.name;
    return { ...this.assemble(id, allAccounts(people, editor, applications), root), applications };
  }

  private sandboxEnvironment(): Environment {
    const sandbox = () =>
      (this.sandbox ??= createSandboxMailbox(join(this.host.storage, 'sandbox'), clock, (error) =>
        this.host.log.error(`sandbox: ${traceOf(error)}`),
      ));
    const account: Account = { id: 'sandbox', userName: 'you@sandbox.example', name: 'Sandbox' };
    const authenticator: Authenticator = {
      accounts: () => Promise.resolve([account]),
      signIn: () => Promise.resolve(account),
      signOut: () => Promise.resolve(),
      token: async () => (await sandbox()).token,
      onDidChange: () => ({ dispose: () => undefined }),
    };
    return this.assemble(sandboxId, authenticator, async () => (await sandbox()).origin);
  }

  private assemble(id: string, authenticator: Authenticator, root: () => Promise<string>): Environment {
    const outbox = new Outbox({
      ledger: fileLedger(this.ledgerFolder(id)),
      lock: fileLock(join(this.host.storage, 'locks', id)),
      clock,
      log: this.host.log,
      uploads: secretUploads(this.host.secrets, id, this.host.log),
      mailbox: (reference) => this.mailbox(reference),
      changed: (draftId) => this.host.draftChanged(draftId),
    });
    return { id, authenticator, outbox, root };
  }

  private async mailbox(reference: MailboxReference): Promise<Mailbox> {
    return this.mailboxAt(await this.client(reference), reference.path);
  }

  private async client({ environment, accountId }: MailboxReference): Promise<GraphClient> {
    const { id, authenticator, root } = this.environment();
    if (environment !== id) throw unknownAccount(environment);
    const accounts = await authenticator.accounts();
    if (!accounts.some((account) => account.id === accountId)) throw notSignedIn();
    const { apiVersion: version } = this.host.settings();
    const key = JSON.stringify([id, accountId, await root(), version]);
    const client =
      this.clients.get(key) ??
      createGraphClient({
        transport: this.transport,
        token: (request, signal) => this.token(authenticator, accountId, request, signal),
        root: await root(),
        version,
        clock,
        random,
        log: this.host.log,
      });
    this.clients.set(key, client);
    return client;
  }

  private async token(...[authenticator, accountId, request, signal]: TokenCall): Promise<string> {
    try {
      return await authenticator.token(accountId, request, signal);
    } catch (error) {
      if (error instanceof SignInRequired) {
        const claims = error.claims ?? request.claims;
        this.needed = {
          accountId,
          scopes: together(request.scopes),
          ...(claims === undefined ? {} : { claims }),
        };
      }
      throw error;
    }
  }

  private mailboxAt(client: ReturnType<typeof createGraphClient>, path: string): Mailbox {
    const known = this.mailboxes.get(client) ?? new Map<string, Mailbox>();
    this.mailboxes.set(client, known);
    const mailbox = known.get(path) ?? createGraphMailbox(client, path as '/me' | `/users/${string}`);
    known.set(path, mailbox);
    return mailbox;
  }

  /** A draft that was only tried out in the sandbox carries `sent:`, and was sent to nobody. */
  private async onlyTriedOut(id: string): Promise<boolean> {
    if (this.environment().id === sandboxId) return false;
    const folders = await readdir(join(this.host.storage, 'outbox')).catch(() => []);
    const sentIn = async (folder: string) => {
      const entries = await fileLedger(this.ledgerFolder(folder)).read(id);
      return entries.some(({ step }) => step === 'sent') ? [folder] : [];
    };
    const places = (await Promise.all(folders.map(sentIn))).flat();
    return places.length > 0 && places.every((folder) => folder === sandboxId);
  }

  private ledgerFolder(environment: string): string {
    return join(this.host.storage, 'outbox', environment);
  }
}

/** Whoever has to agree to drafts in another's mailbox agrees to sending from it in the same breath. */
function together(asked: readonly string[]): readonly string[] {
  const { write, send } = sharedMailboxScopes;
  return asked.some((scope) => scope.endsWith('.Shared')) ? [...write, ...send] : asked;
}

function sentByHeader({ sent }: Draft['header']): DraftState | undefined {
  return sent === undefined ? undefined : { kind: 'sent', sentAt: sent };
}

function notSignedIn(): Failure {
  return new Failure(
    'not-signed-in',
    sentence('Nobody is signed in.'),
    sentence('Sign in, or use the sandbox mailbox.'),
  );
}

function mailboxMissing(): Failure {
  return new Failure(
    'mailbox-missing',
    sentence('This draft would be sent by an application, which has no mailbox of its own.'),
    sentence(
      'Write the address of the mailbox after mailbox: in the header, or name another account: there.',
    ),
  );
}

/** Home account ids end with the tenant; all personal accounts share this one (Entra page "ID token claims", `tid`). */
function isPersonal(accountId: string): boolean {
  return accountId.toLowerCase().endsWith('.9188040d-6c67-4c5b-b112-36a304b66dad');
}

function mailboxOfPersonal(): Failure {
  return new Failure(
    'mailbox-personal',
    sentence('A personal Microsoft account has no mailbox but its own.'),
    sentence('Remove mailbox: from the header, or name a work account after account: there.'),
  );
}

function unknownAccount(name: string): Failure {
  return new Failure(
    'account-unknown',
    sentence('{0} is not signed in here.', name),
    sentence('Sign in with that account, or change account: in the header.'),
  );
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
