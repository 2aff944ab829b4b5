import type { CandidateNote, LegRank } from '../domain/candidate.ts';
import type { Query } from '../domain/query.ts';
import type { StageReport } from '../domain/search.ts';

/** A search to look at: either the words or a whole search body. */
export interface AskedSearch {
  /** One index or alias. */
  readonly index: string;
  /** The words, looked for in every text field of the index. */
  readonly query?: string;
  /** A body of `_search`; as a text it is sent as it is written, byte for byte, as an app would send it. */
  readonly body?: Readonly<Record<string, unknown>> | string;
  /** Pairs as in `Relevance-Context`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Body of `POST /api/explain`. */
export interface ExplainBody extends AskedSearch {
  /** As `Relevance-Pipeline` says it: `off`, a name, or `name; without="stage"`. Absent: the one that the index goes through. */
  readonly pipeline?: string;
}

/** What became of a search, as `Relevance-Status` says it. */
export type SearchOutcomeName = 'applied' | 'bypass' | 'off';

/** Something that took time outside the pipeline's stages. */
export interface GatewayStep {
  /**
   * `read`: finding the words in the body; `hits`: asking the engine for the hits of the page; `plain`: sending the
   * caller's own request, as the pipeline is off or was left.
   */
  readonly step: 'read' | 'hits' | 'plain';
  /** After the search began. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** What happened to one search, and why each hit is where it is. */
export interface Explanation {
  readonly index: string;
  readonly pipeline: string;
  /** Of everything that could change an answer. */
  readonly version: string;
  readonly outcome: SearchOutcomeName;
  /** Why it was bypassed: a reason of `Relevance-Status`, or the code of the fault that made it fall back. */
  readonly reason: string | null;
  readonly degraded: readonly string[];
  /** How the query was relaxed because it found too little; null where it was not. */
  readonly relaxed: string | null;
  readonly durationMs: number;
  /** What the query stages made of it; null where there is none. */
  readonly query: Query | null;
  /**
   * In the order in which they ended; legs run side by side, as their times show. Of a search that fell back: what ran
   * before it did.
   */
  readonly stages: readonly StageReport[];
  readonly steps: readonly GatewayStep[];
  /** The search body that the engine was sent last by the pipeline, or the caller's own. */
  readonly sent: unknown;
  readonly total: number | null;
  /** In the order the caller would see. */
  readonly hits: readonly ExplainedHit[];
}

export interface ExplainedHit {
  readonly index: string;
  readonly id: string;
  readonly score: number | null;
  readonly legs: readonly LegRank[];
  /** What each rank stage did to it, in order. */
  readonly notes: readonly CandidateNote[];
  readonly source: Readonly<Record<string, unknown>> | null;
}

/** `GET /api/explain/{id}`: what a caller asked for by `Relevance-Debug: explain`. */
export interface ExplainTree {
  readonly query: Query;
  readonly stages: readonly StageReport[];
  readonly degraded: readonly string[];
}
