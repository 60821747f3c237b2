import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Process group; 0 where it is not known. */
  readonly group: number;
  readonly command: string;
}

function linuxProcess(pid: string): RunningProcess[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name stands in parentheses and may hold spaces; state, parent and group follow.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
  } catch {
    // It ended between the listing and the reading.
    return [];
  }
}

function macProcesses(): RunningProcess[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,command='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return lines.split('\n').flatMap((line) => {
    const [, pid, parent, group, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!pid || !parent || !command) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
  });
}

function windowsProcesses(): RunningProcess[] {
  const query =
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CommandLine)" }';
  const lines = execFileSync('powershell', ['-NoProfile', '-Command', query], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return lines.split(/\r?\n/).flatMap((line) => {
    const [, pid, parent, command] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
    return pid && parent
      ? [{ pid: Number(pid), parent: Number(parent), group: 0, command: command ?? '' }]
      : [];
  });
}

function allProcesses(): RunningProcess[] {
  switch (process.platform) {
    case 'linux':
      return readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap(linuxProcess);
    case 'win32':
      return windowsProcesses();
    default:
      return macProcesses();
  }
}

/** Those of the processes that still run. */
export function stillRunning(pids: readonly number[]): number[] {
  return allProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pids.includes(pid));
}

/** Children, children's children and so on of a process, without itself. */
export function descendants(pid: number): RunningProcess[] {
  const all = allProcesses();
  const found: RunningProcess[] = [];
  let parents = new Set([pid]);
  while (parents.size > 0) {
    const children = all.filter((one) => parents.has(one.parent));
    found.push(...children);
    parents = new Set(children.map((one) => one.pid));
  }
  return found;
}

/** Ends a process that was started as the leader of its own group (`detached`), with the whole group. */
export function endGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (process.platform === 'win32')
      execFileSync('taskkill', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore' });
    else process.kill(-pid, signal);
  } catch {
    // ESRCH: it has ended already, which is what was wanted.
  }
}

/** Zombies, which a container's first process may never collect, do not count. taskkill waits by itself. */
function groupLives(pid: number): boolean {
  return process.platform !== 'win32' && allProcesses().some(({ group }) => group === pid);
}

/** Asks the group to end, and ends it by force after five seconds. Resolves when none of it is left. */
export async function endGroupAndWait(pid: number): Promise<void> {
  endGroup(pid, 'SIGTERM');
  for (let waited = 0; groupLives(pid); waited += 50) {
    if (waited === 5000) endGroup(pid, 'SIGKILL');
    if (waited > 10_000) throw new Error(`Process group ${pid} does not end.`);
    await sleep(50);
  }
}
