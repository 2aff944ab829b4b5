import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import { createRemoteCrossEncoder } from '../../../../src/inference/remote/cross-encoder.ts';
import { SYSTEM_TIME } from '../../../../src/domain/time.ts';

const dir = mkdtempSync(join(tmpdir(), 'relevance-remote-tls-'));
let server: Server;
let asked = 0;

/** A certificate that signs itself, for this address. */
function certificate(name: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(dir, `${name}.key`), join(dir, `${name}.crt`)];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const named = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', ...curve, '-nodes', '-keyout', key, '-out', cert, '-days', '30', ...named],
    {
      stdio: 'ignore',
    },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

beforeAll(async () => {
  server = createServer(certificate('reranker'), (request, response) => {
    asked++;
    request.resume();
    response.end('[{"index":0,"score":0.5}]');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  rmSync(dir, { recursive: true });
});

test.each([
  ['the authority that signed it', 'reranker', { kind: 'scored', passes: [{ scores: [0.5] }] }, 1],
  ['another authority', 'stranger', { kind: 'unanswered', reason: 'failed' }, 0],
  ['the system’s authorities', null, { kind: 'unanswered', reason: 'failed' }, 0],
])('known by %s', async (_, authority, expected, questions) => {
  if (authority === 'stranger') certificate('stranger');
  const encoder = createRemoteCrossEncoder({
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/rerank`,
    api: 'tei',
    model: null,
    apiKey: 'CANARY',
    ca: authority === null ? null : readFileSync(join(dir, `${authority}.crt`), 'utf8'),
    batchTexts: 32,
    depth: 50,
    concurrency: 4,
    remember: 0,
    time: SYSTEM_TIME,
    meter: NO_METER,
  });
  asked = 0;
  const limits = { signal: new AbortController().signal, budgetMs: 10_000 };
  expect(await encoder.score('usb', ['usb cable'], limits)).toMatchObject(expected);
  // Nothing was said to a stranger.
  expect(asked).toBe(questions);
  await encoder.close();
});
