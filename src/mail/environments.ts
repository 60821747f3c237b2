import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { allAccounts } from '../auth/allAccounts.js';
import { ApplicationAccounts } from '../auth/applicationAccounts.js';
import { type Account, type Authenticator } from '../auth/authenticator.js';
import { EditorAccounts } from '../auth/editorAccounts.js';
import { createApplicationTokens, createMsalAuthenticator } from '../auth/msal.js';
import { systemClock as clock } from '../auth/systemClock.js';
import { traceOf } from '../failure.js';
import { type Cloud, customCloud, microsoftClouds } from '../graph/clouds.js';
import { type Mailbox } from '../graph/mailbox.js';
import { type MailHost } from '../mailHost.js';
import { fileLedger } from '../outbox/fileLedger.js';
import { fileLock } from '../outbox/fileLock.js';
import { type Ledger, type MailboxReference } from '../outbox/ledger.js';
import { secretUploads } from '../outbox/openUploads.js';
import { Outbox } from '../outbox/outbox.js';
import { createSandboxMailbox, type SandboxMailbox } from '../sandbox/embedded.js';
import { type Transport } from '../wire.js';

export const sandboxId = 'sandbox';

/** A cloud as the settings name it, with who is signed in there. */
export interface Environment {
  /** Names the folder of its ledgers. */
  readonly id: string;
  readonly authenticator: Authenticator;
  /** Absent in the sandbox. */
  readonly applications?: ApplicationAccounts;
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  /** The origin of Graph. */
  readonly root: () => Promise<string>;
}

interface EnvironmentParts {
  readonly host: MailHost;
  readonly transport: Transport;
  readonly mailbox: (reference: MailboxReference) => Promise<Mailbox>;
}

/** Each cloud that the settings have named since the start; what is kept of one never reaches another. */
export class Environments {
  private readonly made = new Map<string, Environment>();
  private readonly subscriptions: { dispose(): void }[] = [];
  private sandbox: Promise<SandboxMailbox> | undefined;

  constructor(private readonly parts: EnvironmentParts) {}

  /** That of the settings as they are now. @throws Failure `custom-cloud-invalid` */
  get current(): Environment {
    const { host } = this.parts;
    const settings = host.settings();
    const key = JSON.stringify([settings.cloud, settings.customCloud, settings.clientId, settings.tenant]);
    const known = this.made.get(key);
    if (known) return known;
    const made = settings.cloud === 'sandbox' ? this.sandboxEnvironment() : this.cloudEnvironment();
    this.made.set(key, made);
    this.subscriptions.push(made.authenticator.onDidChange(() => host.accountsChanged()));
    return made;
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => subscription.dispose());
    void this.sandbox?.then((sandbox) => sandbox.close());
  }

  private cloudEnvironment(): Environment {
    const { host, transport } = this.parts;
    const { cloud: name, customCloud: custom, clientId, tenant } = host.settings();
    const cloud: Cloud =
      name === 'custom' || name === 'sandbox' ? customCloud(custom) : microsoftClouds[name];
    const { secrets, screen, sessions, log } = host;
    const signInCloud = { kind: cloud.kind, authority: cloud.authority };
    const root = () => Promise.resolve(cloud.graph);
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
      translate: (text) => host.translate(text),
    });
    const registered = { cloud: signInCloud, clientId, tenant };
    const editor = new EditorAccounts({ ...registered, secrets, sessions, resource: cloud.graph });
    const id = cloud.kind === 'custom' ? `custom-${shortHash(cloud.graph)}` : cloud.name;
    return { ...this.assemble(id, allAccounts(people, editor, applications), root), applications };
  }

  private sandboxEnvironment(): Environment {
    const { storage, log } = this.parts.host;
    const sandbox = () =>
      (this.sandbox ??= createSandboxMailbox(join(storage, 'sandbox'), clock, (error) =>
        log.error(`sandbox: ${traceOf(error)}`),
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
    const { host, mailbox } = this.parts;
    const ledger = ledgerOf(host.storage, id);
    const outbox = new Outbox({
      ledger,
      lock: fileLock(join(host.storage, 'locks', id)),
      clock,
      log: host.log,
      uploads: secretUploads(host.secrets, id, host.log),
      mailbox,
      changed: (draftId) => host.draftChanged(draftId),
    });
    return { id, authenticator, ledger, outbox, root };
  }
}

/** The folder that holds a folder of ledgers for each environment. */
export function ledgersFolder(storage: string): string {
  return join(storage, 'outbox');
}

export function ledgerOf(storage: string, environment: string): Ledger {
  return fileLedger(join(ledgersFolder(storage), environment));
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
