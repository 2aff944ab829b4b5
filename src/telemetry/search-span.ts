import { SpanStatusCode, trace } from '@opentelemetry/api';

export interface SearchFacts {
  readonly outcome: string;
  readonly reason: string | null;
  readonly degraded: readonly string[];
  /** Absent where no pipeline was chosen. */
  readonly pipeline?: string | undefined;
  readonly version?: string | undefined;
  /** How many documents were ranked, over all items of an `_msearch`. */
  readonly candidates?: number | undefined;
}

/** Says on the request's span how its search ended; the words of the query are not among it. */
export function describeSearch(facts: SearchFacts): void {
  const span = trace.getActiveSpan();
  if (span === undefined || !span.isRecording()) return;
  const { outcome, reason, degraded, pipeline, version, candidates } = facts;
  span.setAttribute('relevance.outcome', outcome);
  if (reason !== null) span.setAttribute('relevance.reason', reason);
  if (degraded.length > 0) span.setAttribute('relevance.degraded', [...degraded]);
  if (pipeline !== undefined) span.setAttribute('relevance.pipeline', pipeline);
  if (version !== undefined) span.setAttribute('relevance.version', version);
  if (candidates !== undefined) span.setAttribute('relevance.candidates', candidates);
  if (outcome === 'error' && reason !== 'client_gone') span.setStatus({ code: SpanStatusCode.ERROR });
}
