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

/** The server with security on; user `elastic`. */
export function secureServer(): (RealServer & { readonly password: string }) | undefined {
  const url = process.env['ELASTICSEARCH_SECURE_URL'];
  if (url === undefined || url === '') return undefined;
  const password = process.env['ES_PASSWORD'] ?? 'changeme';
  return { name: 'Elasticsearch with security', url: url.replace(/\/$/, ''), password };
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
export function describeWithSecurity(
  name: string,
  suite: (server: RealServer & { readonly password: string }) => void,
): void {
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
