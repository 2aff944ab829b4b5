import type { IndexDescription } from '../../domain/catalog.ts';
import { isNumberType } from '../../domain/number-fields.ts';
import type { Query } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RetrieveStage } from '../../pipeline/stage.ts';
import { array, type Dsl, number, object, text } from '../../search-api/compile/dsl.ts';
import { holdsValue, saysWords } from '../../search-api/field-value.ts';
import { queryLeg } from '../../search-api/window/leg-request.ts';
import { understoodQuery } from '../../search-api/window/rewritten-query.ts';
import { categoryOf, categoryOptions, type PredictedCategory } from './category/predicted-category.ts';
import { foundBy } from './found-by.ts';
import { readSwitch } from './rule-switch.ts';

const DEADLINE_MS = 200;
const POPULARITY_WEIGHT = 0.1;

/**
 * Finds documents of the category that a query is about, with its words or without, held to the caller's filters. There
 * is such a leg where `intent` or `tag` stands before it and told one. Those that the words find come first.
 * Options: `field` (`category`) that holds it; `from` (`[intent, tag]`) who may say which; `tag` (`product`) of the
 * words that name one; `size` (20) most documents; `popularity`, a field of numbers of 0 or more that puts in order
 * what the words do not (default none); `when` (`always`, `rule`: only where a rule's LEG weighs it).
 */
export function category(given: Readonly<Record<string, unknown>> = {}): RetrieveStage {
  const options = new StageOptions('category', given);
  const field = options.text('field') ?? 'category';
  const predictors = categoryOptions(options);
  const most = options.number('size', { min: 1, max: 1000, fallback: 20 });
  const popularity = options.text('popularity');
  const isOn = readSwitch('category', options);
  options.end();

  const categoryIn = (query: Query, index: IndexDescription | undefined) => {
    const predicted = categoryOf(query, predictors);
    if (predicted === undefined || index === undefined) return undefined;
    const filter = filterFor(predicted, field, index);
    return filter === undefined ? undefined : { predicted, filter };
  };
  return {
    name: 'category',
    kind: 'retrieve',
    onError: 'skip',
    deadlineMs: DEADLINE_MS,
    applies: (query, { index }) => !query.wordless && isOn(query) && categoryIn(query, index) !== undefined,
    async run(query, ctx) {
      const { request, index, signal, fields } = ctx;
      const found = categoryIn(query, index);
      if (found === undefined) return [];
      ctx.note({ category: found.predicted.name, by: found.predicted.by });
      const isNumber = popularity !== undefined && isNumberType(index?.fields.get(popularity)?.type);
      const dsl = object({
        bool: object({
          filter: array([found.filter]),
          should: array([
            understoodQuery(request, query, index),
            ...(isNumber ? [growingWith(popularity)] : []),
          ]),
          minimum_should_match: '0',
        }),
      });
      const body = queryLeg({ request, query, dsl }, { size: Math.min(most, ctx.window), fields });
      return foundBy('category', await ctx.search({ body, signal }), ctx);
    },
  };
}

function filterFor({ name, by }: PredictedCategory, field: string, index: IndexDescription): Dsl | undefined {
  return by === 'intent' ? holdsValue(index, field, name) : saysWords(index, field, name);
}

/** A tenth of the logarithm of 1 + number: less than a word adds, up to ten millions. */
function growingWith(field: string): Dsl {
  const factor = object({ field: text(field), modifier: text('log1p'), missing: '0' });
  return object({
    function_score: object({
      query: object({ match_all: '{}' }),
      functions: array([object({ field_value_factor: factor, weight: number(POPULARITY_WEIGHT) })]),
      boost_mode: text('replace'),
    }),
  });
}
