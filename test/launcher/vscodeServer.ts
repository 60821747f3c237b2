import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type ServerFolders } from './extensionInstall.js';
import { type InstalledVsCode } from './installVsCode.js';
import { endGroup, endGroupAndWait } from './processTree.js';
import { waitUntil } from './wait.js';

export interface VsCodeServer {
  readonly port: number;
  readonly pid: number;
  /** Ends the server with its process group. */
  stop(): Promise<void>;
}

/** A port that was free a moment ago: the server has no way to tell which one it took by itself. */
function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address) resolvePort(address.port);
        else reject(new Error('No port was given.'));
      });
    });
  });
}

export interface ServerOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly trust: boolean;
  readonly runsTests: boolean;
  /** A folder in place of that with VS Code's own extensions. */
  readonly builtIns: string | undefined;
}

function serverArguments(
  port: number,
  folders: ServerFolders,
  { trust, runsTests, builtIns }: ServerOptions,
): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', folders.server, '--user-data-dir', folders.user],
    ...['--extensions-dir', folders.extensions],
    // The shell of whoever runs the tests is not asked for its environment, which takes a second and more.
    '--force-disable-user-env',
    // A built VS Code obeys extensionDevelopmentPath and extensionTestsPath only with this; it hides notifications.
    ...(runsTests ? ['--enable-smoke-test-driver'] : []),
    ...(builtIns === undefined ? [] : ['--builtin-extensions-dir', builtIns]),
    ...(trust ? ['--disable-workspace-trust'] : []),
  ];
}

/** Resolves when the server answers. @throws Error with the server's output when it ends instead */
async function waitForAnswer(child: ChildProcess, port: number, logFile: string): Promise<void> {
  const state = await waitUntil(
    'an answer of VS Code’s server',
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return 'ended';
      const { status } = await fetch(`http://127.0.0.1:${port}/version`, {
        signal: AbortSignal.timeout(2000),
      });
      return status === 200 && 'ready';
    },
    60_000,
  );
  if (state === 'ended')
    throw new Error(`VS Code’s server ended:\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
}

/**
 * Starts the server as the leader of a process group, so that it can be ended with all it starts, and resolves
 * when it answers. Should this process end before, the server is ended with it.
 */
export async function startServer(
  vsCode: InstalledVsCode,
  folders: ServerFolders,
  logFile: string,
  options: ServerOptions,
): Promise<VsCodeServer> {
  const port = await freePort();
  const log = openSync(logFile, 'a');
  const main = join(vsCode.vscode, 'out', 'server-main.js');
  const child = spawn(vsCode.node, [main, ...serverArguments(port, folders, options)], {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...options.env },
  });
  closeSync(log);
  // Without a listener a program that cannot be started would end this process.
  child.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error('VS Code’s server could not be started.');
  const endWithLauncher = () => endGroup(pid, 'SIGKILL');
  process.once('exit', endWithLauncher);
  const stop = async () => {
    await endGroupAndWait(pid);
    process.removeListener('exit', endWithLauncher);
  };
  try {
    await waitForAnswer(child, port, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid, stop };
}
