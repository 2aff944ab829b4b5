import { Pool } from 'undici';
import type { Backend } from '../domain/backend.ts';
import { Admission } from './admission.ts';
import { Discovery } from './discovery.ts';
import { createEngine } from './engine.ts';
import { healthOf } from './health.ts';
import { Node, NodeSet } from './node-set.ts';
import type { ElasticsearchOptions } from './options.ts';
import { createPassThrough } from './pass-through.ts';
import { createQuestions } from './questions.ts';
import { RetryBudget } from './retry-budget.ts';
import { createSniffingRewrite } from './sniffing.ts';
import { createConnector } from './tls.ts';
import type { UpstreamServices } from './upstream.ts';

/** Below the idle limit of the usual load balancers (60 s), which forget connections without a word. */
const IDLE_MS = 50_000;
/** Answers with hundreds of warnings are longer than Node's 16 KiB. */
const MAX_HEADER_BYTES = 256 * 1024;

/**
 * A cluster as a backend. Resolves nothing and waits for nothing: a cluster that is down answers 503 until it
 * is up.
 */
export function createElasticsearch(options: ElasticsearchOptions): Backend {
  const { logger, clock, ejection, events } = options;
  const connect = createConnector(options.tls, options.connectTimeoutMs);
  const pools = options.nodes.map(
    (url) =>
      new Pool(new URL(url).origin, {
        connect,
        connections: options.connections,
        pipelining: 1,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: IDLE_MS,
        keepAliveMaxTimeout: IDLE_MS,
        maxHeaderSize: MAX_HEADER_BYTES,
      }),
  );
  const nodes = new NodeSet(options.nodes.map((url, at) => new Node(url, pools[at]!, { ejection, clock })));
  const services: UpstreamServices = { nodes, budget: new RetryBudget(options.retryBudget), events, logger };
  const discovery = new Discovery(createQuestions(options), logger);
  discovery.start(options.discovery.intervalMs);
  return {
    engine: createEngine({
      services,
      admission: new Admission(options),
      maxAnswerBytes: options.maxAnswerBytes,
    }),
    passThrough: createPassThrough(
      services,
      createSniffingRewrite(options.advertise, options.maxAnswerBytes),
    ),
    catalog: discovery,
    health: () => [healthOf(nodes, discovery.state)],
    refresh: () => discovery.refresh(),
    analyze: (index, analyzer, text) => discovery.analyze(index, analyzer, text),
    close: async () => {
      await Promise.all([discovery.close(), ...pools.map((pool) => pool.close())]);
    },
  };
}
