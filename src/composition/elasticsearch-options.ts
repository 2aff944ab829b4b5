import { readFileSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import type { Account, ElasticsearchOptions, UpstreamEvents } from '../elasticsearch/options.ts';

/** Answers that are assembled are read whole; ten thousand large hits fit. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

/** What the configuration says about the cluster, in the adapter's terms. */
export function elasticsearchOptions(
  config: Config,
  services: { readonly logger: Logger; readonly clock: Clock; readonly events: UpstreamEvents },
): ElasticsearchOptions {
  const { elasticsearch, server } = config;
  const { caFile, fingerprint } = elasticsearch.tls;
  return {
    nodes: elasticsearch.nodes,
    tls: { ca: caFile === null ? null : readFileSync(caFile, 'utf8'), fingerprint },
    account: accountOf(elasticsearch.account),
    connectTimeoutMs: elasticsearch.connectTimeoutMs,
    connections: elasticsearch.pool.connections,
    discovery: elasticsearch.discovery,
    ejection: elasticsearch.ejection,
    retryBudget: elasticsearch.retryBudget,
    advertise: elasticsearch.sniffing === 'pass' ? 'off' : (server.advertise ?? 'host'),
    maxAnswerBytes: MAX_ANSWER_BYTES,
    inFlight: server.limits.inFlight,
    queue: server.limits.queue,
    ...services,
  };
}

function accountOf({ apiKey, username, password }: Config['elasticsearch']['account']): Account | null {
  if (apiKey !== null) return { apiKey };
  if (username === null || password === null) return null;
  return { username, password };
}
