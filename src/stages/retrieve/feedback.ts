import type { Candidate } from '../../domain/candidate.ts';
import type { IndexDescription } from '../../domain/catalog.ts';
import { wordCount } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RetrieveStage } from '../../pipeline/stage.ts';
import { array, boostOf, type Dsl, object, text } from '../../search-api/compile/dsl.ts';
import { type FieldGroup, fieldsQuery, wordsDemanded } from '../../search-api/fields-query.ts';
import { queryLeg } from '../../search-api/window/leg-request.ts';
import { fieldText } from '../../text/field-text.ts';
import { type ExpansionWord, expansionOf, type FoundText } from './feedback/expansion.ts';
import { defaultGroups } from './fields/default-groups.ts';
import { foundBy } from './found-by.ts';
import { readSwitch } from './rule-switch.ts';

const DEADLINE_MS = 200;
/** Each word is looked for in each of them. */
const MAX_FIELDS = 8;
/** UTF-16 units that are read of a document's field: what it is about is said early. */
const MAX_TEXT = 4000;
const HAN = /\p{Script=Han}/u;

/**
 * Finds documents that are worded like the best hits of a long query: a first search brings a few texts, a second one
 * looks for the words that these have in common (pseudo-relevance feedback). Both are the caller's own searches, held
 * to the caller's filters, so only what the caller may read lends its words. There is such a leg where a query has
 * words enough, none of them Chinese, and its caller does not say how many of them must match. Options: `words` (10) of
 * a query from which on; `from` (5) documents that lend their words; `terms` (30) words; `fields` (those of words in
 * the mapping) that they stand in; `when` (`always`, `rule`: only where a rule's LEG weighs it).
 */
export function feedback(given: Readonly<Record<string, unknown>> = {}): RetrieveStage {
  const options = new StageOptions('feedback', given);
  const least = options.number('words', { min: 1, max: 1000, fallback: 10 });
  const from = options.number('from', { min: 2, max: 50, fallback: 5 });
  const most = options.number('terms', { min: 1, max: 100, fallback: 30 });
  const named = options.texts('fields');
  const isOn = readSwitch('feedback', options);
  options.end();
  const groupsOf = (index: IndexDescription | undefined): readonly FieldGroup[] => {
    const group = { type: 'cross_fields', tieBreaker: 0 } as const;
    if (named.length > 0) return [{ ...group, fields: named, boost: 1 }];
    return index === undefined ? [] : defaultGroups(index, { ...group, pieces: 0 });
  };
  return {
    name: 'feedback',
    kind: 'retrieve',
    onError: 'skip',
    deadlineMs: DEADLINE_MS,
    applies: (query, { index, request }) =>
      !query.wordless &&
      isOn(query) &&
      wordCount(query) >= least &&
      !HAN.test(query.text) &&
      Object.keys(wordsDemanded(request)).length === 0 &&
      groupsOf(index).length > 0,
    async run(query, ctx) {
      const { request, index, window, fields: read, signal } = ctx;
      const groups = groupsOf(index);
      const first = fieldsQuery({ request, query, index }, groups);
      const fields = groups[0]?.fields.slice(0, MAX_FIELDS) ?? [];
      if (first === undefined) return [];
      const paths = fields.map(withoutBoost);
      const best = foundBy(
        'feedback',
        await ctx.search({
          body: queryLeg({ request, query, dsl: first }, { size: from, fields: paths }),
          signal,
        }),
        { fields: paths, degrade: ctx.degrade, note: ctx.note },
      );
      const words = expansionOf(best.map(foundText), most);
      ctx.note({ words: words.map(({ word }) => word) });
      if (words.length === 0) return [];
      const body = queryLeg({ request, query, dsl: anyOf(words, fields) }, { size: window, fields: read });
      return foundBy('feedback', await ctx.search({ body, signal }), ctx);
    },
  };
}

/** `title^2` is the field `title`. */
function withoutBoost(field: string): string {
  return field.replace(/\^.*$/, '');
}

function foundText({ fields, score }: Candidate): FoundText {
  const texts = Object.values(fields).map((value) => fieldText(value).slice(0, MAX_TEXT));
  return { text: texts.join(' '), score: score === null || !Number.isFinite(score) ? 0 : Math.max(0, score) };
}

function anyOf(words: readonly ExpansionWord[], fields: readonly string[]): Dsl {
  const clauses = words.map(({ word, weight }) =>
    object({
      multi_match: object({
        query: text(word),
        type: text('cross_fields'),
        fields: array(fields.map(text)),
        boost: boostOf(weight),
      }),
    }),
  );
  return object({ bool: object({ should: array(clauses), minimum_should_match: '1' }) });
}
