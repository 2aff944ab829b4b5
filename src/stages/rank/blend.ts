import type { Candidate } from '../../domain/candidate.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RankStage } from '../../pipeline/stage.ts';
import { GatewayError } from '../../errors.ts';
import { BlendModel } from './blend/blend-model.ts';
import { rowsOf } from './blend/features.ts';

export interface BlendDependencies {
  /** @throws GatewayError `config_invalid` that names the file */
  readonly modelOf: (file: string) => BlendModel;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * A learned head over what is known of each candidate: legs' and models' scores, how the words match, numbers of the
 * document. Stands behind `rerank`. Options: `model` (what `relevance train blend` wrote) or `weights` (expression →
 * weight, by hand), and `depth`.
 */
export function blend(
  { modelOf, now }: BlendDependencies,
  given: Readonly<Record<string, unknown>> = {},
): RankStage {
  const options = new StageOptions('blend', given);
  const depth = options.number('depth', { min: 1, max: 1000, fallback: 100 });
  const file = options.text('model');
  const weights = options.table('weights', {
    accepts: (value): value is number => typeof value === 'number' && Number.isFinite(value),
    wanted: 'expressions with finite numbers',
  });
  options.end();
  if ((file === undefined) === (weights.size === 0)) {
    throw new GatewayError('config_invalid', 'stage blend: give "model" or "weights", one of the two');
  }
  const model = file === undefined ? BlendModel.ofWeights(weights) : modelOf(file);
  const fields = [...new Set(model.features.flatMap((feature) => feature.fields))];
  return {
    name: 'blend',
    kind: 'rank',
    onError: 'skip',
    depth,
    // What a rule keeps from models is kept from this one.
    applies: ({ instructions, wordless }) => instructions.rerank && !wordless,
    reads: () => fields,
    run(candidates, query, ctx) {
      if (candidates.length < 2) return candidates;
      ctx.note({ model: model.id });
      const head = candidates.slice(0, depth);
      const rows = rowsOf(model.features, { candidates: head, query, now: now() });
      return [...ordered(head, rows, model), ...candidates.slice(depth)];
    },
  };
}

/** In the order of the model, with scores on the span that they came with. */
function ordered(
  head: readonly Candidate[],
  rows: readonly Float64Array[],
  model: BlendModel,
): readonly Candidate[] {
  const values = rows.map((row) => model.score(row));
  const scores = head.map(({ score }) => (score !== null && Number.isFinite(score) ? score : 0));
  const [least, most] = spanOf(scores);
  const [low, high] = spanOf(values);
  const onScale = (value: number): number =>
    high === low ? most : least + ((value - low) / (high - low)) * (most - least);
  return head
    .map((candidate, at) => ({ candidate, at, value: values[at]! }))
    .toSorted((a, b) => b.value - a.value || a.at - b.at)
    .map(({ candidate, at, value }) => ({
      ...candidate,
      score: onScale(value),
      notes: [
        ...candidate.notes,
        { stage: 'blend', before: at + 1, value, features: model.explain(rows[at]!) },
      ],
    }));
}

function spanOf(values: readonly number[]): readonly [least: number, most: number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
