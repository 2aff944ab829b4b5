import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

jest.setTimeout(120_000);

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

interface Finding {
  readonly about: string;
  readonly state: string;
  readonly detail: string;
  readonly advice: string | null;
}

let cwd: string;
const servers: Server[] = [];
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-doctor-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(cwd, { recursive: true, force: true });
});

/** A server that gives these answers by path. */
const serve = (answers: Readonly<Record<string, readonly [number, object]>>): Promise<number> =>
  listening((url) => {
    const [status, body] = answers[url] ?? [404, {}];
    return { status, body: JSON.stringify(body), product: 'Elasticsearch' };
  });

/** Something else at an address where Elasticsearch is looked for. */
const serveStranger = (body: string): Promise<number> => listening(() => ({ status: 200, body }));

async function listening(
  answer: (path: string) => { readonly status: number; readonly body: string; readonly product?: string },
): Promise<number> {
  const server = createServer(({ url = '' }, response) => {
    const { status, body, product } = answer(url.split('?')[0]!);
    if (product !== undefined) response.setHeader('x-elastic-product', product);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** Not waiting in this process: the servers above are in it. */
function doctor(
  config: string,
  args: readonly string[] = ['--json'],
): Promise<{ readonly code: number | null; readonly out: string; readonly findings: readonly Finding[] }> {
  writeFileSync(join(cwd, 'relevance.yaml'), config);
  const env = { PATH: process.env['PATH'] ?? '', RELEVANCE_PORT: '0', RELEVANCE_ADMIN_PORT: '0' };
  const child = spawn(process.execPath, [PROGRAM, 'doctor', ...args], { cwd, env });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((done) => {
    child.on('close', (code) => {
      const findings = out.startsWith('{')
        ? (JSON.parse(out) as { findings: readonly Finding[] }).findings
        : [];
      done({ code, out, findings });
    });
  });
}
const about = (findings: readonly Finding[], name: RegExp): Finding | undefined =>
  findings.find((finding) => name.test(finding.about));

describe('relevance doctor', () => {
  test('finds nothing wrong with a sound configuration, and says what could be better', async () => {
    const { code, findings } = await doctor('log: { level: info }');
    expect([code, findings.filter(({ state }) => state === 'fault')]).toEqual([0, []]);
    expect(about(findings, /^dictionary/)).toMatchObject({
      state: 'warning',
      advice: expect.stringContaining('relevance dictionary build'),
    });
    expect(about(findings, /^model ce-xs/)?.state).toBe('ok');
  });

  test('names the line of a faulty configuration, and looks no further', async () => {
    const { code, findings } = await doctor('server: { prot: 1 }');
    expect([code, findings.length, findings[0]?.detail]).toEqual([
      1,
      1,
      expect.stringContaining('relevance.yaml:1'),
    ]);
  });

  test('names faulty rules, a taken port and a folder that cannot be written to', async () => {
    const port = await serve({});
    mkdirSync(join(cwd, 'rules/_all'), { recursive: true });
    writeFileSync(join(cwd, 'rules/_all/a.rules.txt'), 'a =>\n  SYNONIM: b\n');
    writeFileSync(join(cwd, 'file'), '');
    const { code, out } = await doctor(
      `dataDir: file/inside\nelasticsearch: { nodes: ["http://127.0.0.1:${port}"] }`,
      [],
    );
    expect(code).toBe(1);
    expect(out).toMatch(/fault +data folder: .*cannot be written to: ENOTDIR\n +→ set RELEVANCE_DATA_DIR/);
    expect(out).toMatch(/fault +rules: .*a\.rules\.txt:2: .*\n +→ relevance rules check/);
    expect(out).toMatch(/fault +node http:\/\/127\.0\.0\.1:\d+: 404/);
    // For scripts and logs there are no colours.
    expect(out).not.toContain('\u001b');
  });

  test('says what stands where Elasticsearch should', async () => {
    const openSearch = await serveStranger(
      '{"version":{"distribution":"opensearch","number":"2.19.1"},"tagline":"The OpenSearch Project"}',
    );
    const page = await serveStranger('<html>It works!</html>');
    const { code, findings } = await doctor(
      `elasticsearch: { nodes: ["http://127.0.0.1:${openSearch}", "http://127.0.0.1:${page}"] }`,
    );
    expect(code).toBe(1);
    expect(about(findings, new RegExp(`^node .*:${openSearch}`))).toMatchObject({
      state: 'warning',
      detail: 'OpenSearch 2.19.1, which the gateway is not made for',
    });
    expect(about(findings, new RegExp(`^node .*:${page}`))).toMatchObject({
      state: 'fault',
      detail: 'answers, but is no Elasticsearch',
    });
  });

  test('says that a node does not speak TLS', async () => {
    const port = await serve({});
    const { findings } = await doctor(`elasticsearch: { nodes: ["https://127.0.0.1:${port}"] }`);
    expect(about(findings, /^node/)).toMatchObject({
      state: 'fault',
      detail: 'does not speak TLS',
      advice: expect.stringContaining('http://'),
    });
  });

  test('names a pipeline that a gateway does not start with', async () => {
    const { code, findings } = await doctor(
      'pipelines: { mine: { stages: [lexical, fuse, { rerank: { modell: ghost } }] } }',
    );
    expect(code).toBe(1);
    expect(about(findings, /^pipelines/)).toMatchObject({
      state: 'fault',
      detail: expect.stringContaining('modell'),
    });
  });

  test('names indices whose vectors are of an encoder that is not here, or not of its size', async () => {
    const index = (encoder: string, dims: number): object => ({
      _meta: { relevance: { encoder, vector: 'v' } },
      properties: { title: { type: 'text' }, v: { type: 'dense_vector', dims, similarity: 'cosine' } },
    });
    const mappings = {
      sound: index('be-zh@2', 128),
      older: index('be-zh@1', 128),
      shorter: index('be-zh@2', 64),
      plain: { properties: { title: { type: 'text' } } },
      '.hidden': index('be-zh@1', 128),
    };
    const each = (value: (name: keyof typeof mappings) => object): object =>
      Object.fromEntries(Object.keys(mappings).map((name) => [name, value(name as keyof typeof mappings)]));
    const port = await serve({
      '/': [200, { version: { number: '9.2.4' } }],
      '/_cluster/health': [200, { status: 'green', unassigned_shards: 0 }],
      '/*,-.*/_mapping': [200, each((name) => ({ mappings: mappings[name] }))],
      '/*,-.*/_settings/index.analysis.*': [200, each(() => ({ settings: {} }))],
      '/*,-.*/_alias': [200, each(() => ({ aliases: {} }))],
    });
    const { code, findings } = await doctor(`elasticsearch: { nodes: ["http://127.0.0.1:${port}"] }`);
    expect([code, findings.filter((finding) => /^(mappings|vectors)/.test(finding.about))]).toEqual([
      0,
      [
        expect.objectContaining({ about: 'mappings', state: 'ok' }),
        {
          about: 'vectors of older',
          state: 'warning',
          detail: 'its vectors are of encoder be-zh@1, which is not loaded: searches go without the leg knn',
          advice: expect.stringMatching(
            /^put the model be-zh@1 into .*models and name it in models\.encoders \(here are be-en@\d+, be-zh@2\)/,
          ),
        },
        expect.objectContaining({
          about: 'vectors of shorter',
          detail: expect.stringContaining('v holds 64 dimensions, encoder be-zh@2 gives 128'),
        }),
      ],
    ]);
    const unnamed = await doctor(
      `elasticsearch: { nodes: ["http://127.0.0.1:${port}"] }\nmodels: { encoders: [] }\nindices: { sound: {} }`,
    );
    expect(about(unnamed.findings, /^vectors/)).toMatchObject({
      about: 'vectors of sound',
      state: 'warning',
      advice: 'add be-zh to models.encoders',
    });
  });

  test('says what an account lacks, and what a red cluster needs', async () => {
    const refusing = await serve({
      '/': [401, { error: { type: 'security_exception', reason: 'who are you' } }],
    });
    const red = await serve({
      '/': [200, { version: { number: '9.2.4' } }],
      '/_cluster/health': [200, { status: 'red', unassigned_shards: 7 }],
    });
    const { findings } = await doctor(
      `elasticsearch: { nodes: ["http://127.0.0.1:${refusing}", "http://127.0.0.1:${red}"] }`,
    );
    expect(about(findings, new RegExp(`:${refusing}`))).toMatchObject({
      state: 'warning',
      advice: expect.stringContaining('elasticsearch.account'),
    });
    expect(about(findings, new RegExp(`:${red}`))).toMatchObject({
      state: 'fault',
      detail: 'Elasticsearch 9.2.4, cluster red, 7 shards have no place',
    });
  });
});
