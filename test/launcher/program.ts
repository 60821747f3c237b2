import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface ProgramResult {
  /** Exit code; -1 when a signal or the time limit ended the program, or it could not be started. */
  readonly code: number;
  /** stdout and stderr, interleaved. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Called with each piece of output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a program to its end. Never rejects. */
export function runProgram(
  file: string,
  args: readonly string[],
  { cwd, env, timeout = 600_000, onOutput }: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      env: { ...process.env, ...env },
      timeout,
      // npm and other tools are `.cmd` files on Windows, which only a shell starts.
      shell: process.platform === 'win32' && !file.endsWith('.exe'),
      ...(cwd === undefined ? {} : { cwd }),
    });
    let output = '';
    const take = (chunk: string) => {
      output += chunk;
      onOutput?.(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => {
      if (signal) output += `ended by ${signal}\n`;
      resolve({ code: code ?? -1, output });
    });
  });
}

/** Runs npm: the one that runs this script, else the one on the path. */
export function runNpm(args: readonly string[], options?: ProgramOptions): Promise<ProgramResult> {
  const npm = process.env['npm_execpath'];
  return npm && /\.c?js$/.test(npm)
    ? runProgram(process.execPath, [npm, ...args], options)
    : runProgram('npm', args, options);
}

/** The full path of a program on the PATH. */
export function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of folders)
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (existsSync(file)) return file;
    }
  return undefined;
}
