import type { Candidate } from './candidate.ts';
import type { IndexDescription } from './catalog.ts';
import type { EngineAnswer } from './engine.ts';
import type { Query } from './query.ts';
import type { SearchRequest } from './search-request.ts';

/** What one stage did, for the explain tree. */
export interface StageReport {
  readonly stage: string;
  readonly kind: 'query' | 'retrieve' | 'rank';
  readonly durationMs: number;
  readonly outcome: 'ok' | 'skipped' | 'failed' | 'timeout';
  /** What the stage said about its work; JSON-like values only. */
  readonly notes: readonly unknown[];
}

/** A search as the pipeline receives it. */
export interface Search {
  readonly request: SearchRequest;
  /** The index it goes to; undefined when nothing is known of it. */
  readonly index: IndexDescription | undefined;
  /** Key-value pairs of `Relevance-Context`. */
  readonly context: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /** Sends the caller's request with another body: leg 1, with the caller's own credentials and parameters. */
  send(body: Uint8Array, queryString: string): Promise<EngineAnswer>;
  /**
   * How many documents hold each text as a phrase, where the search looks and as its caller may see them; null for
   * what could not be counted. Remembered for a minute.
   * @throws GatewayError `upstream_*`
   */
  count(texts: readonly string[], signal: AbortSignal): Promise<readonly (number | null)[]>;
  /**
   * How many documents the query would find as it stands, counted up to `atMost`; null where that cannot be counted.
   * @throws GatewayError `upstream_*`
   */
  hits(query: Query, atMost: number, signal: AbortSignal): Promise<number | null>;
}

/** What came out of the pipeline. */
export interface SearchOutcome {
  readonly query: Query;
  readonly candidates: readonly Candidate[];
  /** Leg 1's answer, which owns totals, aggregations and everything that is not the order of hits. */
  readonly answer: EngineAnswer;
  /** Names of stages that failed, timed out or were dropped. */
  readonly degraded: readonly string[];
  readonly reports: readonly StageReport[];
}

/** A named pipeline, as the listeners see it. */
export interface SearchPipeline {
  readonly name: string;
  /** In the order of the configuration; `fail`: a search cannot go on without it. */
  readonly stages: readonly { readonly name: string; readonly onError: 'skip' | 'fail' }[];
  /** The same pipeline without these stages. */
  without(stages: ReadonlySet<string>): SearchPipeline;
  /** @throws GatewayError when leg 1 brought no answer. */
  run(search: Search): Promise<SearchOutcome>;
}
