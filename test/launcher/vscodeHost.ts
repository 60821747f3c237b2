import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { downloadsFolder } from './folders.js';
import { linkFewBuiltIns } from './builtInExtensions.js';
import { installExtension, type ExtensionSource } from './extensionInstall.js';
import { installVsCode } from './installVsCode.js';
import { supplyLogModule } from './logModule.js';
import { startLoopbackPages } from './loopbackPages.js';
import { descendants } from './processTree.js';
import { UserSettings } from './userSettings.js';
import { startServer } from './vscodeServer.js';

export interface VsCodeOptions {
  /** The folder that the window opens. */
  readonly folder: string;
  readonly extension?: ExtensionSource;
  /** Written as the user settings; without it those of a reused `dataFolder` stay. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Kept after `stop()` and usable again. Without it: a folder of its own, removed by `stop()`. */
  readonly dataFolder?: string;
  /** Environment of the server, and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** `false` leaves workspace trust on, so that the folder is in restricted mode until the user agrees. */
  readonly trust?: boolean;
  /** The pages may name `extensionTestsPath` in their payload. Notifications are hidden then. */
  readonly runsTests?: boolean;
  /** Without most of the extensions that VS Code brings along, which is faster. */
  readonly fewBuiltIns?: boolean;
  readonly say?: (line: string) => void;
}

export interface VsCodeHost {
  /** The page of a window on the folder. */
  readonly url: string;
  readonly port: number;
  readonly dataFolder: string;
  /** The server's. */
  readonly pid: number;
  /** Where the installed extensions are, for checks of what a package holds. */
  readonly extensionsFolder: string;
  /** What the server writes to its console. */
  readonly logFile: string;
  /** VS Code starts one for each open window, a second after the window opened. */
  extensionHostPids(): number[];
  /** The page of a window on another folder, or with a payload such as `['extensionTestsPath', …]`. */
  pageUrl(page: PageOptions): string;
  /** A `vscode-remote:` URI of this server for a local path. */
  remoteUri(path: string): string;
  /**
   * Adds to the user settings. They hold in windows that are opened or reloaded afterwards: in a browser VS Code
   * does not reliably notice that the file changed.
   */
  changeSettings(changes: Readonly<Record<string, unknown>>): void;
  /** Ends the server and all it started. */
  stop(): Promise<void>;
}

export interface PageOptions {
  readonly folder?: string;
  readonly payload?: readonly (readonly [string, string])[];
}

function newDataFolder(): string {
  const runs = join(downloadsFolder, 'runs');
  mkdirSync(runs, { recursive: true });
  return mkdtempSync(join(runs, 'vscode-'));
}

/** The path of a URI: on Windows `C:\a` is `/C:/a`. */
function uriPath(path: string): string {
  const slashed = resolve(path).replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

function describePages(port: number, opened: string): Pick<VsCodeHost, 'pageUrl' | 'remoteUri'> {
  return {
    remoteUri: (path) => `vscode-remote://localhost:${port}${encodeURI(uriPath(path))}`,
    pageUrl: ({ folder = opened, payload = [] }) => {
      const url = new URL(`http://localhost:${port}/`);
      url.searchParams.set('folder', uriPath(folder));
      if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
      return url.href;
    },
  };
}

/**
 * Starts VS Code's server on 127.0.0.1 and resolves when it answers. The caller must `stop()` it; should the
 * launcher end before, the server is ended with it.
 */
export async function startVsCode(options: VsCodeOptions): Promise<VsCodeHost> {
  const { extension, settings, env = {}, trust = true, runsTests = false, fewBuiltIns = false } = options;
  const vsCode = await installVsCode(options.say);
  supplyLogModule(vsCode.vscode);
  const dataFolder = resolve(options.dataFolder ?? newDataFolder());
  const inData = (name: string) => join(dataFolder, name);
  const folders = { server: inData('server'), user: inData('user'), extensions: inData('extensions') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const userSettings = new UserSettings(folders.user);
  if (settings) userSettings.replace(settings);
  if (extension) await installExtension(vsCode, folders, extension);
  const builtIns = fewBuiltIns ? inData('built-in') : undefined;
  if (builtIns !== undefined) linkFewBuiltIns(vsCode.vscode, builtIns);
  const pages = await startLoopbackPages();
  const serverEnv = { VSCODE_PROXY_URI: pages.template, ...env };
  const server = await startServer(vsCode, folders, inData('server.log'), {
    env: serverEnv,
    trust,
    runsTests,
    builtIns,
  }).catch((error: unknown) => {
    pages.close();
    throw error;
  });
  const described = describePages(server.port, options.folder);
  return {
    ...described,
    url: described.pageUrl({}),
    port: server.port,
    dataFolder,
    pid: server.pid,
    extensionsFolder: folders.extensions,
    logFile: inData('server.log'),
    extensionHostPids: () =>
      descendants(server.pid)
        .filter(({ command }) => command.includes('--type=extensionHost'))
        .map(({ pid }) => pid),
    changeSettings: (changes) => userSettings.change(changes),
    stop: async () => {
      await server.stop();
      pages.close();
      if (options.dataFolder === undefined)
        rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
