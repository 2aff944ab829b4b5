import type { CandidateNote, LegRank } from '../../domain/candidate.ts';
import type { DependencyHealth } from '../../domain/catalog.ts';
import type { RawHeaders } from '../../domain/engine.ts';
import type { Query } from '../../domain/query.ts';
import type { StageReport } from '../../domain/search.ts';

/** Whether requests should be sent here, and why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly dependencies: readonly DependencyHealth[];
}

/** One search to be explained; either the words or a whole search body. */
export interface ExplainRequest {
  readonly index: string;
  readonly query?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Pairs as in `Relevance-Context`. */
  readonly context: Readonly<Record<string, string>>;
  /** Name of a pipeline; absent: the one that the index goes through. */
  readonly pipeline?: string;
  /** Of the admin request: the search is made with its credentials. */
  readonly headers: RawHeaders;
}

/** What happened to one search, and why each hit is where it is. */
export interface Explanation {
  readonly index: string;
  readonly pipeline: string;
  readonly version: string;
  readonly outcome: 'applied' | 'bypass';
  /** Why it was bypassed. */
  readonly reason: string | null;
  readonly degraded: readonly string[];
  readonly durationMs: number;
  /** What the query stages made of it; null on a bypass. */
  readonly query: Query | null;
  readonly stages: readonly StageReport[];
  /** The search body that the engine was sent. */
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

/** Something wrong with the new configuration, as far as it can be said. */
export interface ReloadFault {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly message: string;
  readonly suggestion?: string | null;
}

export type ReloadResult =
  | {
      readonly version: string;
      /** Sections that changed but take effect only when the process starts again. */
      readonly restartNeeded: readonly string[];
    }
  /** Nothing was changed. */
  | { readonly faults: readonly ReloadFault[] };

/** A fault in a rule file, or a doubt about it. */
export interface RuleFileFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The rules in force and what came of the last change to their files. */
export interface RulesReport {
  readonly version: string;
  /** ISO 8601. */
  readonly loadedAt: string;
  readonly files: readonly {
    readonly file: string;
    /** Null is every index. */
    readonly index: string | null;
    readonly kind: string;
    /** Rules of a common file; null for another kind. */
    readonly rules: number | null;
  }[];
  /** Faulty rules that were left out when the process started. */
  readonly errors: readonly RuleFileFault[];
  readonly warnings: readonly RuleFileFault[];
  /** A later change that was not taken, since it is faulty; the rules before it stay in force. */
  readonly refused: { readonly at: string; readonly errors: readonly RuleFileFault[] } | null;
  /** How this gateway stands to the place that it shares rules with others by; null where there is none. */
  readonly source?: RuleSourceReport | null;
}

export interface RuleSourceReport {
  readonly name: string;
  /** Of the files in force; the same on every replica that has them. */
  readonly version: string | null;
  readonly state: 'current' | 'unreachable' | 'refused';
  /** When it was last heard of, ISO 8601. */
  readonly heardAt: string | null;
  readonly reason: string | null;
}

/** A rule file to be checked without putting it into force. */
export interface RuleCheckRequest {
  /** Its ending tells the kind. */
  readonly file: string;
  readonly text: string;
  /** The index whose dictionaries cut its words. */
  readonly index?: string;
}

export interface RuleCheckResult {
  readonly errors: readonly RuleFileFault[];
  readonly warnings: readonly RuleFileFault[];
}

/** What the admin port is a face of. */
export interface AdminServices {
  /** Answers as long as the process does. */
  health(): Readonly<Record<string, unknown>>;
  ready(): Promise<Readiness>;
  /** Prometheus' text format. */
  metrics(): Promise<string>;
  /**
   * What every stage did to one search and what came out.
   * @throws GatewayError `not_found` for an unknown pipeline, `upstream_*` when the engine does not answer
   */
  explain(request: ExplainRequest): Promise<Explanation>;
  /** A tree that a caller asked for by `Relevance-Debug: explain`; undefined when it is gone. */
  explainById(id: string): Promise<unknown>;
  /** The configuration in force, without secrets. */
  config(): unknown;
  reload(): Promise<ReloadResult>;
  rules(): Promise<RulesReport>;
  checkRules(request: RuleCheckRequest): Promise<RuleCheckResult>;
}
