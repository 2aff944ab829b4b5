import type { Degraded } from '../domain/degraded.ts';
import type { TraceSpan } from '../domain/trace.ts';

export interface SearchFacts {
  readonly outcome: string;
  readonly reason: string | null;
  readonly degraded: Degraded;
  /** Absent where no pipeline was chosen. */
  readonly pipeline?: string | undefined;
  readonly version?: string | undefined;
  /** How many documents were ranked, over all items of an `_msearch`. */
  readonly candidates?: number | undefined;
}

/** Says on the request's span how its search ended; the words of the query are not among it. */
export function describeSearch(span: TraceSpan | undefined, facts: SearchFacts): void {
  if (span === undefined) return;
  const { outcome, reason, degraded, pipeline, version, candidates } = facts;
  span.set({
    'relevance.outcome': outcome,
    ...(reason === null ? {} : { 'relevance.reason': reason }),
    ...(degraded.size === 0
      ? {}
      : {
          'relevance.degraded': [...degraded.keys()],
          'relevance.degraded.reasons': [...degraded.values()],
        }),
    ...(pipeline === undefined ? {} : { 'relevance.pipeline': pipeline }),
    ...(version === undefined ? {} : { 'relevance.version': version }),
    ...(candidates === undefined ? {} : { 'relevance.candidates': candidates }),
  });
  if (outcome === 'error' && reason !== null && reason !== 'client_gone') span.fail(reason);
}
