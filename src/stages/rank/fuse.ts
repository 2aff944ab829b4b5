import { type Candidate, documentKey } from '../../domain/candidate.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RankStage } from '../../pipeline/stage.ts';
import { CLASSES, WEIGHTS } from './fuse/defaults.ts';
import { type Normalisation, normalise } from './fuse/normalise.ts';
import { classesOf, QUERY_CLASSES } from './fuse/query-class.ts';
import { saidOf, type WeightOptions, type Weights, weightsOf } from './fuse/weights.ts';

/** Cormack, Clarke, Büttcher 2009: what keeps the first few ranks of one leg from deciding alone. */
const RRF_K = 60;

/**
 * Brings what several legs found into one order: a weighted sum of their scores on a common scale, or of reciprocal
 * ranks. The fused score lies on the scale of leg 1's, so that what follows the window goes on below it. Options:
 * `method` (`linear`, `rrf`), `normalise` (`min-max`, `z`, `l2`), `weights` (leg → weight; those not named keep theirs),
 * `classes` (class of queries → leg → weight), `depth` (candidates a leg).
 */
export function fuse(given: Readonly<Record<string, unknown>> = {}): RankStage {
  const options = new StageOptions('fuse', given);
  const method = options.choice('method', ['linear', 'rrf'], 'linear');
  const scale = options.choice<Normalisation>('normalise', ['min-max', 'z', 'l2'], 'min-max');
  const depth = options.number('depth', { min: 1, max: 1000, fallback: 100 });
  const weighing: WeightOptions = {
    weights: new Map([
      ...Object.entries(WEIGHTS),
      ...options.numbers('weights', { known: null, fallback: {} }),
    ]),
    classes: options.tables('classes', { known: QUERY_CLASSES, fallback: CLASSES }),
  };
  options.end();
  return {
    name: 'fuse',
    kind: 'rank',
    onError: 'skip',
    depth,
    fuses: true,
    wants: (query, leg) => saidOf(query, weighing.classes)(leg) !== 0,
    run(candidates, query, ctx) {
      const legs = legsOf(candidates);
      if (legs.size < 2) return candidates;
      const weights = weightsOf(query, [...legs.keys()], weighing);
      const how = method === 'rrf' ? { method } : { method, normalise: scale };
      ctx.note({ ...how, classes: classesOf(query), weights: Object.fromEntries([...weights].map(shown)) });
      const points = new Map(
        [...legs].map(([leg, found]) => [leg, method === 'rrf' ? reciprocal(found) : scaled(found, scale)]),
      );
      return ordered(candidates, { weights, points, bounded: method === 'linear' && scale === 'min-max' });
    },
  };
}

/** What one leg gives to each document that it found, by its place among the candidates, and to any other. */
interface Points {
  readonly of: ReadonlyMap<number, number>;
  readonly absent: number;
}

interface Found {
  readonly at: number;
  readonly rank: number;
  readonly score: number | null;
}

/** What each leg found, leg 1 first: its candidates come first, and so does its name. */
function legsOf(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Found[]> {
  const legs = new Map<string, Found[]>();
  candidates.forEach(({ legs: ranks }, at) => {
    for (const { leg, rank, score } of ranks) {
      const found = { at, rank, score };
      const known = legs.get(leg);
      if (known === undefined) legs.set(leg, [found]);
      else known.push(found);
    }
  });
  return legs;
}

function scaled(found: readonly Found[], scale: Normalisation): Points {
  const { values, absent } = normalise(
    found.map(({ score }) => score),
    scale,
  );
  return { of: new Map(found.map(({ at }, position) => [at, values[position]!])), absent };
}

/** 0.3 + 0.3 is 0.6 to whoever reads it. */
function shown([leg, weight]: readonly [string, number]): readonly [string, number] {
  return [leg, Number(weight.toFixed(4))];
}

function reciprocal(found: readonly Found[]): Points {
  return { of: new Map(found.map(({ at, rank }) => [at, 1 / (RRF_K + rank)])), absent: 0 };
}

interface Sum {
  readonly weights: Weights;
  readonly points: ReadonlyMap<string, Points>;
  /** Whether sums already lie in 0..1. */
  readonly bounded: boolean;
}

function ordered(candidates: readonly Candidate[], { weights, points, bounded }: Sum): readonly Candidate[] {
  const used = [...points].filter(([leg]) => weights.get(leg)! > 0);
  const sums = candidates.flatMap((candidate, at) => {
    // What only a leg without weight found was found by nobody.
    if (!used.some(([, { of }]) => of.has(at))) return [];
    const shares = used.map(
      ([leg, { of, absent }]) => [leg, weights.get(leg)! * (of.get(at) ?? absent)] as const,
    );
    return [{ candidate, shares, sum: rounded(shares.reduce((total, [, share]) => total + share, 0)) }];
  });
  const onScale = scaleOf(
    candidates,
    sums.map(({ sum }) => sum),
    bounded,
  );
  return sums
    .toSorted(
      (a, b) =>
        b.sum - a.sum || bestRank(a.candidate) - bestRank(b.candidate) || byName(a.candidate, b.candidate),
    )
    .map(({ candidate, shares, sum }) => ({
      ...candidate,
      score: onScale(sum),
      notes: [...candidate.notes, { stage: 'fuse', score: sum, shares: Object.fromEntries(shares) }],
    }));
}

/** Sums that differ by errors of rounding alone are equal, so that no order depends on which leg was added first. */
function rounded(sum: number): number {
  return Math.round(sum * 1e12) / 1e12;
}

/** From sums to scores between leg 1's least and best. */
function scaleOf(
  candidates: readonly Candidate[],
  sums: readonly number[],
  bounded: boolean,
): (sum: number) => number {
  const first = candidates[0]?.legs[0]?.leg;
  const scores = candidates.flatMap(({ legs }) =>
    legs.flatMap(({ leg, score }) =>
      leg === first && score !== null && score >= 0 && score < Infinity ? [score] : [],
    ),
  );
  const top = scores.reduce((a, b) => Math.max(a, b), 0) || 1;
  const least = scores.reduce((a, b) => Math.min(a, b), top);
  const bottom = least === top ? 0 : least;
  const low = bounded ? 0 : sums.reduce((a, b) => Math.min(a, b), Infinity);
  const high = bounded ? 1 : sums.reduce((a, b) => Math.max(a, b), -Infinity);
  return (sum) => (high === low ? top : bottom + ((sum - low) / (high - low)) * (top - bottom));
}

function bestRank({ legs }: Candidate): number {
  return legs.reduce((best, { rank }) => Math.min(best, rank), Infinity);
}

/** The same order whenever it is asked for. */
function byName(a: Candidate, b: Candidate): number {
  const [one, other] = [documentKey(a), documentKey(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
