import type { AskedSearch } from '../../admin-api/explain.ts';
import type { Catalog } from '../../domain/catalog.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * The body that was given, or one that looks for the words in every text field of the index; where nothing is known
 * of it, in all fields.
 */
export function wordsOrBody(
  catalog: Catalog,
  { index, query, body }: Pick<AskedSearch, 'index' | 'query' | 'body'>,
  size?: number,
): Body {
  if (body !== undefined) return body;
  const described = catalog.describe(index)?.fields ?? new Map();
  const fields = [...described].filter(([, { type }]) => type === 'text').map(([name]) => name);
  return {
    query: { multi_match: { query: query ?? '', ...(fields.length === 0 ? {} : { fields }) } },
    ...(size === undefined ? {} : { size }),
  };
}
