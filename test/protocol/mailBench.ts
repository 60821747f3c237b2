import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/auth/systemClock.js';
import { type Files } from '../../src/draft/files.js';
import { inEnglish } from '../../src/failure.js';
import { Mail } from '../../src/mail.js';
import { type MailHost } from '../../src/mailHost.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { type SandboxServer, startSandboxServer } from '../../src/sandbox/server.js';
import { ada, AuthSetting, PersonAtScreen } from './authSetting.js';
import { guid } from './identityProvider/tokens.js';

export const team = 'team@example.com';

/** The whole half of the extension that knows mail, on a custom cloud: a sign-in service and a mailbox server on loopback. */
export class MailBench {
  readonly screen = new PersonAtScreen();
  /** Of every caller of the mailbox beside those for mail. Absent: all. */
  permissions: readonly string[] | undefined;

  private constructor(
    readonly setting: AuthSetting,
    readonly mail: Mail,
    readonly sandbox: Sandbox,
    private readonly server: SandboxServer,
    private readonly storage: string,
    screen: PersonAtScreen,
  ) {
    this.screen = screen;
  }

  static async start(): Promise<MailBench> {
    const scopes = ['Mail.ReadWrite.Shared', 'Mail.Send.Shared', 'People.Read', 'Contacts.Read'];
    const setting = await AuthSetting.start({ scopes });
    let bench: MailBench | undefined;
    const users = [ada, team].map((userName) => ({
      id: guid(userName),
      userName,
      displayName: userName,
      ...(userName === team ? { sharedWith: [ada] } : {}),
    }));
    const sandbox = createSandbox({
      users,
      authorize: (token) => {
        const user = users.find(({ userName }) => userName === setting.provider.userOf(token));
        const { permissions } = bench ?? {};
        return user && permissions ? { ...user, permissions } : user;
      },
      store: memoryStore(),
      seed: true,
      clock: systemClock,
    });
    const server = await startSandboxServer(sandbox);
    const storage = mkdtempSync(join(tmpdir(), 'mdm-'));
    const screen = new PersonAtScreen();
    const mail = new Mail(host(setting, server.origin, storage, screen));
    return (bench = new MailBench(setting, mail, sandbox, server, storage, screen));
  }

  /** Takes the mailbox off the network. */
  async closeMailbox(): Promise<void> {
    await this.server.close();
  }

  async close(): Promise<void> {
    this.mail.dispose();
    await this.server.close();
    await this.setting.close();
    rmSync(this.storage, { recursive: true, force: true });
  }
}

function host(setting: AuthSetting, graph: string, storage: string, screen: PersonAtScreen): MailHost {
  const { authority, clientId, tenant } = setting.provider;
  let chosen: string | undefined;
  return {
    storage,
    files: {} as Files,
    secrets: setting.secrets.window(),
    screen,
    sessions: { session: () => Promise.resolve(undefined) },
    log: setting.log,
    userAgent: 'markdown-mail-test',
    settings: () => ({
      cloud: 'custom',
      customCloud: { graph, authority },
      clientId,
      tenant,
      apiVersion: 'v1.0',
    }),
    translate: inEnglish,
    defaultAccount: { get: () => chosen, set: async (id) => void (chosen = id) },
    draftChanged: () => undefined,
    accountsChanged: () => undefined,
  };
}
