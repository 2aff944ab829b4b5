import type { TermStatistics } from '../similarity.ts';
import { SearchFault } from './fault.ts';

/** `indices.query.bool.max_clause_count`, as an Elasticsearch of a few GiB sets it for itself. */
const MAX_CLAUSES = 16_384;

/** Documents that a plan matches: ascending, possibly with deleted ones, which the searcher drops. */
export interface Matches {
  readonly docs: Int32Array;
  /** By position in `docs`; null where nobody asked for scores. */
  readonly scores: Float32Array | null;
}

interface Base {
  /** `_name` of the clause, for `matched_queries`. */
  readonly name?: string;
  /** Multiplies the score. */
  readonly boost: number;
}

export interface NonePlan extends Base {
  readonly kind: 'none';
  readonly reason: string;
}

export interface AllPlan extends Base {
  readonly kind: 'all';
}

export interface TermPlan extends Base {
  readonly kind: 'term';
  readonly field: string;
  readonly term: string;
  /** Replaces the index's own statistics where several terms share theirs. */
  readonly statistics?: TermStatistics;
}

/** Terms that count as one, such as words at one position. */
export interface SynonymPlan extends Base {
  readonly kind: 'synonym';
  readonly field: string;
  readonly terms: readonly string[];
}

export interface PhrasePosition {
  readonly terms: readonly string[];
  readonly position: number;
}

export interface PhrasePlan extends Base {
  readonly kind: 'phrase';
  readonly field: string;
  readonly positions: readonly PhrasePosition[];
  readonly slop: number;
}

/** BM25F: fields with weights scored as one field. */
export interface CombinedPlan extends Base {
  readonly kind: 'combined';
  readonly fields: readonly { readonly field: string; readonly weight: number }[];
  readonly terms: readonly string[];
}

export interface BoolPlan extends Base {
  readonly kind: 'bool';
  readonly must: readonly Plan[];
  readonly filter: readonly Plan[];
  readonly should: readonly Plan[];
  readonly mustNot: readonly Plan[];
  readonly minimumShouldMatch: number;
}

export interface DisMaxPlan extends Base {
  readonly kind: 'dis_max';
  readonly queries: readonly Plan[];
  readonly tieBreaker: number;
}

interface ConstantPlan extends Base {
  readonly kind: 'constant';
  readonly query: Plan;
}

export interface BoostingPlan extends Base {
  readonly kind: 'boosting';
  readonly positive: Plan;
  readonly negative: Plan;
  readonly negativeBoost: number;
}

/** Terms of one field that all score the same: prefix, wildcard, terms. */
export interface TermsPlan extends Base {
  readonly kind: 'terms';
  readonly field: string;
  readonly terms: readonly string[];
}

/** Documents found by other means than postings: ranges, ids, existence, vectors. */
export interface DocumentsPlan extends Base {
  readonly kind: 'documents';
  readonly description: string;
  collect(): Matches;
}

/** One function of `function_score`; `value` returns undefined where the document has none. */
export interface ScoreFunction {
  readonly filter: Plan | null;
  readonly weight: number;
  readonly description: string;
  value(doc: number, score: number): number;
}

export type ScoreMode = 'multiply' | 'sum' | 'avg' | 'first' | 'max' | 'min';
export type BoostMode = 'multiply' | 'replace' | 'sum' | 'avg' | 'max' | 'min';

export interface FunctionPlan extends Base {
  readonly kind: 'function_score';
  readonly query: Plan;
  readonly functions: readonly ScoreFunction[];
  readonly scoreMode: ScoreMode;
  readonly boostMode: BoostMode;
  readonly maxBoost: number;
  readonly minScore: number | null;
}

/** A query bound to one index: every name resolved, every text analysed. Immutable. */
export type Plan =
  | NonePlan
  | AllPlan
  | TermPlan
  | SynonymPlan
  | PhrasePlan
  | CombinedPlan
  | BoolPlan
  | DisMaxPlan
  | ConstantPlan
  | BoostingPlan
  | TermsPlan
  | DocumentsPlan
  | FunctionPlan;

export function none(reason: string): NonePlan {
  return { kind: 'none', boost: 1, reason };
}

export const ALL: AllPlan = { kind: 'all', boost: 1 };

/** @throws SearchFault for more clauses than Elasticsearch takes, which bounds what a text of a megabyte can cost */
export function bool(parts: Partial<Omit<BoolPlan, 'kind'>>): BoolPlan {
  const plan: BoolPlan = {
    kind: 'bool',
    boost: 1,
    must: [],
    filter: [],
    should: [],
    mustNot: [],
    minimumShouldMatch: 0,
    ...parts,
  };
  if (plan.must.length + plan.filter.length + plan.should.length + plan.mustNot.length > MAX_CLAUSES) {
    const reason = `maxClauseCount is set to ${MAX_CLAUSES}`;
    throw new SearchFault('query_shard_exception', `failed to create query: ${reason}`, {
      onShard: true,
      causedBy: { type: 'too_many_clauses', reason },
    });
  }
  return plan;
}

export function boosted(plan: Plan, boost: number): Plan {
  return boost === 1 ? plan : { ...plan, boost: plan.boost * boost };
}

export function named(plan: Plan, name: string | undefined): Plan {
  return name === undefined ? plan : { ...plan, name };
}

/** Plans directly below this one, whatever their role. */
export function children(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'bool':
      return [...plan.must, ...plan.filter, ...plan.should, ...plan.mustNot];
    case 'dis_max':
      return plan.queries;
    case 'constant':
      return [plan.query];
    case 'boosting':
      return [plan.positive, plan.negative];
    case 'function_score':
      return [plan.query, ...plan.functions.flatMap((one) => (one.filter === null ? [] : [one.filter]))];
    default:
      return [];
  }
}
