import { type Account } from '../auth/authenticator.js';
import { type Clock } from '../clock.js';
import { type KnownPeople } from '../graph/people.js';
import { PeopleCache } from '../graph/peopleCache.js';
import { type MailboxReference } from '../outbox/ledger.js';

interface AccountPeopleParts {
  readonly clock: Clock;
  /** Names the cloud: an account of the same id in another has other contacts. */
  readonly environment: () => string;
  readonly read: (reference: MailboxReference, signal: AbortSignal) => Promise<KnownPeople>;
}

/** The people and contacts of who is signed in, in memory alone. */
export class AccountPeople {
  private readonly cache: PeopleCache;

  constructor(private readonly parts: AccountPeopleParts) {
    this.cache = new PeopleCache(parts.clock);
  }

  /** Absent: an application has none. @throws Failure */
  async of({ id: accountId, application }: Account): Promise<KnownPeople | undefined> {
    if (application) return undefined;
    const environment = this.parts.environment();
    const reference: MailboxReference = { environment, accountId, path: '/me' };
    return this.cache.known(JSON.stringify([environment, accountId]), (signal) =>
      this.parts.read(reference, signal),
    );
  }

  /** Accounts came or went, or may do more than before. */
  forget(): void {
    this.cache.forget();
  }
}
