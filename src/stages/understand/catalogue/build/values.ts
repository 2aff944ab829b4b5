import type { CatalogueValue } from '../catalogue-dictionary.ts';
import { termKey } from '../term-key.ts';
import { type CatalogueCollector, SEPARATOR } from './collector.ts';

/** A field in which nearly every document has a value of its own holds titles or numbers of articles, no names. */
const MOST_DISTINCT_SHARE = 0.8;
const FEW_DOCUMENTS = 20;
const LETTER = /\p{L}/u;

/** The values that name something, each in the spelling that most documents use. */
export function catalogueValues(collector: CatalogueCollector): readonly CatalogueValue[] {
  const byField = new Map<string, Map<string, CatalogueValue & { readonly best: number }>>();
  for (const [key, count] of collector.values.counts) {
    const [field = '', text = ''] = key.split(SEPARATOR);
    if (!LETTER.test(text)) continue;
    const values = byField.get(field) ?? new Map<string, CatalogueValue & { readonly best: number }>();
    byField.set(field, values);
    const folded = termKey(text);
    const known = values.get(folded);
    const isBetter = known === undefined || count > known.best;
    values.set(folded, {
      text: isBetter ? text : known.text,
      field,
      count: count + (known?.count ?? 0),
      best: isBetter ? count : known.best,
    });
  }
  return Array.from(byField).flatMap(([field, values]) => {
    const documents = collector.fields.of(field);
    if (documents >= FEW_DOCUMENTS && values.size > documents * MOST_DISTINCT_SHARE) return [];
    return Array.from(values.values(), ({ text, count }) => ({ text, field, count }));
  });
}
