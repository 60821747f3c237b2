import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Page } from 'playwright-core';
import { type Clock } from '../../../src/clock.js';
import { diskStore } from '../../../src/sandbox/diskStore.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';
import { type SandboxServer, startSandboxServer } from '../../../src/sandbox/server.js';
import { type WireRequest, type WireResponse } from '../../../src/wire.js';
import { startBrowser } from '../../launcher/browser.js';
import { testedPackage } from '../../launcher/packageVsix.js';
import { followsSystem } from '../../launcher/themes.js';
import { testSettings } from '../../launcher/userSettings.js';
import { startVsCode, type VsCodeHost } from '../../launcher/vscodeHost.js';
import { Workbench } from '../../launcher/workbench.js';
import { type IdentityProvider, startIdentityProvider } from '../../protocol/identityProvider.js';

export const ada = { userName: 'ada@company.example', name: 'Ada Lovelace' };
export const grace = { userName: 'grace@company.example', name: 'Grace Hopper' };
type Person = typeof ada;
const mailUsers = [ada, grace].map(({ userName, name }, index) => ({
  id: `${index + 1}1111111-1111-4111-8111-111111111111`,
  userName,
  displayName: name,
}));

/** Stands between VS Code and the mailbox: `carryOut` lets the mailbox do what was asked. */
export type Interceptor = (
  request: WireRequest,
  carryOut: () => Promise<WireResponse>,
  signal: AbortSignal | undefined,
) => Promise<WireResponse>;

export interface CompanyOptions {
  readonly samples?: boolean;
  /** A few received messages are in the mailbox. */
  readonly seed?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** VS Code has all the extensions that it brings along. */
  readonly wholeVsCode?: boolean;
}

/**
 * A company outside VS Code: a mailbox server with its mail on disk and a sign-in service, both of which outlive the
 * extension host; and a VS Code with the packaged extension that is set to them.
 */
export class Company {
  /** Absent: requests go straight to the mailbox. */
  intercept: Interceptor | undefined;
  private host: VsCodeHost | undefined;
  private browser: BrowserContext | undefined;
  private server: SandboxServer | undefined;

  private constructor(
    readonly root: string,
    readonly workspace: string,
    readonly mailFolder: string,
    readonly sandbox: Sandbox,
    readonly identity: IdentityProvider,
    private readonly settings: Record<string, unknown>,
    private readonly fewBuiltIns: boolean,
  ) {}

  static async open(options: CompanyOptions = {}): Promise<Company> {
    // A short path: the sockets of VS Code lie below it.
    const root = mkdtempSync(join(tmpdir(), 'mdm-'));
    const workspace = join(root, 'mail');
    mkdirSync(workspace);
    if (options.samples) cpSync(join(process.cwd(), 'test', 'samples'), workspace, { recursive: true });
    const identity = await startIdentityProvider({
      users: [ada, grace],
      scopes: ['People.Read', 'Contacts.Read'],
    });
    const mailFolder = join(root, 'mailbox');
    const sandbox = createSandbox({
      users: mailUsers,
      authorize: (token) => {
        const user = mailUsers.find(({ userName }) => userName === identity.userOf(token));
        return user && { ...user, permissions: identity.scopesOf(token) };
      },
      store: diskStore(mailFolder),
      clock,
      ...(options.seed ? { seed: true } : {}),
      exchangeLimit: 5000,
    });
    const settings = {
      ...testSettings,
      ...followsSystem,
      'markdownMail.cloud': 'custom',
      'markdownMail.clientId': identity.clientId,
      'markdownMail.tenant': identity.tenant,
      'markdownMail.signInMethod': 'browser',
      'markdownMail.undoSendSeconds': 1,
      // Whoever writes an address would be asked about it in every test.
      'markdownMail.suggestContacts': 'off',
      ...options.settings,
    };
    const few = !options.wholeVsCode;
    const company = new Company(root, workspace, mailFolder, sandbox, identity, settings, few);
    await company.openMailbox();
    return company;
  }

  /** Puts the mailbox on the network; after {@link closeMailbox} at the address it had. */
  async openMailbox(): Promise<void> {
    const handle: Sandbox['handle'] = (request, signal) => {
      const carryOut = () => this.sandbox.handle(request, signal);
      return this.intercept ? this.intercept(request, carryOut, signal) : carryOut();
    };
    const port = this.server ? { port: Number(new URL(this.server.origin).port) } : {};
    this.server = await startSandboxServer({ ...this.sandbox, handle }, port);
    this.settings['markdownMail.customCloud'] ??= {
      graph: this.server.origin,
      authority: this.identity.authority,
    };
  }

  /** Takes the mailbox off the network; what it holds stays. */
  async closeMailbox(): Promise<void> {
    await this.server?.close();
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
  async startWorkbench(options: { trust?: boolean } = {}): Promise<Workbench> {
    const starting = testedPackage().then((vsix) =>
      startVsCode({
        folder: this.workspace,
        extension: { vsix },
        settings: this.settings,
        dataFolder: join(this.root, 'data'),
        fewBuiltIns: this.fewBuiltIns,
        ...options,
      }),
    );
    const browser = startBrowser({ profileFolder: join(this.root, 'profile') });
    [this.host, this.browser] = await Promise.all([starting, browser]);
    // Half of the key under which the page keeps secrets; VS Code's bare server has none to give, and a page forgets.
    await this.browser.route('**/mint-key', (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
    return this.openWindow();
  }

  /** Another window on the same folder; one of its own, because a tab behind another is not drawn. */
  async openWindow(): Promise<Workbench> {
    const [page] = this.pages.pages();
    if (page && page.url() !== 'about:blank') {
      const opened = this.pages.waitForEvent('page');
      const session = await this.pages.newCDPSession(page);
      await session.send('Target.createTarget', { url: 'about:blank', newWindow: true });
      await opened;
    }
    return Workbench.open(this.pages, this.vsCode.url);
  }

  /** Changes user settings, and reloads the window: VS Code in a browser does not reliably notice a changed file. */
  async changeSettings(workbench: Workbench, changes: Readonly<Record<string, unknown>>): Promise<void> {
    this.vsCode.changeSettings(changes);
    await reopen(workbench);
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
  async signIn(press: () => Promise<void>, person: Person = ada): Promise<void> {
    const opened = this.pages.waitForEvent('page');
    await press();
    const page: Page = await opened;
    await page.locator(`button[data-user="${person.userName}"]`).click();
    await page.getByText('close this tab').first().waitFor();
    await page.close();
  }

  /** The messages of this subject in Ada's mailbox, or another's: drafts and sent ones. */
  async messagesAbout(subject: string, person: Person = ada): Promise<readonly StoredMessage[]> {
    const all = await this.sandbox.messages(person.userName);
    return all.filter((message) => message.content.subject === subject);
  }

  /** What Ada does to her messages in Outlook, past the extension. @throws Error when the mailbox refuses it */
  async inOutlook(method: string, path: string, body?: object): Promise<void> {
    const token = this.identity.issuedTokens.findLast((one) => this.identity.userOf(one) === ada.userName);
    const bytes = body && new TextEncoder().encode(JSON.stringify(body));
    const { status } = await this.sandbox.handle({
      method,
      url: `http://127.0.0.1/v1.0/me/messages${path}`,
      headers: {
        Authorization: `Bearer ${token ?? ''}`,
        Prefer: 'IdType="ImmutableId"',
        'Content-Type': 'application/json',
        ...(bytes ? { 'Content-Length': String(bytes.length) } : {}),
      },
      ...(bytes ? { body: bytes } : {}),
    });
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }

  async close(): Promise<void> {
    await this.stopWorkbench();
    await this.closeMailbox();
    await this.identity.close();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Reloads a window that shows the drafts; VS Code shows them again by itself, a little later than the rest. */
export async function reopen(workbench: Workbench): Promise<void> {
  await workbench.reload();
  // The layout is saved some seconds late: another container may be in front again.
  await workbench.showContainer('Markdown Mail');
  await workbench.view('Drafts').untilVisible();
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
