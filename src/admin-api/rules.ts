import type { HitChange } from './compare.ts';

/** A fault in a rule file, or a doubt about it. */
export interface RuleFileFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A rule file that is in force. */
export interface RuleFileReport {
  readonly file: string;
  /** Null is every index. */
  readonly index: string | null;
  readonly kind: string;
  /** How many it has: rules, lines, patterns or units; null where it holds settings. */
  readonly rules: number | null;
}

/** `GET /api/rules`: the rules in force and what came of the last change to their files. */
export interface RulesReport {
  readonly version: string;
  /** ISO 8601. */
  readonly loadedAt: string;
  readonly files: readonly RuleFileReport[];
  /** Faulty rules that were left out when the process started. */
  readonly errors: readonly RuleFileFault[];
  readonly warnings: readonly RuleFileFault[];
  /** A later change that was not taken, since it is faulty; the rules before it stay in force. */
  readonly refused: { readonly at: string; readonly errors: readonly RuleFileFault[] } | null;
  /** How this gateway stands to the place that it shares rules with others by; null where there is none. */
  readonly source?: RuleSourceReport | null;
  /** Rules that took part in searches, over all serving processes; the latest first. */
  readonly fired: readonly FiredRule[];
}

/** A rule that took part in searches of callers; those of the admin port do not count. */
export interface FiredRule {
  readonly rule: string;
  readonly file: string;
  /** Of the rule's input in its file. */
  readonly line: number;
  /** Since the processes started, as far as they remember. */
  readonly count: number;
  /** ISO 8601. */
  readonly lastAt: string;
  /** Searches in each of the last 60 minutes, the current one last. */
  readonly perMinute: readonly number[];
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

/** Body of `POST /api/rules/check`: a rule file to be checked without putting it into force. */
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

/** Body of `POST /api/rules/try`: rules to be tried on queries, on top of those in force, for this call only. */
export interface RuleTryBody {
  readonly index: string;
  /** What stands in the file, at most 256 KiB. */
  readonly rules: string;
  /** Its ending tells the kind; absent: `try.rules.txt`. A file of this name that is in force gives way to it. */
  readonly file?: string;
  /** At most 25. */
  readonly queries: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
  /** As in `POST /api/explain`. */
  readonly pipeline?: string;
  /** Hits of each query, 1 to 50; absent: 10. */
  readonly size?: number;
}

/** Where there are errors nothing was searched. */
export interface RuleTryResult extends RuleCheckResult {
  readonly results: readonly TriedQuery[];
}

export interface TriedQuery {
  readonly query: string;
  readonly before: TriedSide;
  readonly after: TriedSide;
  /** As in `POST /api/compare`. */
  readonly changes: readonly HitChange[];
}

export interface TriedSide {
  readonly relevanceStatus: string;
  /** Stages that it went without; where the sides differ in them, not all changes come from the rules. */
  readonly degraded: readonly string[];
  readonly total: number | null;
  readonly hits: readonly {
    readonly index: string;
    readonly id: string;
    readonly score: number | null;
    readonly source: Readonly<Record<string, unknown>> | null;
  }[];
  /** Rules that took part, as the stage `rules` says it. */
  readonly matched: readonly {
    readonly rule: string;
    readonly file: string;
    readonly line: number;
    readonly match: string;
    readonly instructions: readonly string[];
  }[];
}
