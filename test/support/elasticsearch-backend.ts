import type { Backend } from '../../src/domain/backend.ts';
import type { Logger } from '../../src/domain/logger.ts';
import { createElasticsearch } from '../../src/elasticsearch/backend.ts';

type Options = Parameters<typeof createElasticsearch>[0];

export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The engine of one node, with limits that a busy machine does not reach; tests say what they are about. */
export function openElasticsearch(node: string, about: Partial<Options> = {}): Backend {
  return createElasticsearch({
    nodes: [node],
    tls: { ca: null, fingerprint: null },
    account: null,
    connectTimeoutMs: 5_000,
    connections: 16,
    // Tests refresh it when they want it to be.
    discovery: { intervalMs: 3_600_000, timeoutMs: 20_000 },
    ejection: { failures: 3, baseMs: 1_000, maxMs: 1_000 },
    retryBudget: 0.2,
    advertise: 'off',
    maxAnswerBytes: 64 * 1024 * 1024,
    inFlight: 256,
    queue: 256,
    events: { retried() {}, ejected() {} },
    logger: SILENT,
    clock: { now: () => performance.now() },
    ...about,
  });
}
