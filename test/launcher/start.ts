// `npm start`: VS Code on the samples with the sandbox mailbox. `-- --fresh` begins anew, `-- --demo` runs by itself.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runDemo } from './demo.js';
import { projectFolder } from './folders.js';
import { findOnPath } from './program.js';
import { sampleSettings, samplesWorkspace } from './samplesWorkspace.js';
import { startVsCode } from './vscodeHost.js';

/** Shows a page in the user's browser where there is a screen. @returns whether a program for it was started */
function openForUser(url: string): boolean {
  const { platform, env } = process;
  const screen =
    platform === 'darwin' || platform === 'win32' || (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') !== '';
  if (!screen || (env['CI'] ?? '') !== '') return false;
  const opener: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    darwin: ['open', url],
    // `start` takes its first quoted argument for a window title, and `&` ends a command.
    win32: ['cmd.exe', '/d', '/s', '/c', `start "" "${url}"`],
  };
  const [program, ...args] = opener[platform] ?? ['xdg-open', url];
  if (platform === 'linux' && !findOnPath(program)) return false;
  const child = spawn(program, args, {
    detached: true,
    stdio: 'ignore',
    windowsVerbatimArguments: platform === 'win32',
  });
  // No browser is no fault: the URL is printed.
  child.on('error', () => undefined);
  child.unref();
  return true;
}

/** Resolves at Ctrl+C or when this process is asked to end. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    // Something must keep the process: signal listeners do not.
    const timer = setInterval(() => undefined, 1 << 30);
    const stop = () => {
      clearInterval(timer);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  });
}

async function runByHand(fresh: boolean): Promise<void> {
  const samples = samplesWorkspace('samples-workspace', fresh);
  const reused = existsSync(samples.dataFolder);
  const host = await startVsCode({
    folder: samples.folder,
    extension: { folder: projectFolder },
    dataFolder: samples.dataFolder,
    // What the user has set in an earlier run stays.
    ...(reused ? {} : { settings: sampleSettings }),
  });
  try {
    console.log(`\nVS Code with Markdown Mail: ${host.url}`);
    console.log(
      `The samples are in ${samples.folder}; the mailbox is the sandbox, so no mail leaves this computer.`,
    );
    console.log(openForUser(host.url) ? 'It opens in your browser.' : 'Open the address in a browser.');
    console.log('Ctrl+C ends it.');
    await untilStopped();
  } finally {
    await host.stop();
  }
}

const wanted = new Set(process.argv.slice(2));
const unknown = [...wanted].find((one) => one !== '--demo' && one !== '--fresh');
try {
  if (unknown !== undefined) throw new Error(`${unknown} is not known; there are --demo and --fresh.`);
  if (wanted.has('--demo')) process.exitCode = await runDemo();
  else await runByHand(wanted.has('--fresh'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
