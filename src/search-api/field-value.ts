import type { IndexDescription } from '../domain/catalog.ts';
import { type Dsl, object, text } from './compile/dsl.ts';

/** Documents whose field holds a value as it stands; undefined where no field of the index can say so. */
export function holdsValue(index: IndexDescription, field: string, value: string): Dsl | undefined {
  const whole = keywordOf(index, field);
  if (whole !== undefined) return object({ term: object({ [whole]: text(value) }) });
  return isText(index, field) ? object({ match_phrase: object({ [field]: text(value) }) }) : undefined;
}

/**
 * Documents whose field holds words as people write them: as a phrase in a field of text (a level of a category's path
 * is one), else as the whole value in any case.
 */
export function saysWords(index: IndexDescription, field: string, words: string): Dsl | undefined {
  if (isText(index, field)) return object({ match_phrase: object({ [field]: text(words) }) });
  const whole = keywordOf(index, field);
  return whole === undefined
    ? undefined
    : object({ term: object({ [whole]: object({ value: text(words), case_insensitive: 'true' }) }) });
}

function keywordOf({ fields }: IndexDescription, field: string): string | undefined {
  return [field, `${field}.keyword`].find((one) => fields.get(one)?.type === 'keyword');
}

function isText({ fields }: IndexDescription, field: string): boolean {
  return fields.get(field)?.type === 'text';
}
