import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { freePort, type GatewayProcess, type Ports, startGateway } from '../support/gateway.ts';
import type { SecureServer } from '../support/servers.ts';

/** The account that deploy/compose/accounts.sh makes. */
export const ACCOUNT = { user: 'relevance_gateway', password: 'canary-account-5Rt8' } as const;

type Change = readonly [what: string | RegExp, by: (part: string) => string];

/** A program of docker-compose.yml as a process of this machine. */
export interface Program {
  readonly url: string;
  output(): string;
  stop(): Promise<void>;
}

/** A replica, with the configuration that docker-compose.yml mounts; only the addresses are this machine's. */
export function startReplica(server: SecureServer, ports: Ports): Promise<GatewayProcess> {
  const config = readFileSync('deploy/compose/relevance.yaml', 'utf8').replace(
    'trust/ca.crt',
    server.caFile!,
  );
  return startGateway({
    config,
    ports,
    elasticsearchUrl: server.url,
    env: {
      // As in the image: others reach it, so that it waits for balancers before it closes.
      RELEVANCE_HOST: '0.0.0.0',
      RELEVANCE_ACCOUNT: ACCOUNT.user,
      RELEVANCE_ACCOUNT_PASSWORD: ACCOUNT.password,
      RELEVANCE_ADMIN_TOKEN: 'a-token-for-tests-only',
      // Where no collector is: that costs no search.
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    },
  });
}

/** What turns each attempt of the balancer into its only one. */
const ONE_ATTEMPT: readonly Change[] = [
  ['retries 3', () => 'retries 0'],
  [/option redispatch 1\n/, () => ''],
  [/retry-on .*/, () => ''],
];

/**
 * deploy/haproxy/haproxy.cfg in front of these ports, in place of the names that Docker's DNS knows.
 * @param attempts `one` shows what its second attempts would cover up
 */
export async function startBalancer(
  replicas: readonly Ports[],
  attempts: 'as shipped' | 'one' = 'as shipped',
): Promise<Program & { readonly healthUrl: string }> {
  const [port, health] = [await freePort(), await freePort()];
  const servers = replicas.map(
    ({ data, admin }, at) =>
      (options: string) =>
        `server gateway-${at + 1} 127.0.0.1:${data} check port ${admin} ${options}`,
  );
  const text = replaced(readFileSync('deploy/haproxy/haproxy.cfg', 'utf8'), [
    ['bind :9600', () => `bind 127.0.0.1:${port}`],
    ['bind :8404', () => `bind 127.0.0.1:${health}`],
    [
      /server-template \S+ \d+ gateway:9600 check port 9601 (.*) resolvers containers init-addr none/,
      (options) => servers.map((server) => server(options)).join('\n  '),
    ],
    ...(attempts === 'one' ? ONE_ATTEMPT : []),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'relevance-balancer-'));
  writeFileSync(join(folder, 'haproxy.cfg'), text);
  const program = start('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], folder);
  return { ...program, url: `http://127.0.0.1:${port}`, healthUrl: `http://127.0.0.1:${health}/healthz` };
}

/** deploy/prometheus, asking these admin ports every second. */
export async function startPrometheus(replicas: readonly Ports[]): Promise<Program> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'relevance-prometheus-'));
  cpSync('deploy/prometheus', folder, { recursive: true });
  const file = join(folder, 'prometheus.yaml');
  const targets = replicas.map(({ admin }) => `127.0.0.1:${admin}`).join(', ');
  const text = replaced(readFileSync(file, 'utf8'), [
    [/dns_sd_configs:\n.*/, () => `static_configs:\n      - targets: [${targets}]`],
    ['scrape_interval: 15s', () => 'scrape_interval: 1s'],
    ['evaluation_interval: 15s', () => 'evaluation_interval: 1s'],
  ]);
  writeFileSync(file, text);
  mkdirSync(join(folder, 'data'));
  const program = start(
    'prometheus',
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...features(),
    ],
    folder,
  );
  return { ...program, url: `http://127.0.0.1:${port}` };
}

/** That docker-compose.yml switches on. */
function features(): readonly string[] {
  const { services } = parse(readFileSync('docker-compose.yml', 'utf8')) as {
    services: { prometheus: { command: readonly string[] } };
  };
  return services.prometheus.command.filter((argument) => argument.startsWith('--enable-feature'));
}

/** @throws Error where something to be replaced is not there: the test would be of another file than it says */
function replaced(text: string, changes: readonly Change[]): string {
  return changes.reduce((before, [what, by]) => {
    const after = before.replace(what, (_, part: unknown) => by(typeof part === 'string' ? part : ''));
    if (after === before) throw new Error(`nothing matches ${String(what)}`);
    return after;
  }, text);
}

function start(file: string, args: readonly string[], folder: string): Omit<Program, 'url'> {
  const child: ChildProcess = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const written: string[] = [];
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', (error) => {
      written.push(String(error));
      done();
    });
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return {
    output: () => written.join(''),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
