import { NO_REQUEST_SPANS } from '../../src/domain/trace.ts';
import type { Socket } from 'node:net';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { createApp } from '../../src/app.ts';
import { createGate } from '../../src/composition/admission.ts';
import { type Config, schema } from '../../src/config/schema.ts';
import type { Backend } from '../../src/domain/backend.ts';
import { SYSTEM_TIME } from '../../src/domain/time.ts';
import type { Logger } from '../../src/domain/logger.ts';
import { createElasticsearch } from '../../src/elasticsearch/backend.ts';
import type { ElasticsearchOptions } from '../../src/elasticsearch/options.ts';
import { type ClientPatience, createDataListener, type DataListener } from '../../src/http/data-listener.ts';
import type { StageFactory } from '../../src/pipeline/registry.ts';
import { createMeters, type Meters } from '../../src/telemetry/meters.ts';
import { FakeUpstream, type FakeOptions, type Script } from './fake-upstream.ts';
import { type Answer, RawClient } from './raw-client.ts';

export interface WireOptions {
  /** Default: the fakes of this harness. */
  readonly nodes?: readonly string[];
  readonly upstream?: Partial<ElasticsearchOptions>;
  readonly limits?: Partial<Record<'headerBytes' | 'connections' | 'inFlight' | 'queue' | 'queueMs', number>>;
  readonly patience?: ClientPatience;
  readonly keepAliveMs?: number;
  readonly isSearch?: (request: IncomingMessage) => boolean;
  readonly search?: RequestListener;
  readonly local?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

type Search = Parameters<Meters['search']>[0];

export interface GatewayOptions extends Pick<WireOptions, 'upstream'> {
  /** What a configuration file would say. */
  readonly config?: z.input<typeof schema>;
  readonly stages?: ReadonlyMap<string, StageFactory>;
}

/** A gateway in front of fake nodes, in this process: its listener alone, or all of it. */
export class Wire {
  readonly port: number;
  readonly backend: Backend;
  readonly listener: DataListener;
  /** How each search ended that the whole gateway looked at. */
  readonly searches: readonly Search[];
  /** Takes another configuration; only the whole gateway has one. */
  readonly reload: (config: z.input<typeof schema>) => Promise<void>;
  /** What the whole gateway counts, as text. */
  readonly metrics: () => Promise<string>;
  /** Every log line, as text. */
  readonly log: string[];
  /** The listener's connections. */
  readonly open = new Set<Socket>();
  readonly #clients: RawClient[] = [];
  readonly #close: () => Promise<void>;

  /** The listener, which passes everything through unless told otherwise. */
  static async start(options: WireOptions & { readonly nodes: readonly string[] }): Promise<Wire> {
    const log: string[] = [];
    const backend = backendOf(options, log);
    const listener = createDataListener({
      passThrough: backend.passThrough,
      isSearch: options.isSearch ?? (() => false),
      search: options.search ?? ((_request, response) => void response.end()),
      ...(options.local === undefined ? {} : { local: options.local }),
      gate: createGate(
        { ...schema.parse({}).server.limits, inFlight: 8, queue: 8, ...options.limits },
        SYSTEM_TIME,
      ),
      limits: { headerBytes: 32 * 1024, connections: 1000, ...options.limits },
      keepAliveMs: options.keepAliveMs ?? 620_000,
      ...(options.patience === undefined ? {} : { patience: options.patience }),
      logger: recorder(log),
    });
    const { port } = await listener.listen(0, '127.0.0.1');
    return new Wire({ port, backend, listener, log });
  }

  /** Everything between the two wires: searches on any index go through the pipelines. */
  static async startWhole(options: GatewayOptions & { readonly nodes: readonly string[] }): Promise<Wire> {
    const log: string[] = [];
    const backend = backendOf(options, log);
    const meters = createMeters({ worker: 'test', residentBytes: () => 0 });
    const searches: Search[] = [];
    const app = await createApp({
      config: configOf(options.config),
      telemetry: {
        logger: recorder(log),
        around: (_stage, context, next) => next(context),
        requests: NO_REQUEST_SPANS,
        meters: { ...meters, search: (event) => void searches.push(event) },
      },
      stages: options.stages ?? new Map(),
      backend,
    });
    const { port } = await app.data.listen(0, '127.0.0.1');
    const reload: Wire['reload'] = (config) => app.reload(configOf(config));
    return new Wire({
      port,
      backend,
      listener: app.data,
      log,
      searches,
      reload,
      metrics: () => meters.exposition(),
      close: () => meters.close(),
    });
  }

  private constructor(
    parts: Pick<Wire, 'port' | 'backend' | 'listener' | 'log'> &
      Partial<Pick<Wire, 'searches' | 'reload' | 'metrics'>> & { readonly close?: () => Promise<void> },
  ) {
    this.port = parts.port;
    this.backend = parts.backend;
    this.listener = parts.listener;
    this.log = parts.log;
    this.searches = parts.searches ?? [];
    this.reload = parts.reload ?? (() => Promise.reject(new Error('only the whole gateway can reload')));
    this.metrics = parts.metrics ?? (() => Promise.resolve(''));
    this.#close = parts.close ?? (() => Promise.resolve());
    parts.listener.server.on('connection', (socket: Socket) => {
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
  }

  async connect(): Promise<RawClient> {
    const client = await RawClient.connect(this.port);
    this.#clients.push(client);
    return client;
  }

  /** One request on a connection of its own. */
  async request(bytes: Buffer | string, method = 'GET'): Promise<Answer> {
    const client = await this.connect();
    const answer = await client.send(bytes).answer(method);
    client.socket.destroy();
    return answer;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.socket.destroy();
    await this.listener.drain(0);
    await this.backend.close();
    await this.#close();
  }
}

/** Fakes and gateways of one test file; `stop` in `afterEach`. */
export class Bench {
  readonly #stops: (() => Promise<void>)[] = [];

  async fake(script: Script, options: FakeOptions = {}): Promise<FakeUpstream> {
    const upstream = await FakeUpstream.start(script, options);
    this.#stops.push(() => upstream.stop());
    return upstream;
  }

  /** A gateway in front of these. */
  async wire(upstreams: FakeUpstream | readonly FakeUpstream[], options: WireOptions = {}): Promise<Wire> {
    const fakes = upstreams instanceof FakeUpstream ? [upstreams] : upstreams;
    const wire = await Wire.start({ nodes: fakes.map(({ url }) => url), ...options });
    this.#stops.push(() => wire.stop());
    return wire;
  }

  /** The whole gateway in front of these. */
  async gateway(
    upstreams: FakeUpstream | readonly FakeUpstream[],
    options: GatewayOptions = {},
  ): Promise<Wire> {
    const fakes = upstreams instanceof FakeUpstream ? [upstreams] : upstreams;
    const wire = await Wire.startWhole({ nodes: fakes.map(({ url }) => url), ...options });
    this.#stops.push(() => wire.stop());
    return wire;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}

/** Machines that run tests are busy: what is too much to do here is what a test makes too much. */
function configOf(given: z.input<typeof schema> = {}): Config {
  const { server, ...rest } = schema.parse(given);
  return { ...rest, server: { ...server, overload: { ...server.overload, eventLoopMs: 10_000 } } };
}

function backendOf(
  { nodes, upstream }: { readonly nodes: readonly string[] } & Pick<WireOptions, 'upstream'>,
  log: string[],
): Backend {
  return createElasticsearch({
    nodes,
    tls: { ca: null, fingerprint: null },
    account: null,
    connectTimeoutMs: 1000,
    connections: 16,
    discovery: { intervalMs: 3_600_000, timeoutMs: 2000 },
    ejection: { failures: 3, baseMs: 50, maxMs: 200 },
    retryBudget: 0.2,
    advertise: 'host',
    maxAnswerBytes: 1024 * 1024,
    inFlight: 64,
    queue: 64,
    events: { retried() {}, ejected() {} },
    logger: recorder(log),
    clock: { now: () => performance.now() },
    ...upstream,
  });
}

/** A request without a body. */
export function get(target: string, headers: readonly string[] = [], method = 'GET'): string {
  return `${[`${method} ${target} HTTP/1.1`, 'Host: es', ...headers].join('\r\n')}\r\n\r\n`;
}

/** A request with one. */
export function post(
  target: string,
  body: Buffer | string,
  headers: readonly string[] = [],
  method = 'POST',
): Buffer {
  const bytes = Buffer.from(body);
  const head = get(
    target,
    ['Content-Type: application/json', ...headers, `Content-Length: ${bytes.length}`],
    method,
  );
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

/** Waits until something holds; throws when it does not in time. */
export async function until(holds: () => boolean, what: string, withinMs = 3000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(5);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** An error of the gateway's own, in Elasticsearch's shape; throws when it is not. */
export function ownError(answer: Answer): { readonly type: string; readonly reason: string } {
  const parsed = JSON.parse(answer.body.toString()) as {
    error: { type: string; reason: string; root_cause: { type: string; reason: string }[] };
    status: number;
  };
  const { type, reason, root_cause: causes } = parsed.error;
  if (parsed.status !== answer.status || causes[0]?.type !== type || causes[0]?.reason !== reason) {
    throw new Error(`not in Elasticsearch's shape: ${answer.body.toString()}`);
  }
  const contentType = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (contentType?.includes('json') !== true) throw new Error(`no JSON media type: ${contentType}`);
  return { type, reason };
}

function recorder(log: string[]): Logger {
  const record = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    log.push(
      `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.stack : value))}`,
    );
  };
  return { debug: record, info: record, warn: record, error: record };
}
