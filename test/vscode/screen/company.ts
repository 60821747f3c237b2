import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Page } from 'playwright-core';
import { type Clock } from '../../../src/clock.js';
import { diskStore } from '../../../src/sandbox/diskStore.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';
import { startSandboxServer } from '../../../src/sandbox/server.js';
import { startBrowser } from '../../launcher/browser.js';
import { testedPackage } from '../../launcher/packageVsix.js';
import { testSettings } from '../../launcher/userSettings.js';
import { startVsCode, type VsCodeHost } from '../../launcher/vscodeHost.js';
import { Workbench } from '../../launcher/workbench.js';
import { type IdentityProvider, startIdentityProvider } from '../../protocol/identityProvider.js';

export const ada = { userName: 'ada@company.example', name: 'Ada Lovelace' };
const mailUser = {
  id: '11111111-1111-4111-8111-111111111111',
  userName: ada.userName,
  displayName: ada.name,
};

/**
 * A company outside VS Code: a mailbox server with its mail on disk and a sign-in service, both of which outlive the
 * extension host; and a VS Code with the packaged extension that is set to them.
 */
export class Company {
  private constructor(
    readonly root: string,
    readonly workspace: string,
    readonly mailFolder: string,
    readonly sandbox: Sandbox,
    readonly identity: IdentityProvider,
    private readonly settings: Readonly<Record<string, unknown>>,
    private readonly closeServers: () => Promise<void>,
  ) {}

  private host: VsCodeHost | undefined;
  private browser: BrowserContext | undefined;

  static async open(
    options: { samples?: boolean; settings?: Readonly<Record<string, unknown>> } = {},
  ): Promise<Company> {
    // A short path: the sockets of VS Code lie below it.
    const root = mkdtempSync(join(tmpdir(), 'mdm-'));
    const workspace = join(root, 'mail');
    mkdirSync(workspace);
    if (options.samples) cpSync(join(process.cwd(), 'test', 'samples'), workspace, { recursive: true });
    const identity = await startIdentityProvider({ users: [ada] });
    const mailFolder = join(root, 'mailbox');
    const sandbox = createSandbox({
      users: [mailUser],
      authorize: (token) => (identity.userOf(token) === ada.userName ? mailUser : undefined),
      store: diskStore(mailFolder),
      clock,
    });
    const server = await startSandboxServer(sandbox);
    const settings = {
      ...testSettings,
      'markdownMail.cloud': 'custom',
      'markdownMail.customCloud': { graph: server.origin, authority: identity.authority },
      'markdownMail.clientId': identity.clientId,
      'markdownMail.tenant': identity.tenant,
      'markdownMail.signInMethod': 'browser',
      'markdownMail.undoSendSeconds': 1,
      ...options.settings,
    };
    const close = async () => {
      await server.close();
      await identity.close();
    };
    return new Company(root, workspace, mailFolder, sandbox, identity, settings, close);
  }

  get vsCode(): VsCodeHost {
    if (!this.host) throw new Error('VS Code is not started.');
    return this.host;
  }

  get pages(): BrowserContext {
    if (!this.browser) throw new Error('The browser is not started.');
    return this.browser;
  }

  /** Starts VS Code and opens its window; a second call is a restart with the same data and browser profile. */
  async startWorkbench(): Promise<Workbench> {
    this.host = await startVsCode({
      folder: this.workspace,
      extension: { vsix: await testedPackage() },
      settings: this.settings,
      dataFolder: join(this.root, 'data'),
    });
    this.browser = await startBrowser({ profileFolder: join(this.root, 'profile') });
    return Workbench.open(this.browser, this.host.url);
  }

  async stopWorkbench(): Promise<void> {
    await this.browser?.close();
    await this.host?.stop();
    this.browser = undefined;
    this.host = undefined;
  }

  writeDraft(name: string, text: string): string {
    const file = join(this.workspace, name);
    writeFileSync(file, text);
    return file;
  }

  /** Presses Sign In and follows the browser's page as a person does. */
  async signIn(press: () => Promise<void>): Promise<void> {
    const opened = this.pages.waitForEvent('page');
    await press();
    const page: Page = await opened;
    await page.locator(`button[data-user="${ada.userName}"]`).click();
    await page.getByText('close this tab').first().waitFor();
    await page.close();
  }

  async close(): Promise<void> {
    await this.stopWorkbench();
    await this.closeServers();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
