import { namedResults, resultsJson, runAll } from '../aggregations/aggregation.ts';
import { float } from '../json/write.ts';
import { shardFault } from '../query/fault.ts';
import { collectShard, searchPlans } from './collect.ts';
import type { ShardMatches } from './collect.ts';
import { fetchHits } from './fetch.ts';
import { rank } from './rank.ts';
import type { Ranked } from './rank.ts';
import type { SearchSpec } from './request.ts';
import { isScoreOrder } from './sort.ts';
import { bindTarget } from './target.ts';
import type { SearchTarget } from './target.ts';

/** What a search found, in order, before a page of it is written. */
export interface Found {
  readonly spec: SearchSpec;
  readonly shards: readonly ShardMatches[];
  readonly ranked: readonly Ranked[];
  readonly total: number;
  readonly maxScore: number | null;
  readonly scored: boolean;
}

export interface AnswerStyle {
  readonly totalAsInteger: boolean;
  readonly typedKeys: boolean;
}

function checkWindow(spec: SearchSpec, targets: readonly SearchTarget[]): void {
  const wanted = spec.from + spec.size;
  const limit = Math.min(...targets.map(({ maxResultWindow }) => maxResultWindow));
  if (wanted <= limit) return;
  throw shardFault(
    'illegal_argument_exception',
    `Result window is too large, from + size must be less than or equal to: [${limit}] but was [${wanted}]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.`,
  );
}

/** Runs a search over indices; `all` ranks every match, for scrolling. @throws SearchFault */
export function find(
  targets: readonly SearchTarget[],
  spec: SearchSpec,
  options: { now: number; all: boolean },
): Found {
  if (!options.all) checkWindow(spec, targets);
  const bound = targets.map((target) => bindTarget(target, { now: options.now, size: spec.size }));
  const scored =
    spec.sort.length === 0 || spec.trackScores || spec.sort.some(({ field }) => field === '_score');
  const showsHits = spec.size > 0 || options.all;
  const scoring = (scored && showsHits) || spec.minScore !== null;
  const plans = searchPlans(bound, spec);
  const shards = bound.map((target, i) => collectShard(target, plans[i]!, spec, scoring));
  const total = shards.reduce((sum, { docs }) => sum + docs.length, 0);
  const limit = options.all ? Number.POSITIVE_INFINITY : showsHits ? spec.from + spec.size : 0;
  const { sort, searchAfter, collapse } = spec;
  const ranked = rank(shards, { sort, searchAfter, collapse, limit });
  return {
    spec,
    shards,
    ranked,
    total,
    scored,
    maxScore: showsHits && (isScoreOrder(sort) || spec.trackScores) ? bestScore(shards) : null,
  };
}

function bestScore(shards: readonly ShardMatches[]): number | null {
  let best: number | null = null;
  for (const { scores, docs } of shards) {
    for (let i = 0; i < docs.length; i++) {
      const score = scores?.[i] ?? 0;
      if (best === null || score > best) best = score;
    }
  }
  return best;
}

function totalJson({ spec, total, shards }: Found, style: AnswerStyle): unknown {
  if (style.totalAsInteger) return spec.trackTotalHits === null ? -1 : total;
  if (spec.trackTotalHits === null) return undefined;
  if (shards.some(({ terminatedEarly }) => terminatedEarly)) return { value: total, relation: 'eq' };
  const counted = Math.min(total, spec.trackTotalHits);
  return { value: counted, relation: counted < total ? 'gte' : 'eq' };
}

export function shardsJson(count: number): Readonly<Record<string, number>> {
  return { total: count, successful: count, skipped: 0, failed: 0 };
}

/** The answer of a search, for one page of what was found. */
export async function answerJson(
  found: Found,
  page: readonly Ranked[],
  options: { style: AnswerStyle; tookMs: number; ids: Readonly<Record<string, string>> },
): Promise<Record<string, unknown>> {
  const { spec, shards, scored, maxScore } = found;
  const hits = await fetchHits({ shards, spec, scored }, page);
  const aggregations =
    spec.aggregations.length === 0
      ? undefined
      : resultsJson(
          runAll(
            spec.aggregations,
            shards.map(({ target, aggregated }) => ({ binding: target.binding, docs: aggregated })),
          ),
        );
  return {
    ...options.ids,
    took: options.tookMs,
    timed_out: false,
    ...(spec.terminateAfter > 0 && {
      terminated_early: shards.some(({ terminatedEarly }) => terminatedEarly),
    }),
    _shards: shardsJson(shards.length),
    hits: {
      total: totalJson(found, options.style),
      max_score: maxScore === null ? null : float(maxScore),
      hits,
    },
    ...(aggregations !== undefined && (namedResults({ aggregations }, options.style.typedKeys) as object)),
  };
}
