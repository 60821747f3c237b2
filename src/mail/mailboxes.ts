import { type Authenticator, type TokenRequest } from '../auth/authenticator.js';
import { systemClock as clock } from '../auth/systemClock.js';
import { type Random } from '../clock.js';
import { createGraphClient, type GraphClient } from '../graph/client.js';
import { createDraftReader, type DraftReader } from '../graph/draftReader.js';
import { createGraphMailbox } from '../graph/graphMailbox.js';
import { type Mailbox } from '../graph/mailbox.js';
import { type KnownPeople, readPeople } from '../graph/people.js';
import { type MailHost } from '../mailHost.js';
import { type MailboxReference } from '../outbox/ledger.js';
import { type Transport } from '../wire.js';
import { notSignedIn, unknownAccount } from './accountFailures.js';
import { type Environment } from './environments.js';

interface MailboxParts {
  readonly host: MailHost;
  readonly transport: Transport;
  readonly random: Random;
  readonly environment: () => Environment;
  readonly token: (
    authenticator: Authenticator,
    accountId: string,
    request: TokenRequest,
    signal?: AbortSignal,
  ) => Promise<string>;
}

/** The mailboxes of who is signed in. */
export class Mailboxes {
  private readonly clients = new Map<string, GraphClient>();
  /** Kept, because each remembers the ids of its folders. */
  private readonly opened = new WeakMap<GraphClient, Map<string, Mailbox>>();

  constructor(private readonly parts: MailboxParts) {}

  /** @throws Failure `account-unknown`: it is in another cloud; `not-signed-in` */
  async at(reference: MailboxReference): Promise<Mailbox> {
    const client = await this.client(reference);
    const known = this.opened.get(client) ?? new Map<string, Mailbox>();
    this.opened.set(client, known);
    const mailbox = known.get(reference.path) ?? createGraphMailbox(client, pathOf(reference));
    known.set(reference.path, mailbox);
    return mailbox;
  }

  /** @throws as {@link at} */
  async reader(reference: MailboxReference): Promise<DraftReader> {
    return createDraftReader(await this.client(reference), pathOf(reference));
  }

  /** @throws as {@link at}; GraphFailure */
  async people(reference: MailboxReference, signal: AbortSignal): Promise<KnownPeople> {
    return readPeople(await this.client(reference), signal);
  }

  /** Accounts came or went. */
  forget(): void {
    this.clients.clear();
  }

  private async client({ environment, accountId }: MailboxReference): Promise<GraphClient> {
    const { host, transport, random, token } = this.parts;
    const { id, authenticator, root } = this.parts.environment();
    if (environment !== id) throw unknownAccount(environment);
    const accounts = await authenticator.accounts();
    if (!accounts.some((account) => account.id === accountId)) throw notSignedIn();
    const { apiVersion: version } = host.settings();
    const origin = await root();
    const key = JSON.stringify([id, accountId, origin, version]);
    const client =
      this.clients.get(key) ??
      createGraphClient({
        transport,
        token: (request, signal) => token(authenticator, accountId, request, signal),
        root: origin,
        version,
        clock,
        random,
        log: host.log,
      });
    this.clients.set(key, client);
    return client;
  }
}

/** References are made by {@link Accounts.mailboxFor} alone, and come back out of the ledger as text. */
function pathOf({ path }: MailboxReference): '/me' | `/users/${string}` {
  return path as '/me' | `/users/${string}`;
}
