import type { Candidate } from '../../domain/candidate.ts';
import type { Grades } from '../../evaluation/metrics.ts';
import { normalise } from '../../stages/rank/fuse/normalise.ts';
import { classesOf, type QueryClass } from '../../stages/rank/fuse/query-class.ts';
import { confidence } from '../../stages/rank/rerank/confidence.ts';
import { modelScores, temperatureOf } from '../../stages/rank/rerank/model-scores.ts';
import type { Gathered } from '../judged/gather.ts';
import { classParameter, type ClassWeight } from './class-weights.ts';
import { FIELD_LEG } from './field-scores.ts';

/** What a leg found of a query's candidates. */
export interface CachedLeg {
  readonly leg: string;
  /** By candidate: on 0..1, 0 where the leg did not find it. */
  readonly values: Float64Array;
  readonly found: readonly boolean[];
  /** What a rule says, in place of any other weight. */
  readonly rule: number | undefined;
  /** The query's classes, the one that says most first. */
  readonly classes: readonly ClassWeight[];
}

/** A judged query with all that ordering its candidates needs: every score, once. */
export interface CachedQuery {
  readonly id: string;
  readonly text: string;
  readonly grades: Grades;
  readonly ids: readonly string[];
  readonly legs: readonly CachedLeg[];
  /** By field and candidate: the field's own score, 0 where it does not match. */
  readonly fields: ReadonlyMap<string, Float64Array>;
  /**
   * By candidate: what the cross-encoder said, NaN where it did not look. Of a cascade the first one, which reads most
   * and whose scale counts.
   */
  readonly said: Float64Array;
  /** Whether that is how sure it is, on 0..1, and not only higher for what it likes better. */
  readonly sure: boolean;
}

/** By class and leg, as configured. */
export type ClassWeights = ReadonlyMap<QueryClass, ReadonlyMap<string, number>>;

/** @param legs names, in the order of the pipeline */
export function cacheOf(
  { judged, grades, query, candidates }: Gathered,
  {
    legs,
    fields,
    classes,
  }: { readonly legs: readonly string[]; readonly fields: readonly string[]; readonly classes: ClassWeights },
): CachedQuery {
  const own = classesOf(query);
  const temperatures = candidates.map(temperatureOf);
  return {
    id: judged.id,
    text: judged.text,
    grades,
    ids: candidates.map(({ id }) => id),
    legs: legs.map((leg) => ({
      leg,
      ...scaledLeg(candidates, leg),
      rule: query.instructions.legs.findLast((one) => one.leg === leg)?.weight,
      classes: own.map((name) => ({
        name,
        parameter: classParameter(name, leg),
        configured: classes.get(name)?.get(leg),
      })),
    })),
    fields: new Map(fields.map((field) => [field, scoresOf(candidates, FIELD_LEG + field)])),
    said: Float64Array.from(candidates, (one, at) => {
      const [first = NaN] = modelScores(one);
      const temperature = temperatures[at];
      return temperature === undefined ? first : confidence(first, temperature);
    }),
    sure: temperatures.some((one) => one !== undefined),
  };
}

/** Of what a leg found, on the scale that `fuse` would bring it to. */
function scaledLeg(candidates: readonly Candidate[], name: string): Pick<CachedLeg, 'values' | 'found'> {
  const ranks = candidates.map(({ legs }) => legs.find(({ leg }) => leg === name));
  const found = ranks.map((rank) => rank !== undefined);
  const scaled = normalise(
    ranks.flatMap((rank) => (rank === undefined ? [] : [rank.score])),
    'min-max',
  ).values;
  let next = 0;
  return { found, values: Float64Array.from(found, (is) => (is ? scaled[next++]! : 0)) };
}

function scoresOf(candidates: readonly Candidate[], name: string): Float64Array {
  return Float64Array.from(candidates, ({ legs }) => legs.find(({ leg }) => leg === name)?.score ?? 0);
}
