import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Pool } from 'undici';
import type { ForwardOptions, PassThrough, SearchEngine } from '../../../src/domain/engine.ts';
import type { Logger } from '../../../src/domain/logger.ts';
import { Admission } from '../../../src/elasticsearch/admission.ts';
import { createEngine } from '../../../src/elasticsearch/engine.ts';
import { Node, NodeSet } from '../../../src/elasticsearch/node-set.ts';
import { createPassThrough } from '../../../src/elasticsearch/pass-through.ts';
import { RetryBudget } from '../../../src/elasticsearch/retry-budget.ts';
import { createSniffingRewrite } from '../../../src/elasticsearch/sniffing.ts';
import { createConnector } from '../../../src/elasticsearch/tls.ts';

export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export interface Harness {
  readonly passThrough: PassThrough;
  readonly engine: SearchEngine;
  readonly nodes: NodeSet;
  /** What the adapter told of itself. */
  readonly counts: { readonly retried: number; readonly ejected: number };
  /** Of a server that passes everything through. */
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly forward?: ForwardOptions;
  readonly retryBudget?: number;
  readonly maxAnswerBytes?: number;
  readonly advertise?: string;
  readonly ejection?: { failures: number; baseMs: number; maxMs: number };
  readonly inFlight?: number;
  readonly queue?: number;
}

/** The adapter without discovery, behind a plain server. */
export async function startHarness(urls: readonly string[], options: HarnessOptions = {}): Promise<Harness> {
  const connector = createConnector({ ca: null, fingerprint: null }, 500);
  const ejection = options.ejection ?? { failures: 3, baseMs: 200, maxMs: 1000 };
  const clock = { now: () => performance.now() };
  const pools = urls.map(
    (url) => new Pool(url, { connect: connector, connections: 8, headersTimeout: 0, bodyTimeout: 0 }),
  );
  const nodes = new NodeSet(urls.map((url, at) => new Node(url, pools[at]!, { ejection, clock })));
  const counts = { retried: 0, ejected: 0 };
  const events = { retried: () => void counts.retried++, ejected: () => void counts.ejected++ };
  const services = { nodes, budget: new RetryBudget(options.retryBudget ?? 0.2), events, logger: SILENT };
  const maxAnswerBytes = options.maxAnswerBytes ?? 1024 * 1024;
  const passThrough = createPassThrough(
    services,
    createSniffingRewrite(options.advertise ?? 'host', maxAnswerBytes),
  );
  const admission = new Admission({ inFlight: options.inFlight ?? 8, queue: options.queue ?? 8 });
  const engine = createEngine({ services, admission, maxAnswerBytes });
  const server: Server = createServer((request, response) =>
    passThrough.forward(request, response, options.forward),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    passThrough,
    engine,
    nodes,
    counts,
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

/** Bytes that came back on one connection, and how it ended. */
export interface RawClient {
  readonly socket: Socket;
  received(): string;
  /** Resolves when what was received satisfies the test. */
  until(fits: (text: string) => boolean): Promise<string>;
  readonly closed: Promise<'end' | 'reset'>;
}

export function rawClient(port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let reset = false;
  const watchers = new Set<() => void>();
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (const watch of watchers) watch();
  });
  socket.on('error', () => {
    reset = true;
  });
  const closed = new Promise<'end' | 'reset'>((resolve) => {
    socket.on('close', () => resolve(reset ? 'reset' : 'end'));
  });
  return {
    socket,
    received: () => text,
    closed,
    until: (fits) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!fits(text)) return;
          watchers.delete(watch);
          resolve(text);
        };
        watchers.add(watch);
        watch();
      }),
  };
}

/** One request as text, one complete answer with known length or chunked. */
export async function exchangeRaw(port: number, request: string): Promise<string> {
  const client = rawClient(port);
  client.socket.write(request, 'latin1');
  const answer = await client.until(isComplete);
  client.socket.destroy();
  return answer;
}

export function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = text.slice(0, end);
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return /^transfer-encoding: chunked$/im.test(head) ? text.endsWith('0\r\n\r\n') : true;
}

export async function eventually(fits: () => boolean, timeoutMs = 2000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!fits()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
