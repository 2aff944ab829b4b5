import { readFileSync } from 'node:fs';
import { describe, test } from '@jest/globals';

/** A real Elasticsearch that tests compare with. */
export interface RealServer {
  readonly name: string;
  readonly url: string;
}

const VARIABLES = [
  ['Elasticsearch 8', 'ELASTICSEARCH_8_URL'],
  ['Elasticsearch 9', 'ELASTICSEARCH_9_URL'],
] as const;

/** The servers of both majors that this run may use. */
export function realServers(): readonly RealServer[] {
  return VARIABLES.flatMap(([name, variable]) => {
    const url = process.env[variable];
    return url === undefined || url === '' ? [] : [{ name, url: url.replace(/\/$/, '') }];
  });
}

/** A server with security on; user `elastic`. */
export interface SecureServer extends RealServer {
  readonly password: string;
  /** PEM file of the authority that vouches for it, and its text; null when it talks plain HTTP. */
  readonly caFile: string | null;
  readonly ca: string | null;
}

export function secureServer(): SecureServer | undefined {
  const url = process.env['ELASTICSEARCH_SECURE_URL'];
  if (url === undefined || url === '') return undefined;
  const password = process.env['ES_PASSWORD'] ?? 'changeme';
  const caFile = process.env['ELASTICSEARCH_SECURE_CA'] ?? null;
  const ca = caFile === null ? null : readFileSync(caFile, 'utf8');
  return { name: 'Elasticsearch with security', url: url.replace(/\/$/, ''), password, caFile, ca };
}

/**
 * Runs a suite once per real server. Without servers it is skipped on a developer's machine and fails
 * with CI=true, so that a green build means that they were there.
 */
export function describeWithServers(name: string, suite: (server: RealServer) => void): void {
  const servers = realServers();
  if (servers.length === 0) missing(name);
  for (const server of servers) describe(`${name} (${server.name})`, () => suite(server));
}

/** As {@link describeWithServers}, with the server that has security on. */
export function describeWithSecurity(name: string, suite: (server: SecureServer) => void): void {
  const server = secureServer();
  if (server === undefined) missing(name);
  else describe(`${name} (${server.name})`, () => suite(server));
}

function missing(name: string): void {
  if (process.env['CI'] === 'true') {
    test(`${name}: a real Elasticsearch`, () => {
      throw new Error('no server was started; see scripts/test.mjs');
    });
  } else {
    describe.skip(name, () => {
      test('no real Elasticsearch: run npm test with Java and Maven, or set ELASTICSEARCH_8_URL', () => {});
    });
  }
}
