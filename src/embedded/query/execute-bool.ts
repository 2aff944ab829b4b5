import { EMPTY, collectDocs } from './matches.ts';
import type { BoolPlan, DisMaxPlan, Matches, Plan } from './plan.ts';
import type { Scratch } from './scratch.ts';

/** Runs a plan below; a null boost asks for documents without scores. */
export type Run = (plan: Plan, boost: number | null) => Matches;

interface Sums {
  readonly counts: Uint16Array;
  readonly sums: Float64Array;
}

function add({ docs, scores }: Matches, into: Sums): void {
  const { counts, sums } = into;
  if (scores === null) {
    for (let i = 0; i < docs.length; i++) counts[docs[i]!]!++;
    return;
  }
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i]!;
    counts[doc]!++;
    sums[doc]! += scores[i]!;
  }
}

function scored(docs: Int32Array, sums: Float64Array, boost: number | null): Matches {
  if (boost === null) return { docs, scores: null };
  const scores = new Float32Array(docs.length);
  for (let i = 0; i < docs.length; i++) scores[i] = sums[docs[i]!]!;
  return { docs, scores };
}

/** Documents of the shortest required clause that all the others and enough optional ones hold. */
function requiredDocs(
  required: readonly Matches[],
  all: Uint16Array,
  enough: (doc: number) => boolean,
): Int32Array {
  const shortest = required.reduce((least, one) => (one.docs.length < least.docs.length ? one : least)).docs;
  const docs = new Int32Array(shortest.length);
  let count = 0;
  for (const doc of shortest) {
    if (all[doc] === required.length && enough(doc)) docs[count++] = doc;
  }
  return docs.subarray(0, count);
}

export function executeBool(plan: BoolPlan, boost: number | null, run: Run, scratch: Scratch): Matches {
  if (plan.minimumShouldMatch > plan.should.length) return EMPTY;
  const required: Matches[] = [];
  for (const [plans, clauseBoost] of [
    [plan.filter, null],
    [plan.must, boost],
  ] as const) {
    for (const one of plans) {
      const matches = run(one, clauseBoost);
      if (matches.docs.length === 0) return EMPTY;
      required.push(matches);
    }
  }
  const hasRequired = required.length > 0;
  const least = hasRequired ? plan.minimumShouldMatch : Math.max(1, plan.minimumShouldMatch);
  const sums = scratch.takeSums();
  const all = scratch.takeCounts();
  const optional = scratch.takeCounts();
  for (const one of required) add(one, { counts: all, sums });
  if (boost !== null || least > 0) {
    for (const one of plan.should) add(run(one, boost), { counts: optional, sums });
  }
  const forbidden = scratch.takeCounts();
  for (const one of plan.mustNot) for (const doc of run(one, null).docs) forbidden[doc] = 1;
  const enough = (doc: number): boolean => optional[doc]! >= least && forbidden[doc] === 0;
  const docs = hasRequired ? requiredDocs(required, all, enough) : collectDocs(optional.length, enough);
  const matches = scored(docs, sums, boost);
  scratch.giveSums(sums);
  scratch.giveCounts(all);
  scratch.giveCounts(optional);
  scratch.giveCounts(forbidden);
  return matches;
}

/** The best clause's score, plus `tieBreaker` times the others'. */
export function executeDisMax(plan: DisMaxPlan, boost: number | null, run: Run, scratch: Scratch): Matches {
  const counts = scratch.takeCounts();
  const sums = scratch.takeSums();
  const best = scratch.takeSums();
  for (const query of plan.queries) {
    const { docs, scores } = run(query, boost);
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i]!;
      counts[doc] = 1;
      if (scores === null) continue;
      sums[doc]! += scores[i]!;
      if (scores[i]! > best[doc]!) best[doc] = scores[i]!;
    }
  }
  const docs = collectDocs(counts.length, (doc) => counts[doc] === 1);
  for (const doc of docs) sums[doc] = best[doc]! + plan.tieBreaker * (sums[doc]! - best[doc]!);
  const matches = scored(docs, sums, boost);
  scratch.giveCounts(counts);
  scratch.giveSums(sums);
  scratch.giveSums(best);
  return matches;
}
