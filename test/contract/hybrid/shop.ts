import { NO_REQUEST_SPANS } from '../../../src/domain/trace.ts';
import { createApp } from '../../../src/app.ts';
import { schema } from '../../../src/config/schema.ts';
import type { Backend } from '../../../src/domain/backend.ts';
import type { Candidate } from '../../../src/domain/candidate.ts';
import type { CrossEncoder } from '../../../src/domain/cross-encoder.ts';
import type { TextEncoder } from '../../../src/domain/text-encoder.ts';
import type { Models } from '../../../src/composition/models.ts';
import type { StageFactory } from '../../../src/pipeline/registry.ts';
import type { QueryStage, RankStage, RetrieveStage } from '../../../src/pipeline/stage.ts';
import { purposeOf } from '../../../src/rules/rule-set.ts';
import { createMeters } from '../../../src/telemetry/meters.ts';
import { SILENT } from '../../support/elasticsearch-backend.ts';
import { type Adapter, must } from '../ports/backends.ts';

/** The index of this suite; other suites may use the same servers. */
export const INDEX = `hybrid-contract-${process.pid}`;

const COLOURS = ['red', 'blue', 'green', 'black'];
const THINGS = ['shoes', 'boots', 'shirt', 'hat', 'red scarf'];

/** Colours as vectors; what an encoder makes of words for them lies near. */
export const VECTORS: Readonly<Record<string, readonly number[]>> = {
  red: [1, 0, 0, 0],
  blue: [0, 1, 0, 0],
  green: [0, 0, 1, 0],
  black: [-1, -1, -1, 0],
};

/** Sixty products in a fixed order; many have equal scores. */
export const PRODUCTS = Array.from({ length: 60 }, (_, at) => ({
  id: `p${at}`,
  title: `${COLOURS[at % COLOURS.length]} ${THINGS[at % THINGS.length]}`,
  text: `${at % 3 === 0 ? 'comfortable shoes for every day' : 'made of cotton'} number ${at}`,
  brand: at % 2 === 0 ? 'acme' : 'globex',
  price: at,
  vector: VECTORS[COLOURS[at % COLOURS.length]!],
}));

/** An encoder that knows two words for colours; anything else lies far from all of them. */
export const ENCODER: TextEncoder = {
  modelId: 'colours@1',
  dims: 4,
  encode: async ([text]) => ({
    kind: 'encoded',
    vectors: Float32Array.from(
      text === 'crimson' ? [0.9, 0.1, 0, 0] : text === 'azure' ? [0, 0.8, 0.3, 0] : [0, 0, 0, 1],
    ),
  }),
};

/** Everything that tests may vary. */
export interface ShopOptions {
  readonly pipelines: Readonly<Record<string, readonly (string | Record<string, unknown>)[]>>;
  readonly stages?: readonly (QueryStage | RetrieveStage | RankStage)[];
  readonly encoder?: TextEncoder;
  readonly crossEncoder?: CrossEncoder;
  /** The gateway's own account; none unless given. */
  readonly account?: { readonly username: string; readonly password: string };
  /** A file of common rules for all indices. */
  readonly rules?: string;
}

export interface Shop {
  readonly url: string;
  search(body: unknown, headers?: Readonly<Record<string, string>>, query?: string): Promise<Reply>;
  close(): Promise<void>;
}

export interface Hit {
  readonly _index: string;
  readonly _id: string;
  readonly _score: number;
  readonly _source?: Readonly<Record<string, unknown>>;
  readonly [part: string]: unknown;
}

export interface Found {
  readonly _shards: unknown;
  readonly timed_out: boolean;
  readonly hits: {
    readonly total: { readonly value: number; readonly relation: string };
    readonly max_score: number | null;
    readonly hits: readonly Hit[];
  };
  readonly aggregations?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly relevance: string;
  readonly text: string;
  readonly found: Found;
}

/** What the index is made with. */
export const INDEX_BODY = {
  settings: { number_of_shards: 2, number_of_replicas: 0 },
  mappings: {
    _meta: { relevance: { encoder: 'colours@1', vector: 'vector' } },
    properties: {
      vector: { type: 'dense_vector', dims: 4, index: true, similarity: 'cosine' },
      title: { type: 'text' },
      text: { type: 'text' },
      brand: { type: 'keyword' },
      price: { type: 'integer' },
    },
  },
};

/** {@link PRODUCTS} for `_bulk`. */
export const BULK = PRODUCTS.map(
  ({ id, ...source }) => `{"index":{"_id":"${id}"}}\n${JSON.stringify(source)}\n`,
).join('');

/** A gateway in this process in front of an engine that holds {@link PRODUCTS}. */
export async function openShop(adapter: Adapter, options: ShopOptions): Promise<Shop> {
  const opened = await adapter.open();
  const { backend } = opened;
  await must(backend, 'DELETE', `/${INDEX}?ignore_unavailable=true`);
  await must(backend, 'PUT', `/${INDEX}`, INDEX_BODY);
  await must(backend, 'POST', `/${INDEX}/_bulk?refresh=true`, BULK);
  await backend.refresh();
  return serveShop(backend, options, async () => {
    await must(backend, 'DELETE', `/${INDEX}?ignore_unavailable=true`);
    // The backend is the adapter's, and with it all that an app holds.
    await opened.close();
  });
}

/** A gateway in this process in front of an engine that knows the index by now. */
export async function serveShop(
  backend: Backend,
  { pipelines, stages = [], encoder = ENCODER, crossEncoder, account, rules = '' }: ShopOptions,
  close: () => Promise<void>,
): Promise<Shop> {
  const config = schema.parse({
    server: { overload: { atMost: 'calm' } },
    pipelines: Object.fromEntries(
      Object.entries(pipelines).map(([name, given]) => [
        name,
        // Machines that run tests are busy: what is late here is what a test makes late.
        {
          stages: given,
          deadlinesMs: Object.fromEntries(
            given.map(nameOf).flatMap((name) => (ASKING.has(name) ? [[name, 60_000]] : [])),
          ),
        },
      ]),
    ),
  });
  const app = await createApp({
    config:
      account === undefined
        ? config
        : {
            ...config,
            elasticsearch: { ...config.elasticsearch, account: { apiKey: null, ...account } },
          },
    telemetry: {
      logger: SILENT,
      around: (_stage, context, next) => next(context),
      requests: NO_REQUEST_SPANS,
      meters: createMeters({ worker: 'test', residentBytes: () => 0 }),
    },
    models: modelsOf(encoder, crossEncoder),
    rulesFrom: () => ({
      read: {
        texts: [{ file: 'shop.rules.txt', text: rules, ...purposeOf('_all')! }],
        errors: [],
        warnings: [],
      },
    }),
    stages: new Map<string, StageFactory>(stages.map((stage) => [stage.name, () => stage])),
    backend,
  });
  const { port } = await app.data.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async search(body, headers = {}, query = '') {
      const answer = await fetch(`${url}/${INDEX}/_search${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        relevance: answer.headers.get('relevance-status') ?? '',
        text,
        found: JSON.parse(text) as Found,
      };
    },
    async close() {
      await app.data.drain(0);
      await close();
    },
  };
}

/** Stages that ask the engine. */
const ASKING = new Set(['fields', 'knn', 'feedback', 'category', 'list', 'merchandise']);

function nameOf(spec: string | Record<string, unknown>): string {
  return typeof spec === 'string' ? spec : Object.keys(spec)[0]!;
}

function modelsOf(encoder: TextEncoder, crossEncoder: CrossEncoder | undefined): Models {
  return {
    crossEncoder: () => crossEncoder,
    textEncoder: (modelId) => (modelId === encoder.modelId ? encoder : undefined),
    areAway: () => false,
    textEncoders: () => [encoder],
    offered: () => ({ rerankers: [], encoders: [encoder.modelId] }),
    settled: async () => {},
    health: () => [],
    reload: async () => {},
    close: async () => {},
  };
}

/** A leg that brings these documents, when `arrives` lets it. */
export function listLeg(
  name: string,
  idsOf: () => readonly string[],
  arrives?: () => Promise<void>,
): RetrieveStage {
  return {
    name,
    kind: 'retrieve',
    onError: 'skip',
    deadlineMs: arrives === undefined ? 60_000 : 30,
    async run() {
      await arrives?.();
      return idsOf().map((id, at) => ({
        index: INDEX,
        id,
        score: 1 / (at + 1),
        legs: [{ leg: name, rank: at + 1, score: 1 / (at + 1) }],
        fields: {},
        notes: [],
      }));
    },
  };
}

/** Ranks the window by what it is told. */
export function sorter(
  order: (a: Candidate, b: Candidate) => number,
  options: { readonly depth?: number; readonly reads?: readonly string[] } = {},
): RankStage {
  return {
    name: 'sorter',
    kind: 'rank',
    onError: 'skip',
    depth: options.depth ?? 20,
    reads: () => options.reads ?? [],
    run: (candidates) =>
      [...candidates].sort(order).map((candidate, at) => ({ ...candidate, score: 1000 - at })),
  };
}

export const ids = ({ found }: Reply): readonly string[] => found.hits.hits.map(({ _id }) => _id);
