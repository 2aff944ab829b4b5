import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { Admission } from '../../../src/elasticsearch/admission.ts';
import { createEngine } from '../../../src/elasticsearch/engine.ts';
import { Node, NodeSet } from '../../../src/elasticsearch/node-set.ts';
import type { TlsOptions } from '../../../src/elasticsearch/options.ts';
import { RetryBudget } from '../../../src/elasticsearch/retry-budget.ts';
import { createConnector } from '../../../src/elasticsearch/tls.ts';
import { SILENT } from './harness.ts';

const dir = mkdtempSync(join(tmpdir(), 'relevance-tls-'));
const at = (name: string): string => join(dir, name);
const openssl = (...args: string[]): void =>
  void execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });
const read = (name: string): string => readFileSync(at(name), 'utf8');
const fingerprint = (name: string): string => new X509Certificate(read(name)).fingerprint256;

/** Writes NAME.key and NAME.crt, signed by the authority or by itself. */
function certificate(name: string, subject: string, by: { authority?: string; days?: number }): void {
  const { authority, days = 30 } = by;
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    subject,
  );
  const isAuthority = authority === undefined;
  writeFileSync(
    at(`${name}.ext`),
    isAuthority ? 'basicConstraints=CA:TRUE\n' : 'subjectAltName=IP:127.0.0.1\n',
  );
  const signer = isAuthority
    ? ['-signkey', `${name}.key`]
    : ['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-set_serial', '7'];
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.crt`,
    '-days',
    String(days),
    '-extfile',
    `${name}.ext`,
    ...signer,
  );
}

let server: Server;
let forged: Server;
let expired: Server;

beforeAll(async () => {
  certificate('ca', '/CN=authority', {});
  certificate('node', '/CN=node', { authority: 'ca' });
  // Another key under the same name: its leaf claims the genuine authority as its issuer.
  certificate('fake-ca', '/CN=authority', {});
  certificate('fake', '/CN=node', { authority: 'fake-ca' });
  certificate('old', '/CN=node', { authority: 'ca', days: -1 });
  const start = async (name: string, chain: string): Promise<Server> => {
    const started = createServer(
      { key: read(`${name}.key`), cert: read(`${name}.crt`) + chain },
      (_, response) => response.end('{}'),
    );
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return started;
  };
  server = await start('node', read('ca.crt'));
  forged = await start('fake', read('ca.crt'));
  expired = await start('old', read('ca.crt'));
}, 30_000);

afterAll(() => {
  server.close();
  forged.close();
  expired.close();
  rmSync(dir, { recursive: true, force: true });
});

async function ask(tls: TlsOptions, target = server): Promise<number> {
  const url = `https://127.0.0.1:${(target.address() as AddressInfo).port}`;
  const pool = new Pool(url, { connect: createConnector(tls, 1000) });
  const rules = {
    ejection: { failures: 3, baseMs: 100, maxMs: 100 },
    clock: { now: () => performance.now() },
  };
  const services = {
    nodes: new NodeSet([new Node(url, pool, rules)]),
    budget: new RetryBudget(0),
    events: { retried() {}, ejected() {} },
    logger: SILENT,
  };
  const engine = createEngine({
    services,
    admission: new Admission({ inFlight: 1, queue: 0 }),
    maxAnswerBytes: 100,
  });
  try {
    const request = { method: 'GET', path: '/', headers: [], body: null };
    return (await engine.exchange(request, new AbortController().signal)).status;
  } finally {
    await pool.destroy();
  }
}

const refused = (reason: string) => ({
  code: 'upstream_tls',
  message: expect.stringContaining(reason) as unknown,
});

describe('https', () => {
  test('a node signed by the configured authority is recognised', async () => {
    expect(await ask({ ca: read('ca.crt'), fingerprint: null })).toBe(200);
  });

  test('without the authority, and with another one, it is not', async () => {
    await expect(ask({ ca: null, fingerprint: null })).rejects.toMatchObject(
      refused('SELF_SIGNED_CERT_IN_CHAIN'),
    );
    await expect(ask({ ca: read('fake-ca.crt'), fingerprint: null })).rejects.toMatchObject({
      code: 'upstream_tls',
    });
  });

  test('a certificate that has expired is refused, though the authority signed it', async () => {
    await expect(ask({ ca: read('ca.crt'), fingerprint: null }, expired)).rejects.toMatchObject(
      refused('CERT_HAS_EXPIRED'),
    );
  });

  test('the fingerprint of the authority or of the node will do, in either spelling', async () => {
    expect(await ask({ ca: null, fingerprint: fingerprint('ca.crt') })).toBe(200);
    expect(
      await ask({ ca: null, fingerprint: fingerprint('node.crt').replaceAll(':', '').toLowerCase() }),
    ).toBe(200);
  });

  test('another fingerprint is refused, and so is the genuine authority beside a forged node', async () => {
    await expect(ask({ ca: null, fingerprint: 'ab'.repeat(32) })).rejects.toMatchObject(
      refused('fingerprint'),
    );
    await expect(ask({ ca: null, fingerprint: fingerprint('ca.crt') }, forged)).rejects.toMatchObject(
      refused('fingerprint'),
    );
  });
});
