import type { IndexDescription } from '../../domain/catalog.ts';
import { wordFieldsIn } from '../../domain/word-fields.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RetrieveStage } from '../../pipeline/stage.ts';
import { type FieldGroup, fieldsQuery, type WordFields } from '../../search-api/fields-query.ts';
import { queryLeg } from '../../search-api/window/leg-request.ts';
import { defaultGroups } from './fields/default-groups.ts';
import { foundBy } from './found-by.ts';

const DEADLINE_MS = 200;
const WORDS_BOOST = 0.5;

/**
 * A lexical leg of the gateway's own: the words over all text fields of the mapping, whichever the caller named.
 * Options: `fields` (as `multi_match` takes them; absent: found from the mapping), `type` (`cross_fields`,
 * `most_fields`, `best_fields`), `tieBreaker`, and `pieces`, what sub-fields that hold parts of words (characters,
 * n-grams) add, with a weight of their own; `words`, what fields add that hold the words of texts (docs/hybrid.md).
 */
export function fields(given: Readonly<Record<string, unknown>> = {}): RetrieveStage {
  const options = new StageOptions('fields', given);
  const named = options.texts('fields');
  const type = options.choice('type', ['cross_fields', 'most_fields', 'best_fields'], 'cross_fields');
  const tieBreaker = options.number('tieBreaker', { min: 0, max: 1, fallback: 0 });
  const pieces = options.number('pieces', { min: 0, max: 100, fallback: 0.5 });
  const wordsBoost = options.number('words', { min: 0, max: 100, fallback: WORDS_BOOST });
  options.end();
  const wordsOf = (index: IndexDescription | undefined): WordFields | undefined => {
    const inIndex = named.length > 0 || index === undefined ? [] : [...wordFieldsIn(index.meta).values()];
    return inIndex.length === 0 || wordsBoost === 0 ? undefined : { fields: inIndex, boost: wordsBoost };
  };
  const groupsOf = (index: IndexDescription | undefined): readonly FieldGroup[] => {
    if (named.length > 0) return [{ fields: named, type, tieBreaker, boost: 1 }];
    return index === undefined ? [] : defaultGroups(index, { type, tieBreaker, pieces });
  };
  return {
    name: 'fields',
    kind: 'retrieve',
    onError: 'skip',
    deadlineMs: DEADLINE_MS,
    applies: ({ wordless }, { index }) => !wordless && groupsOf(index).length > 0,
    async run(query, ctx) {
      const { request, index, window: size, fields: read } = ctx;
      const dsl = fieldsQuery({ request, query, index }, groupsOf(index), wordsOf(index));
      if (dsl === undefined) return [];
      const body = queryLeg({ request, query, dsl }, { size, fields: read });
      return foundBy('fields', await ctx.search({ body, signal: ctx.signal }), ctx);
    },
  };
}
