import type { StageReport } from '../domain/search.ts';
import type { AskedSearch, GatewayStep, SearchOutcomeName } from './explain.ts';

/** Body of `POST /api/compare`: one search, two ways. */
export interface CompareBody extends AskedSearch {
  /** Each as `Relevance-Pipeline` says it: `off` is plain Elasticsearch, else a name, or `name; without="stage"`. */
  readonly pipelines: readonly [string, string];
  /** Hits of each side, 1 to 100, where `query` is given; a body has its own `size`. */
  readonly size?: number;
  /** Fields of `_source` to show, at most 20; absent: the first few. */
  readonly fields?: readonly string[];
}

export interface Compared {
  readonly index: string;
  readonly version: string;
  readonly sides: readonly [ComparedSide, ComparedSide];
  /** Every hit of either side: those of the second in its order, then those that it lost. */
  readonly changes: readonly HitChange[];
}

/** What a caller would get. */
export interface ComparedSide {
  readonly pipeline: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** What the engine said is wrong; null where nothing is. */
  readonly error: string | null;
  /** As the header `Relevance-Status` would say it. */
  readonly relevanceStatus: string;
  readonly outcome: SearchOutcomeName;
  readonly reason: string | null;
  readonly degraded: readonly string[];
  readonly durationMs: number;
  readonly stages: readonly StageReport[];
  readonly steps: readonly GatewayStep[];
  readonly total: number | null;
  readonly hits: readonly ComparedHit[];
}

export interface ComparedHit {
  readonly index: string;
  readonly id: string;
  readonly score: number | null;
  /** A few of its fields, long texts cut; null where the search asked for none. */
  readonly source: Readonly<Record<string, unknown>> | null;
}

/** Where a hit stood and stands; ranks count from 1, null is not among the hits shown. */
export interface HitChange {
  readonly index: string;
  readonly id: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: 'same' | 'moved' | 'new' | 'lost';
}
