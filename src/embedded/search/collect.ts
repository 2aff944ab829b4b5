import { collectDocs, indexOfDoc } from '../query/matches.ts';
import { nearest } from '../query/knn.ts';
import type { KnnSearch } from '../query/knn.ts';
import { ALL, bool, named } from '../query/plan.ts';
import type { Matches, Plan } from '../query/plan.ts';
import type { SearchSpec } from './request.ts';
import type { BoundTarget } from './target.ts';

/** What a search found in one index, before hits are chosen. */
export interface ShardMatches {
  readonly target: BoundTarget;
  readonly plan: Plan;
  /** Matches after `post_filter`: the hits. */
  readonly docs: Int32Array;
  /** By position in `docs`; null where nobody needs scores. */
  readonly scores: Float32Array | null;
  /** Matches before `post_filter`: what aggregations look at. */
  readonly aggregated: Int32Array;
  readonly terminatedEarly: boolean;
}

/** The nearest `k` over all indices, as one plan per index. */
function knnPlans(targets: readonly BoundTarget[], search: KnnSearch, size: number): readonly Plan[] {
  const k = search.k ?? size;
  const found = targets.map(({ binding }) => nearest(binding, search, k));
  const scores = found.flatMap(({ scores: own }) => [...(own ?? [])]).toSorted((a, b) => b - a);
  const least = scores[k - 1] ?? Number.NEGATIVE_INFINITY;
  return found.map((matches): Plan => {
    const collect = (): Matches => filterMatches(matches, (_, score) => score >= least);
    const description = `knn on [${search.field}]`;
    return named({ kind: 'documents', boost: search.boost, description, collect }, search.name);
  });
}

function filterMatches({ docs, scores }: Matches, test: (doc: number, score: number) => boolean): Matches {
  const kept = collectDocs(docs.length, (i) => test(docs[i]!, scores?.[i] ?? 0));
  if (kept.length === docs.length) return { docs, scores };
  return {
    docs: kept.map((i) => docs[i]!),
    scores: scores === null ? null : Float32Array.from(kept, (i) => scores[i]!),
  };
}

/** The plan of a whole search on each index: its query and its vector searches, whose scores add up. */
export function searchPlans(targets: readonly BoundTarget[], spec: SearchSpec): readonly Plan[] {
  const vectors = spec.knn.map((search) => knnPlans(targets, search, spec.size));
  return targets.map(({ binding }, i) => {
    const parts = vectors.map((plans) => plans[i]!);
    const query = spec.query?.bind(binding) ?? null;
    if (parts.length === 0) return query ?? ALL;
    const should = query === null ? parts : [query, ...parts];
    return should.length === 1 ? should[0]! : bool({ should });
  });
}

/** Spreads documents over the parts of a sliced scan, as evenly as a hash does. */
function inSlice(slice: NonNullable<SearchSpec['slice']>, doc: number): boolean {
  return (Math.imul(doc + 1, 0x9e3779b1) >>> 8) % slice.max === slice.id;
}

export function collectShard(
  target: BoundTarget,
  plan: Plan,
  spec: SearchSpec,
  scoring: boolean,
): ShardMatches {
  const { executor } = target.binding;
  let matches = executor.live(plan, scoring ? 1 : null);
  const { minScore, slice, terminateAfter, postFilter } = spec;
  if (minScore !== null) matches = filterMatches(matches, (_, score) => score >= minScore);
  if (slice !== null) matches = filterMatches(matches, (doc) => inSlice(slice, doc));
  const terminatedEarly = terminateAfter > 0 && matches.docs.length >= terminateAfter;
  if (terminatedEarly) {
    matches = {
      docs: matches.docs.subarray(0, terminateAfter),
      scores: matches.scores?.subarray(0, terminateAfter) ?? null,
    };
  }
  const aggregated = matches.docs;
  if (postFilter !== null) {
    const kept = executor.run(postFilter.bind(target.binding), null).docs;
    matches = filterMatches(matches, (doc) => indexOfDoc(kept, doc) >= 0);
  }
  return { target, plan, ...matches, aggregated, terminatedEarly };
}
