import type { Candidate } from './candidate.ts';
import type { IndexDescription } from './catalog.ts';
import type { Degraded } from './degraded.ts';
import type { EngineAnswer } from './engine.ts';
import type { Query } from './query.ts';
import type { SearchMeter } from './search-meter.ts';
import type { SearchRequest } from './search-request.ts';
import type { TraceSpan } from './trace.ts';

/** What one stage did, for the explain tree. */
export interface StageReport {
  readonly stage: string;
  readonly kind: 'query' | 'retrieve' | 'relax' | 'rank';
  /** After the pipeline began. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'skipped' | 'failed' | 'timeout';
  /** What the stage said about its work; JSON-like values only. */
  readonly notes: readonly unknown[];
}

/**
 * Who may order a search's hits: `open` is everybody, `busy` all but models, which there is too much to do for. Otherwise
 * the order is leg 1's: a function of the caller's makes the score, hits have no ids to tell them apart by, or there is
 * more to do than can be done.
 */
export type Ranking = 'open' | 'busy' | 'scoring_function' | 'no_ids' | 'overloaded';

/** A search of the gateway's own on behalf of a caller. */
export interface LegSearch {
  readonly body: Uint8Array;
  /** Where; absent: where the caller searches. */
  readonly indices?: readonly string[];
  readonly signal: AbortSignal;
  /** What it is a part of, where that is recorded; the search's own span unless given. */
  readonly span?: TraceSpan | undefined;
}

/** The order that a search's first page was given, for the pages after it. */
export interface FrozenWindow {
  readonly candidates: readonly Candidate[];
  /** Whether leg 1 finds nothing besides them. */
  readonly complete: boolean;
  /** As it was understood then, and asked for less where it was relaxed. */
  readonly query: Query;
  readonly relaxed: string | null;
  readonly degraded: Degraded;
}

/** What the pipeline and its stages may ask the engine for in the caller's name: with the caller's own credentials. */
export interface AskedAsCaller {
  /** Sends the caller's request with another body: leg 1, with the caller's own credentials and parameters. */
  readonly send: (body: Uint8Array, queryString: string, span?: TraceSpan) => Promise<EngineAnswer>;
  /**
   * Sends another search, with the parameters that say where the caller looks.
   * @throws GatewayError `upstream_*` when there is no answer
   */
  readonly search: (leg: LegSearch) => Promise<EngineAnswer>;
  /**
   * How many documents hold each text as a phrase, where the search looks and as its caller may see them; null for
   * what could not be counted. Remembered for a minute.
   * @throws GatewayError `upstream_*`
   */
  readonly count: (
    texts: readonly string[],
    signal: AbortSignal,
    span?: TraceSpan,
  ) => Promise<readonly (number | null)[]>;
  /**
   * How many documents the query would find as it stands, counted up to `atMost`; null where that cannot be counted.
   * @throws GatewayError `upstream_*`
   */
  readonly hits: (
    query: Query,
    atMost: number,
    signal: AbortSignal,
    span?: TraceSpan,
  ) => Promise<number | null>;
}

/** A search as the pipeline receives it. */
export interface Search extends AskedAsCaller {
  readonly request: SearchRequest;
  /** The index it goes to; undefined when nothing is known of it. */
  readonly index: IndexDescription | undefined;
  /** Key-value pairs of `Relevance-Context`. */
  readonly context: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /** Whether more than leg 1 may have a say in the order, and if not, why. */
  readonly ranking: () => Ranking;
  /** A value of `preference` that keeps all that is asked for this search on the same copies of the shards. */
  readonly preference: () => string;
  /**
   * Whether the engine accepted these credentials a moment ago. Otherwise no work is done for them before leg 1 is
   * answered: whoever may not search learns nothing from how long that takes.
   */
  readonly accepted: () => boolean;
  /** What an earlier page of the same search showed, where that is known. */
  readonly frozen: FrozenWindow | undefined;
  /** Where its trace is recorded: all of this is a part of it, unless a span is named. */
  readonly span?: TraceSpan | undefined;
  /** What is counted of it. */
  readonly meter?: SearchMeter;
  /** Told of every stage as it ends, also where the pipeline then fails. */
  readonly reported?: (report: StageReport) => void;
}

/** What came out of the pipeline. */
export interface SearchOutcome {
  readonly query: Query;
  /** Everything that was ranked, on whatever page; with a window of 0 the hits of leg 1's answer. */
  readonly candidates: readonly Candidate[];
  /** How many candidates leg 1 was asked for instead of the page; 0: its hits are the page. */
  readonly window: number;
  /** How the query was relaxed because it found too little; null where it was not. */
  readonly relaxed: string | null;
  /** Leg 1's answer, which owns totals, aggregations and everything that is not the order of hits. */
  readonly answer: EngineAnswer;
  /** Stages that failed, timed out, were dropped or did less than they should. */
  readonly degraded: Degraded;
  /** Whether stages among them were dropped because there is too much to do. */
  readonly shed: boolean;
  /**
   * The share of its time for which a model that ranks was busy with questions before this one, 1 where it had none left:
   * 0..1; null where none was asked.
   */
  readonly starved: number | null;
  readonly reports: readonly StageReport[];
}

/** A named pipeline, as the listeners see it. */
export interface SearchPipeline {
  readonly name: string;
  /** In the order of the configuration; `fail`: a search cannot go on without it. */
  readonly stages: readonly {
    readonly name: string;
    readonly kind: StageReport['kind'];
    readonly onError: 'skip' | 'fail';
  }[];
  /** The same pipeline without these stages. */
  without(stages: ReadonlySet<string>): SearchPipeline;
  /** @throws GatewayError when leg 1 brought no answer. */
  run(search: Search): Promise<SearchOutcome>;
}
