import type { Meter } from '@opentelemetry/api';
import type { InferenceMeter } from '../domain/inference-meter.ts';
import { METRICS } from './metric-names.ts';

/** Counts and times what models do. Series are there once something has happened. */
export function inferenceMeters(meter: Meter): InferenceMeter {
  const counter = ({ name, description }: Metric) => meter.createCounter(name, { description });
  const histogram = ({ name, description }: Metric) => meter.createHistogram(name, { description });
  const requests = counter(METRICS.inferenceRequests);
  const batches = counter(METRICS.inferenceBatches);
  const tokens = counter(METRICS.inferenceTokens);
  const waitSeconds = histogram(METRICS.inferenceWaitSeconds);
  const runSeconds = histogram(METRICS.inferenceRunSeconds);
  const tokeniseSeconds = histogram(METRICS.inferenceTokeniseSeconds);
  const lookups = counter(METRICS.inferenceLookups);
  let queued: number | undefined;
  meter
    .createObservableGauge(METRICS.inferenceQueueTokens.name, METRICS.inferenceQueueTokens)
    .addCallback((result) => {
      if (queued !== undefined) result.observe(queued);
    });
  return {
    queue(waiting) {
      queued = waiting;
    },
    batch({ model, tokens: read, padded, waitMs, ms }) {
      batches.add(1, { model });
      tokens.add(read, { model, kind: 'text' });
      tokens.add(padded - read, { model, kind: 'filling' });
      waitSeconds.record(waitMs / 1000, { model });
      runSeconds.record(ms / 1000, { model });
    },
    tokenised: ({ model, ms }) => tokeniseSeconds.record(ms / 1000, { model }),
    cache({ cache, hits, misses }) {
      if (hits > 0) lookups.add(hits, { cache, outcome: 'hit' });
      if (misses > 0) lookups.add(misses, { cache, outcome: 'miss' });
    },
    request: ({ kind, outcome, shrunk }) => requests.add(1, { kind, outcome, shrunk }),
  };
}

interface Metric {
  readonly name: string;
  readonly description: string;
}
