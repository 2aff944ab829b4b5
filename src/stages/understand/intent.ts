import type { IndexDescription } from '../../domain/catalog.ts';
import type { Clause, Query } from '../../domain/query.ts';
import { GatewayError } from '../../errors.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage, StageContext } from '../../pipeline/stage.ts';
import { holdsValue } from '../../search-api/field-value.ts';
import type { IntentModel, IntentPrediction } from './intent/intent-model.ts';

export interface IntentDependencies {
  /** The model of a name or path, as the configuration has it. */
  readonly modelOf: (name: string) => IntentModel;
}

const ORIGIN = 'intent';

/**
 * Tells what the query is about. Where a field holds the intents (a category), documents of the predicted one go up;
 * they alone are found only when the model is surer than that and enough of them match.
 * Options: `model` (needed) its name; `field` that holds the intents (default: none, the intent is only told);
 * `boost` (2) of documents with the intent; `precision` (0.8) and `hardAbove` (default: never): the least share of
 * right predictions, as training measured it, for the boost and for the filter; `hits` (10) that the filter must leave;
 * `tell` (true) whether the app gets the intent as a decoration.
 */
export function intent(
  { modelOf }: IntentDependencies,
  given: Readonly<Record<string, unknown>> = {},
): QueryStage {
  const read = new StageOptions('intent', given);
  const name = read.text('model');
  const field = read.text('field');
  const boost = read.number('boost', { min: 0, max: 1000, fallback: 2 });
  const precision = read.number('precision', { min: 0, max: 1, fallback: 0.8 });
  // No number of texts proves that a model is always right, so that 1 is never reached.
  const hardAbove = read.number('hardAbove', { min: 0, max: 1, fallback: 1 });
  const atLeast = read.number('hits', { min: 1, max: 10_000, fallback: 10 });
  const tell = read.flag('tell', true);
  read.end();
  if (name === undefined) throw new GatewayError('config_invalid', 'stage intent: "model" is missing');
  const model = modelOf(name);
  const [soft, hard] = [leastFor(model, precision), leastFor(model, hardAbove)];
  return {
    name: 'intent',
    kind: 'query',
    rereads: true,
    onError: 'skip',
    async run(query, ctx) {
      const prediction = model.predict(query.text);
      const abstains = prediction === undefined || prediction.probability < soft;
      ctx.note({ ...prediction, abstains });
      if (abstains) return query;
      const { intent: predicted, probability } = prediction;
      const known: Query = { ...query, intent: { name: predicted, probability } };
      const told = tell ? withDecoration(known, prediction) : known;
      const clause = clauseFor(predicted, field, ctx.index);
      if (clause === undefined) return told;
      const filtered = { ...told, filters: [...told.filters, { clause, origin: ORIGIN }] };
      if (probability >= hard && (await leavesEnough(filtered, atLeast, ctx))) return filtered;
      return boost === 0
        ? told
        : { ...told, boosts: [...told.boosts, { by: 'up', factor: boost, clause, origin: ORIGIN }] };
    },
  };
}

/** The least probability to act on: no less than the precision, and more where training showed that to be too little. */
function leastFor(model: IntentModel, precision: number): number {
  return Math.max(precision, model.probabilityFor(precision));
}

/** What cannot be counted is not filtered. */
async function leavesEnough(filtered: Query, atLeast: number, ctx: StageContext): Promise<boolean> {
  const found = await ctx.hits(filtered, atLeast, ctx.signal);
  ctx.note({ filterLeaves: found, needed: atLeast });
  return found !== null && found >= atLeast;
}

function withDecoration(query: Query, { intent: value }: IntentPrediction): Query {
  const decorations = [...query.instructions.decorations, { key: ORIGIN, value, origin: ORIGIN }];
  return { ...query, instructions: { ...query.instructions, decorations } };
}

/** Documents whose field holds the intent; undefined where no field of the index can say so. */
function clauseFor(
  value: string,
  field: string | undefined,
  index: IndexDescription | undefined,
): Clause | undefined {
  const raw = field === undefined || index === undefined ? undefined : holdsValue(index, field, value);
  return raw === undefined ? undefined : { must: [], should: [], mustNot: [], phrase: null, raw };
}
