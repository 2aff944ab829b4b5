import type { AskedSearch } from '../../admin-api/explain.ts';
import type { Catalog } from '../../domain/catalog.ts';

/**
 * The bytes of the body that was given, a text as it is; or of one that looks for the words in every text field of the
 * index, and where nothing is known of it, in all fields.
 */
export function wordsOrBody(
  catalog: Catalog,
  { index, query, body }: Pick<AskedSearch, 'index' | 'query' | 'body'>,
  size?: number,
): Buffer {
  if (body !== undefined) return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const described = catalog.describe(index)?.fields ?? new Map();
  const fields = [...described].filter(([, { type }]) => type === 'text').map(([name]) => name);
  const words = {
    query: { multi_match: { query: query ?? '', ...(fields.length === 0 ? {} : { fields }) } },
    ...(size === undefined ? {} : { size }),
  };
  return Buffer.from(JSON.stringify(words));
}
