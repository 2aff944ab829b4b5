import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { drainDelayMs } from '../../src/config/drain-delay.ts';
import { loadConfig } from '../../src/config/load.ts';
import { complaintsOfModule, testWithSchemas } from './schemas.ts';
import { complaintsOf, testWith } from './tools.ts';

/** What serving processes may take to close files, beyond their grace. */
const CLOSE_MS = 5000;
const FILE = 'docker-compose.yml';
const text = readFileSync(FILE, 'utf8');

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly build?: { readonly dockerfile: string };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const gateways = services.filter(([name]) => name.startsWith('gateway'));

function inFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'relevance-compose-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('docker-compose.yml', () => {
  testWithSchemas('is what the compose specification allows (needs Python)', () => {
    const check = (file: string) =>
      complaintsOfModule('check_jsonschema', '--builtin-schema', 'vendor.compose-spec', file);
    expect(check(FILE)).toBe('');
    inFolder((folder) => {
      writeFileSync(join(folder, 'broken.yml'), text.replace('healthcheck:', 'healthchek:'));
      expect(check(join(folder, 'broken.yml'))).toContain('healthchek');
    });
  });

  test.each(services)(
    '%s has an image of one version, and what it mounts and waits for is there',
    (_, service) => {
      // Ours have no version here: they are built.
      if (service.build === undefined) expect(service.image).toMatch(/:v?\d+\.\d+\.\d+(-alpine)?$/);
      else expect(existsSync(service.build.dockerfile)).toBe(true);
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        expect({
          source,
          exists: source.startsWith('.') ? existsSync(source) : source in compose.volumes,
        }).toEqual({
          source,
          exists: true,
        });
      }
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const awaited = compose.services[name];
        if (condition === 'service_healthy') expect(awaited?.healthcheck).toBeDefined();
        // Who is awaited to its end must not be started again when it has ended.
        else
          expect({ condition, restart: awaited?.restart }).toEqual({
            condition: 'service_completed_successfully',
            restart: undefined,
          });
      }
    },
  );

  test('opens its ports to this machine only, each once', () => {
    const ports = services.flatMap(([, { ports: own = [] }]) => own);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports).toContain('127.0.0.1:9600:9600');
  });

  test.each(gateways)('%s can write nothing but its data, and has no rights of the system', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.healthcheck).toBeDefined();
  });

  test('has the profiles gpu and opensearch', () => {
    expect(new Set(services.flatMap(([, { profiles = [] }]) => profiles))).toEqual(
      new Set(['gpu', 'opensearch']),
    );
  });

  test('asks for the variables that env.example names, and for no others', () => {
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const named = [...readFileSync('deploy/compose/env.example', 'utf8').matchAll(/^(\w+)=/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(asked)).toEqual(new Set(named));
  });

  test('no service but the one that makes it holds the private key of the authority', () => {
    const holders = services.filter(([, { volumes = [] }]) =>
      volumes.some((one) => one.startsWith('authority:')),
    );
    expect(holders.map(([name]) => name)).toEqual(['certificates']);
  });

  test('its gateways’ configuration is sound', () => {
    inFolder((folder) => {
      mkdirSync(join(folder, 'trust'));
      writeFileSync(join(folder, 'trust', 'ca.crt'), '');
      copyFileSync('deploy/compose/relevance.yaml', join(folder, 'relevance.yaml'));
      const environment = {
        ...compose.services['gateway']!.environment,
        RELEVANCE_ADMIN_TOKEN: '0123456789abcdef',
      };
      const { config } = loadConfig({ cwd: folder, env: environment });
      expect(config.elasticsearch.nodes).toEqual(['https://elasticsearch:9200']);
      expect(config.elasticsearch.account?.username).toBe('relevance_gateway');
      expect(config.server.adminHost).toBe('0.0.0.0');
      const { drainGraceMs } = config.server;
      const drainMs = drainDelayMs({ ...config.server, host: '0.0.0.0' }) + drainGraceMs;
      for (const [name, { stop_grace_period: patience = '' }] of gateways)
        expect({ name, enough: Number.parseInt(patience, 10) * 1000 > drainMs + CLOSE_MS }).toEqual({
          name,
          enough: true,
        });
    });
  });

  test('its balancer gives up a replica that goes before that one closes its port', () => {
    const [, every, times] = /inter (\d+)s fall (\d+)/.exec(
      readFileSync('deploy/haproxy/haproxy.cfg', 'utf8'),
    )!;
    const seenMs = Number(every) * 1000 * Number(times);
    expect(drainDelayMs({ drainDelayMs: 'auto', host: '0.0.0.0' })).toBeGreaterThan(2 * seenMs);
  });

  testWith('promtool')('its Prometheus takes the configuration (needs promtool)', () => {
    expect(complaintsOf('promtool', 'check', 'config', 'deploy/prometheus/prometheus.yaml')).toBe('');
  });

  testWith('haproxy')('its balancer takes the configuration (needs haproxy)', () => {
    expect(complaintsOf('haproxy', '-c', '-f', 'deploy/haproxy/haproxy.cfg')).toBe('');
  });
});
