import * as vscode from 'vscode';
import { type Account } from '../../auth/authenticator.js';
import { type Draft } from '../../draft/draft.js';
import { Cancelled, Failure, traceOf } from '../../failure.js';
import { type KnownPeople } from '../../graph/people.js';
import { type Log } from '../../log.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { showInformation } from '../notices.js';
import { type ContactsSetting, settings } from '../settings.js';
import { type PeopleSource } from './addressBook.js';

const nobody: KnownPeople = { people: [], contacts: [] };

/** Ids of the accounts whose people and contacts were declined, or are refused by their organization. */
const declinedKey = 'peopleDeclined';

/** Failures that a sign-in with more permissions may cure. */
const curedBySignIn: readonly string[] = [
  'sign-in-consent-needed',
  'sign-in-confirmation-needed',
  'sign-in-expired',
];

export interface PeopleOfferParts {
  readonly load: LoadMail;
  readonly memento: vscode.Memento;
  readonly log: Log;
  /** Asks a person, and resolves to the button that was chosen. */
  readonly show?: typeof showInformation;
}

/**
 * The people and contacts of the mailbox, for whoever agreed. They are asked about once, when addresses are completed
 * for the first time; a mailbox that is away, or that refuses, is silent.
 */
export class PeopleOffer implements PeopleSource, vscode.Disposable {
  private asking = false;
  /** What the setting was made here, until that is told. */
  private chosen: ContactsSetting | undefined;
  /** A failure is kept for a while, and logged when it is new. */
  private told: unknown;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly parts: PeopleOfferParts) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('markdownMail.suggestContacts')) return;
      // Whoever changes the setting has thought about it anew; an answer for one account says nothing of another.
      if (settings.suggestContacts() !== this.chosen) void parts.memento.update(declinedKey, undefined);
      this.chosen = undefined;
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  async known(header: Pick<Draft['header'], 'account'>): Promise<KnownPeople> {
    try {
      return (await this.look(header)) ?? nobody;
    } catch (error) {
      this.tell(error);
      return nobody;
    }
  }

  private async look(header: Pick<Draft['header'], 'account'>): Promise<KnownPeople | undefined> {
    if (settings.suggestContacts() === 'off') return undefined;
    const { mail } = await this.parts.load();
    if (settings.mail().cloud === 'sandbox') return mail.peopleFor(header);
    const account = await mail.accountFor(header);
    // As it is now: an answer may have come while the account was looked for.
    const setting = settings.suggestContacts();
    if (setting === 'off' || account.application || this.declined().includes(account.id)) return undefined;
    if (setting === 'ask') {
      void this.ask(account);
      return undefined;
    }
    try {
      return await mail.peopleFor(header);
    } catch (error) {
      if (error instanceof Failure && error.code === 'sign-in-consent-needed') void this.ask(account);
      throw error;
    }
  }

  private async ask(account: Account): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      await this.askAbout(account);
    } catch (error) {
      this.tell(error);
    } finally {
      this.asking = false;
    }
  }

  private async askAbout(account: Account): Promise<void> {
    const offer = vscode.l10n.t('Offer People and Contacts');
    const never = vscode.l10n.t('Never');
    const { show = showInformation } = this.parts;
    const answer = await show(
      vscode.l10n.t(
        'Suggest the contacts of {0}, and the people you write with, while you type addresses? Markdown Mail then reads both lists from the mailbox, and stores neither.',
        account.userName,
      ),
      offer,
      vscode.l10n.t('Not Now'),
      never,
    );
    if (answer === never) await this.choose('off');
    else if (answer === offer && (await this.agreed(account))) await this.choose('on');
    else await this.decline(account);
  }

  private async choose(value: ContactsSetting): Promise<void> {
    this.chosen = value;
    await settings.setSuggestContacts(value);
  }

  /** Where an administrator agreed for everybody nobody need sign in; else the sign-in says what is wrong, if anything is. */
  private async agreed(account: Account): Promise<boolean> {
    const { mail } = await this.parts.load();
    mail.wantPeople(account.id);
    try {
      await mail.peopleFor({ account: account.userName });
      return true;
    } catch (error) {
      this.tell(error);
      if (!(error instanceof Failure) || !curedBySignIn.includes(error.code)) return true;
    }
    mail.wantPeople(account.id);
    const result: unknown = await vscode.commands.executeCommand('markdownMail.signIn', { again: true });
    return typeof result === 'object' && result !== null && 'account' in result;
  }

  private declined(): readonly string[] {
    return this.parts.memento.get<readonly string[]>(declinedKey, []);
  }

  private async decline({ id }: Account): Promise<void> {
    await this.parts.memento.update(declinedKey, [...new Set([...this.declined(), id])]);
  }

  /** Whoever writes is not disturbed. */
  private tell(error: unknown): void {
    if (error === this.told || error instanceof Cancelled) return;
    this.told = error;
    if (error instanceof Failure) this.parts.log.warn(`people: ${error.code}`);
    else this.parts.log.error(`people: ${traceOf(error)}`);
  }
}
