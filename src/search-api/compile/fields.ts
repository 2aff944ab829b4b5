import type { HanCut, IndexDescription } from '../../domain/catalog.ts';
import type { TextClause } from '../../domain/search-request.ts';

const TEXT_TYPES = new Set(['text', 'match_only_text', 'search_as_you_type', 'annotated_text', 'alias']);

type Fields = TextClause['fields'];

/** Whether words are looked for in a field; fields that nothing is known of pass for text. */
export function isText(index: IndexDescription | undefined, field: string): boolean {
  const described = index?.fields.get(field);
  return described === undefined || TEXT_TYPES.has(described.type);
}

export function cutOf(index: IndexDescription | undefined, field: string): HanCut | null {
  return index?.fields.get(field)?.hanCut ?? null;
}

/** Fields of words, and those (keywords, numbers, dates) that compare the text as it was typed. */
export function splitFields(
  fields: Fields,
  index: IndexDescription | undefined,
): { readonly words: Fields; readonly exact: Fields } {
  return {
    words: fields.filter(({ name }) => isText(index, name)),
    exact: fields.filter(({ name }) => !isText(index, name)),
  };
}

export function hasPattern(fields: Fields): boolean {
  return fields.some(({ name }) => name.includes('*'));
}
