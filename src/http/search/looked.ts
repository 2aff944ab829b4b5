import type { ServerResponse } from 'node:http';
import type { Degraded } from '../../domain/degraded.ts';
import type { RawHeaders } from '../../domain/engine.ts';
import type { SearchOutcome, SearchPipeline } from '../../domain/search.ts';
import type { TraceSpan } from '../../domain/trace.ts';
import type { SearchTarget } from '../../search-api/target.ts';
import type { SearchPlan } from './services.ts';

/** A search on an improved index, ready to be improved. */
export interface SearchToImprove {
  readonly target: SearchTarget;
  readonly plan: SearchPlan;
  readonly pipeline: SearchPipeline;
  /** The caller's raw headers. */
  readonly headers: RawHeaders;
  /** Decoded from its content encoding. */
  readonly body: Buffer;
  readonly context: ReadonlyMap<string, string>;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
  /** Of the request, where its trace is recorded. */
  readonly span?: TraceSpan | undefined;
}

/** A request for one, and where its answer goes. */
export interface Looked extends SearchToImprove {
  readonly response: ServerResponse;
  /** The pipeline of an item of an `_msearch` on this index. */
  pipelineOf(index: string): SearchPipeline;
  /**
   * Raw headers that tell the caller where to read the explain trees, if they asked for them and may: an id for each of the
   * first hundred outcomes, `-` where there is none.
   */
  traceHeaders(outcomes: readonly (SearchOutcome | undefined)[]): RawHeaders;
}

/** How it ended: answered here, or to be passed on for a reason. */
export type Verdict =
  | {
      readonly kind: 'answered';
      readonly degraded: Degraded;
      /** How many documents were ranked, over all items. */
      readonly candidates: number;
      /** Whether the answer was given before. */
      readonly cached?: boolean;
    }
  | {
      readonly kind: 'bypass';
      readonly reason: string;
      /** `Relevance-Status` where it says more than the reason: one member an item of an `_msearch`. */
      readonly status?: string;
    };
