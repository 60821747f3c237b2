import type * as vscode from 'vscode';
import { type Address, type Draft, type Header, type Problem } from '../../draft/draft.js';
import { type KnownOfDrafts } from '../../draft/help/addressUse.js';
import { type Known } from '../../draft/help/suggestions.js';
import { type KnownPeople } from '../../graph/people.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type DraftIndex } from '../drafts/draftIndex.js';

export interface KnownSoFar extends Known {
  /** False: the drafts are still being looked for, or the mailbox has not answered, and more will be known soon. */
  readonly whole: boolean;
}

/** Knows whom the mailbox knows. It may take its time, and never fails. */
export interface PeopleSource {
  known(header: Pick<Header, 'account'>): Promise<KnownPeople>;
}

const nobody: KnownPeople = { people: [], contacts: [] };

/** The part of VS Code's CancellationToken that is needed here. */
interface Token {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** Whoever types does not wait longer (milliseconds): what is known by then is offered, and the rest next time. */
const patience = 250;

/** Addresses, categories and domains of the drafts of this window, counted when they are asked for. */
export class AddressBook implements vscode.Disposable {
  private learned: KnownOfDrafts | undefined;
  private domains: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  private whole = false;
  /** What the mailbox gave last. */
  private found: KnownPeople = nobody;
  private looking: Promise<void> | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly index: DraftIndex,
    private readonly load: LoadMail,
    private readonly people: PeopleSource,
  ) {
    this.subscription = index.onDidChange(() => {
      this.learned = undefined;
      this.domains = undefined;
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** What can be offered now. `of`: the header to whose account the mailbox's people are wanted, too. Whoever cancels does not wait. */
  async known({ of, token }: { of?: Pick<Header, 'account'>; token?: Token } = {}): Promise<KnownSoFar> {
    const { module, mail } = await this.load();
    const late = elapsed(patience, token);
    const [, accounts, found] = await Promise.all([
      Promise.race([this.lookedFor(), late]),
      Promise.race([mail.accounts(), late]).catch(() => undefined),
      of ? Promise.race([this.people.known(of), late]) : nobody,
    ]);
    if (of && found) this.found = found;
    this.learned ??= module.knownFrom(
      this.index.all().flatMap(({ draft, modified }) => (draft ? [{ header: draft.header, modified }] : [])),
    );
    return {
      ...this.learned,
      people: found?.people ?? [],
      contacts: found?.contacts ?? [],
      accounts: (accounts ?? []).map(({ userName }) => userName),
      whole: this.whole && found !== undefined && accounts !== undefined,
    };
  }

  /** All that were told so far; nothing is looked for. */
  addresses(): readonly Address[] {
    return [...(this.learned?.addresses ?? []), ...this.found.people, ...this.found.contacts];
  }

  /** Resolves when all drafts of the window were looked for once. */
  lookedFor(): Promise<void> {
    this.looking ??= this.index.ensure().then(
      () => {
        this.whole = true;
      },
      (error: unknown) => {
        this.looking = undefined;
        throw error;
      },
    );
    return this.looking;
  }

  /** Domains that no other draft is addressed to. Nothing is said before all drafts were looked for. */
  async newDomains(uri: vscode.Uri, draft: Draft): Promise<readonly Problem[]> {
    if (!this.whole) return [];
    const { module, mail } = await this.load();
    const own = new Set((await mail.accounts()).map(({ userName }) => module.domainOf(userName)));
    for (const address of [draft.header.from?.address, draft.header.mailbox])
      if (own.size > 0 && address !== undefined) own.add(module.domainOf(address));
    const key = uri.toString();
    const others = [...this.domainUse(module.domainOf)].filter(
      ([, drafts]) => drafts.size > 1 || !drafts.has(key),
    );
    return module.newDomains(draft, new Set(others.map(([domain]) => domain)), own);
  }

  private domainUse(domainOf: (address: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.domains) return this.domains;
    const found = new Map<string, Set<string>>();
    for (const { uri, draft } of this.index.all()) {
      const { to = [], cc = [], bcc = [] } = draft?.header ?? {};
      for (const { address } of [...to, ...cc, ...bcc]) {
        const drafts = found.get(domainOf(address)) ?? new Set<string>();
        found.set(domainOf(address), drafts.add(uri.toString()));
      }
    }
    return (this.domains = found);
  }
}

function elapsed(milliseconds: number, token?: Token): Promise<undefined> {
  if (token?.isCancellationRequested) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      subscription?.dispose();
      resolve(undefined);
    };
    const timer = setTimeout(end, milliseconds);
    const subscription = token?.onCancellationRequested(end);
  });
}
