import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { urlOf } from '../../process/address.ts';
import { triedPort, type WantedAddress, wantedAddresses } from '../../process/listen-fault.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const LEAST_FREE_BYTES = 1e9;
const PROBE_MS = 2000;

/** Whether the data folder can be written to, and has room. */
export async function checkDataFolder({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding> {
  const about = 'data folder';
  const probe = join(dataDir, `.doctor-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return fault(
      about,
      `${dataDir} cannot be written to: ${reason}`,
      'set RELEVANCE_DATA_DIR or dataDir to a folder that can',
    );
  }
  const { bavail, bsize } = await statfs(dataDir);
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
  if (bavail * bsize < LEAST_FREE_BYTES) {
    return warning(about, `${dataDir}: ${free}`, 'make room: the embedded engine and events are kept there');
  }
  return ok(about, `${dataDir}, ${free}`);
}

/** Whether the ports are free, or a gateway has them already. */
export async function checkPorts({ server }: Pick<Config, 'server'>): Promise<readonly Finding[]> {
  const running = await isGateway(server.adminHost, server.adminPort);
  const { data, admin } = wantedAddresses(server);
  return Promise.all([portFinding('data port', data, running), portFinding('admin port', admin, running)]);
}

/** What a gateway that runs here says of itself; nothing where none does. */
export async function checkRunning({ server }: Pick<Config, 'server'>): Promise<readonly Finding[]> {
  const { adminHost, adminPort } = server;
  if (!(await isGateway(adminHost, adminPort))) return [];
  const answer = await fetch(`${urlFromHere(adminHost, adminPort)}/readyz`, {
    signal: AbortSignal.timeout(PROBE_MS),
  });
  const { ready, dependencies } = (await answer.json()) as {
    readonly ready: boolean;
    readonly dependencies: readonly {
      readonly name: string;
      readonly state: string;
      readonly detail: string;
    }[];
  };
  const bad = dependencies.filter(({ state }) => state === 'down' || state === 'degraded');
  const detail = bad.map((one) => `${one.name} is ${one.state}: ${one.detail}`).join('; ');
  const advice = 'see /readyz of the admin port and the log';
  if (!ready) return [fault('running gateway', detail || 'not ready', advice)];
  return [bad.length === 0 ? ok('running gateway', 'ready') : warning('running gateway', detail, advice)];
}

async function portFinding(about: string, wanted: WantedAddress, running: boolean): Promise<Finding> {
  const { host, port, settings } = wanted;
  const error = await triedPort(wanted);
  if (error === null) return ok(about, port === 0 ? 'any free one' : `${host}:${port} is free`);
  const code = error.code ?? error.message;
  if (running && code === 'EADDRINUSE') return ok(about, `${host}:${port}: a gateway runs there`);
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program has it',
    EACCES: 'not allowed: ports below 1024 need more rights',
    EADDRNOTAVAIL: 'this machine has no such address',
  };
  return fault(about, `${host}:${port}: ${why[code] ?? code}`, `set ${settings}`);
}

/** Whether a gateway's admin port answers there. */
export async function isGateway(host: string, port: number): Promise<boolean> {
  if (port === 0) return false;
  const signal = AbortSignal.timeout(PROBE_MS);
  const answer = await fetch(`${urlFromHere(host, port)}/healthz`, { signal }).catch(() => undefined);
  const body = (await answer?.json().catch(() => undefined)) as { readonly live?: unknown } | undefined;
  return body?.live === true;
}

/** Whoever listens everywhere is found here. */
export function urlFromHere(host: string, port: number): string {
  return urlOf({ host: host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host, port });
}
