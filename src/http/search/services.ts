import type { LoadMonitor } from '../../admission/load-monitor.ts';
import type { Catalog, IndexDescription } from '../../domain/catalog.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Degraded } from '../../domain/degraded.ts';
import type { PassThrough, SearchEngine } from '../../domain/engine.ts';
import type { Logger } from '../../domain/logger.ts';
import type { SearchMeter } from '../../domain/search-meter.ts';
import type { SearchOutcome, SearchPipeline, StageReport } from '../../domain/search.ts';
import type { RequestSpans, TraceSpan } from '../../domain/trace.ts';
import type { From, ResultCache } from './cache/result-cache.ts';
import type { AcceptedCredentials } from './credentials.ts';
import type { FrozenWindows } from './frozen-windows.ts';
import type { TextCounts } from './text-counts.ts';

/**
 * Everything that a reload replaces, as one immutable value: a request takes the plan once, when it comes,
 * and keeps it to its end.
 */
export interface SearchPlan {
  /** On every applied answer; changes with anything that could change an answer. */
  readonly version: string;
  readonly pipelines: ReadonlyMap<string, SearchPipeline>;
  /** Whether searches on this index or alias are ours to improve; `description` is undefined when unknown. */
  improves(name: string, description: IndexDescription | undefined): boolean;
  /** Indices and aliases that the configuration names; none where it names none. */
  readonly named: readonly string[];
  /**
   * Name of the pipeline that a search on this index goes through unless the caller names another; `description` is
   * undefined when unknown.
   */
  pipelineOf(name: string, description: IndexDescription | undefined): string;
  readonly limits: {
    /** Larger bodies are not looked at. */
    readonly bodyBytes: number;
    readonly msearchItems: number;
  };
  /** Whether a caller may ask for the explain tree. */
  readonly explainAllowed: boolean;
}

/** How one search ended, for metrics and logs. */
export interface SearchEvent {
  readonly outcome: 'applied' | 'bypass' | 'off' | 'error';
  /** Reason of a bypass, or the error's code. */
  readonly reason: string | null;
  readonly degraded: Degraded;
  /** Of an applied search: the pipeline's name, the version in force, and how many documents were ranked. */
  readonly pipeline?: string;
  readonly version?: string;
  readonly candidates?: number;
  /** Whether the answer was given before. */
  readonly cached?: boolean;
  readonly durationMs: number;
  /** Of the request, where its trace is recorded. */
  readonly span?: TraceSpan | undefined;
}

export interface SearchServices {
  readonly engine: SearchEngine;
  readonly passThrough: PassThrough;
  readonly catalog: Catalog;
  readonly counts: TextCounts;
  readonly accepted: AcceptedCredentials;
  readonly windows: FrozenWindows;
  /** Answers of a moment ago; undefined where none are kept. */
  readonly results: ResultCache | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly spans: Pick<RequestSpans, 'of'>;
  /** Counts what becomes of searches on their way. */
  readonly meter: SearchMeter;
  plan(): SearchPlan;
  /** How much there is to do: only what there is room for is done. */
  readonly load: Pick<LoadMonitor, 'load' | 'asked' | 'asksEngine'>;
  observe(event: SearchEvent): void;
  /** Told where the answer of a search came from that could have been kept. */
  readonly observeCache: (from: From) => void;
  /** Told of every stage of every search as it ends. */
  readonly reported: (report: StageReport) => void;
  /** Keeps an explain tree for a while; gives the id to read it by. */
  remember(outcome: SearchOutcome): string;
}
