import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A gateway process as a user would start it, on ports of its own. */
export interface GatewayProcess {
  readonly url: string;
  readonly adminUrl: string;
  readonly child: ChildProcess;
  /** Everything it wrote so far. */
  output(): string;
  /** SIGTERM, then waits; gives the exit code. */
  stop(): Promise<number | null>;
}

export interface Ports {
  readonly data: number;
  readonly admin: number;
}

export interface GatewayOptions {
  readonly elasticsearchUrl?: string;
  /** Text of its relevance.yaml. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Kept after the process ends when given. */
  readonly dataDir?: string;
  /** Free ones unless given. */
  readonly ports?: Ports;
  /** Whether it must be ready, as is the default, or only answer on its data port: without its engine it never is. */
  readonly untilReady?: boolean;
}

/** The compiled program; `npm test` builds it first. */
const PROGRAM = join(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const START_TIMEOUT_MS = 60_000;

/** Starts `relevance serve` and waits until it is ready. */
export async function startGateway(options: GatewayOptions = {}): Promise<GatewayProcess> {
  const scratch = mkdtempSync(join(tmpdir(), 'relevance-gateway-'));
  const config = join(scratch, 'relevance.yaml');
  writeFileSync(config, options.config ?? '');
  const { data: port, admin: adminPort } = options.ports ?? (await freePorts());
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: {
      ...process.env,
      RELEVANCE_CONFIG: config,
      RELEVANCE_PORT: String(port),
      RELEVANCE_ADMIN_PORT: String(adminPort),
      RELEVANCE_DATA_DIR: options.dataDir ?? join(scratch, 'data'),
      RELEVANCE_WORKERS: '1',
      ...(options.elasticsearchUrl === undefined ? {} : { ELASTICSEARCH_URL: options.elasticsearchUrl }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const written: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const output = (): string => written.join('');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const gateway: GatewayProcess = {
    url: `http://127.0.0.1:${port}`,
    adminUrl,
    child,
    output,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(scratch, { recursive: true, force: true });
      return code;
    },
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  const isThere = (): Promise<boolean> =>
    (options.untilReady ?? true) ? answers(`${adminUrl}/readyz`, true) : answers(gateway.url, false);
  while (!(await isThere())) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the gateway was not ready after ${START_TIMEOUT_MS} ms:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return gateway;
}

async function answers(url: string, well: boolean): Promise<boolean> {
  try {
    return (await fetch(url)).ok || !well;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

export async function freePorts(): Promise<Ports> {
  return { data: await freePort(), admin: await freePort() };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
