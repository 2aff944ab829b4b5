import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process and its children take. */
export interface Resources {
  readonly cpuSeconds: number;
  readonly rssMiB: number;
  readonly fds: number;
}

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** Reads `/proc`; null where there is none, or the process is gone. */
export function resourcesOf(pid: number): Resources | null {
  return orNothing(() =>
    familyOf(pid)
      .map(one)
      .reduce((sum, each) => ({
        cpuSeconds: sum.cpuSeconds + each.cpuSeconds,
        rssMiB: sum.rssMiB + each.rssMiB,
        fds: sum.fds + each.fds,
      })),
  );
}

/** Who listens on this port of this machine; null where `/proc` does not tell. */
export function processOnPort(port: number): number | null {
  const inode = orNothing(() => listeningInode(port));
  if (inode === null) return null;
  const socket = `socket:[${inode}]`;
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && linksOf(name).includes(socket));
  return pid === undefined ? null : Number(pid);
}

function familyOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

function one(pid: number): Resources {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold blanks; user and system time are fields 14 and 15 of the whole.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    rssMiB: Number(rss) / 1024,
    fds: readdirSync(`/proc/${pid}/fd`).length,
  };
}

const LISTENING = '0A';

function listeningInode(port: number): string | null {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === LISTENING && local.endsWith(`:${wanted}`)) return inode;
    }
  }
  return null;
}

/** What a process has open; nothing where it is gone or somebody else's. */
function linksOf(pid: string): readonly string[] {
  return (orNothing(() => readdirSync(`/proc/${pid}/fd`)) ?? []).flatMap(
    (fd) => orNothing(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [],
  );
}

/** Null where a process, or all of `/proc`, is not there or not ours to read. */
function orNothing<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(String(code))) return null;
    throw error;
  }
}
