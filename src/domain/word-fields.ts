import type { IndexDescription } from './catalog.ts';

/** Object under which `relevance index` and `embed` write the words of texts; no field of an application's is called so. */
export const WORDS = 'relevance_words';

/** Whether a field holds words that the gateway cut, of a text that another field holds. */
export function isWordField(path: string): boolean {
  return path.startsWith(`${WORDS}.`);
}

/**
 * Fields that hold the words of others, by the field whose words they are: `words` of a mapping's `_meta.relevance`.
 * What it says of other fields than the gateway's own is not taken.
 */
export function wordFieldsIn({ words }: IndexDescription['meta']): ReadonlyMap<string, string> {
  if (typeof words !== 'object' || words === null || Array.isArray(words)) return new Map();
  return new Map(
    Object.entries(words).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isWordField(entry[1]),
    ),
  );
}
