import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Account, type SignInMethod } from './auth/authenticator.js';
import { type ApplicationRegistration } from './auth/applicationAccounts.js';
import { systemClock } from './auth/systemClock.js';
import { type Random } from './clock.js';
import { type Draft } from './draft/draft.js';
import { newDraftId } from './draft/draftId.js';
import { createHttpTransport } from './graph/http.js';
import { type Mailbox } from './graph/mailbox.js';
import { type KnownPeople } from './graph/people.js';
import { downloadPicture, type DownloadedPicture, pictureTransport } from './graph/pictureDownload.js';
import { AccountPeople } from './mail/accountPeople.js';
import { Accounts, type MailboxKeys } from './mail/accounts.js';
import { DraftStates, type Settled } from './mail/draftStates.js';
import { type Environment, Environments } from './mail/environments.js';
import { Mailboxes } from './mail/mailboxes.js';
import { MailboxCopies } from './mailboxCopies.js';
import { type MailHost } from './mailHost.js';
import { type DraftState } from './outbox/draftState.js';
import { fileLock, type Held } from './outbox/fileLock.js';
import { fileHomes, type Homes } from './outbox/homes.js';
import { type MailboxReference } from './outbox/ledger.js';
import { type Outbox } from './outbox/outbox.js';
import { outboxFailures } from './outbox/outboxFailures.js';
import { UploadedTexts } from './outbox/uploadedTexts.js';
import { createPictureMaker } from './pictures/pictureWorkshop.js';
import { type PictureMaker } from './render/pictureMaker.js';
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
export { isWholeAddress } from './draft/help/wholeAddress.js';
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

const requestTimeout = 60_000;

/** A number in [0, 1) that nobody can foresee: draft ids must not collide across machines. */
const random: Random = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;

/** The half of the extension that knows mail but not VS Code; loaded at first use. */
export class Mail {
  private readonly environments: Environments;
  private readonly signedIn: Accounts;
  private readonly acquaintances: AccountPeople;
  private readonly mailboxes: Mailboxes;
  private readonly states: DraftStates;
  private pictureTransport: Transport | undefined;
  private workshop: ReturnType<typeof createPictureMaker> | undefined;
  /** The drafts in mailboxes as Markdown. */
  readonly copies: MailboxCopies;

  constructor(private readonly host: MailHost) {
    const { userAgent, storage } = host;
    const transport = createHttpTransport({ userAgent, timeoutMilliseconds: requestTimeout });
    const environment = (): Environment => this.environments.current;
    const mailbox = (reference: MailboxReference) => this.mailboxes.at(reference);
    this.environments = new Environments({ host, transport, mailbox });
    this.signedIn = new Accounts({ host, environment, changed: () => this.accountsChanged() });
    this.mailboxes = new Mailboxes({
      host,
      transport,
      random,
      environment,
      token: (...asked) => this.signedIn.token(...asked),
    });
    this.acquaintances = new AccountPeople({
      clock: systemClock,
      environment: () => environment().id,
      read: (reference, signal) => this.mailboxes.people(reference, signal),
    });
    this.states = new DraftStates(host, environment);
    this.copies = new MailboxCopies({
      outbox: () => this.outbox,
      texts: () => new UploadedTexts(join(storage, 'uploaded', environment().id)),
      mailbox,
      reader: (reference) => this.mailboxes.reader(reference),
    });
  }

  newDraftId(): string {
    return newDraftId(systemClock, random);
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
    return this.environments.current.outbox;
  }

  accounts(): Promise<readonly Account[]> {
    return this.signedIn.all();
  }

  /** `again`: the sign-in that the last refused token asked for, with the account, permissions and claims of then. */
  signIn(method: SignInMethod, signal: AbortSignal, again = false): Promise<Account> {
    return this.signedIn.signIn(method, signal, again);
  }

  /** Adds an application without a person; the sign-in service has accepted it then. */
  addApplication(registration: ApplicationRegistration, signal: AbortSignal): Promise<Account> {
    return this.signedIn.addApplication(registration, signal);
  }

  signOut(accountId: string): Promise<void> {
    return this.signedIn.signOut(accountId);
  }

  /** The account that a draft uses: the one that it names, else the default one. */
  accountFor(header: Pick<MailboxKeys, 'account'>): Promise<Account> {
    return this.signedIn.of(header);
  }

  /** Who signed in last, of those who still are. */
  defaultAccount(): Promise<Account | undefined> {
    return this.signedIn.usual();
  }

  /**
   * The people and contacts of the account that such a draft uses, kept in memory for a day; an application has none.
   * @throws Failure; with the code `sign-in-consent-needed`, the account has not agreed: {@link wantPeople}
   */
  async peopleFor(header: Pick<MailboxKeys, 'account'>): Promise<KnownPeople | undefined> {
    return this.acquaintances.of(await this.signedIn.of(header));
  }

  /** The person agreed that people and contacts are read: the next {@link signIn} with `again` asks for them. */
  wantPeople(accountId: string): void {
    this.signedIn.wantPeople(accountId);
    this.acquaintances.forget();
  }

  /** The mailbox that drafts with such a header are put into, to read from, and its address. */
  async openMailbox(header: MailboxKeys): Promise<{ mailbox: Mailbox; address: string }> {
    const reference = await this.mailboxFor(header);
    return { mailbox: await this.mailboxes.at(reference), address: await this.addressFor(header) };
  }

  /** The address of the mailbox that drafts with such a header are put into. */
  addressFor(header: MailboxKeys): Promise<string> {
    return this.signedIn.addressFor(header);
  }

  mailboxFor(header: MailboxKeys): Promise<MailboxReference> {
    return this.signedIn.mailboxFor(header);
  }

  /** The state of a draft by what this machine knows. `mail` decides between `uploaded` and `changed`. */
  state(header: Draft['header'], mail: () => Promise<Parameters<Outbox['state']>[1]>): Promise<DraftState> {
    return this.states.of(header, mail);
  }

  /** @throws Failure `already-sent`: the file says so, from whatever mailbox or machine. */
  refuseSent(header: Draft['header']): Promise<void> {
    return this.states.refuseSent(header);
  }

  /** Settles what an earlier run left open in this environment. Nothing is sent by it. */
  settleOpen(): Promise<Settled[]> {
    return this.states.settleOpen();
  }

  dispose(): void {
    this.acquaintances.forget();
    this.environments.dispose();
    this.workshop?.dispose();
  }

  private accountsChanged(): void {
    this.mailboxes.forget();
    this.acquaintances.forget();
  }
}
