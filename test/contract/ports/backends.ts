import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe } from '@jest/globals';
import type { Backend } from '../../../src/domain/backend.ts';
import type { EngineAnswer } from '../../../src/domain/engine.ts';
import { createEmbeddedBackend } from '../../../src/embedded/index.ts';
import { openElasticsearch, SILENT } from '../../support/elasticsearch-backend.ts';
import { freePort } from '../../support/gateway.ts';
import { describeWithServers } from '../../support/servers.ts';

/** A backend of one kind, as a suite needs it. */
export interface Adapter {
  /** Open and answering. */
  open(): Promise<OpenBackend>;
  /** Whose engine is not there. */
  openWithoutEngine(): Promise<OpenBackend>;
}

export interface OpenBackend {
  readonly backend: Backend;
  close(): Promise<void>;
}

/** The compiled thread of the embedded engine; `npm test` builds it first. */
const THREAD = pathToFileURL(
  resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'process', 'embedded-worker.js'),
);

const EMBEDDED: Adapter = {
  async open() {
    const dataDir = mkdtempSync(join(tmpdir(), 'relevance-ports-'));
    const backend = await createEmbeddedBackend({ dataDir, logger: SILENT, entry: THREAD });
    return {
      backend,
      close: async () => {
        await backend.close();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  },
  async openWithoutEngine() {
    const opened = await EMBEDDED.open();
    await opened.close();
    return { backend: opened.backend, close: () => Promise.resolve() };
  },
};

function elasticsearch(url: string): Adapter {
  const open = (node: string): OpenBackend => {
    const ejection = { failures: 1, baseMs: 60_000, maxMs: 60_000 };
    const backend = openElasticsearch(node, { connectTimeoutMs: 2_000, ejection });
    return { backend, close: () => backend.close() };
  };
  return {
    open: () => Promise.resolve(open(url)),
    openWithoutEngine: async () => open(`http://127.0.0.1:${await freePort()}`),
  };
}

/** Runs a port's suite on every adapter: the embedded engine and each real Elasticsearch of this run. */
export function describeBackends(port: string, suite: (adapter: Adapter) => void): void {
  describe(`${port} (embedded)`, () => suite(EMBEDDED));
  describeWithServers(port, ({ url }) => suite(elasticsearch(url)));
}

/** One request without a caller's headers but the body's type. */
export function ask(
  { engine }: Backend,
  request: readonly [method: string, path: string, body?: unknown],
  signal: AbortSignal = new AbortController().signal,
): Promise<EngineAnswer> {
  const [method, path, body] = request;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type =
    path.includes('_bulk') || path.includes('_msearch') ? 'application/x-ndjson' : 'application/json';
  return engine.exchange(
    {
      method,
      path,
      headers: body === undefined ? [] : ['Content-Type', type],
      body: body === undefined ? null : Buffer.from(text),
    },
    signal,
  );
}

/** As {@link ask}, where nothing but success will do. */
export async function must(
  backend: Backend,
  ...request: readonly [method: string, path: string, body?: unknown]
): Promise<void> {
  const { status, body } = await ask(backend, request);
  if (status >= 300) throw new Error(`${request[0]} ${request[1]}: ${status} ${body.toString()}`);
}

export function json(answer: EngineAnswer): unknown {
  return JSON.parse(answer.body.toString());
}
