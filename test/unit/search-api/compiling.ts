import type { HanCut, IndexDescription } from '../../../src/domain/catalog.ts';
import { type Query, typedQuery } from '../../../src/domain/query.ts';
import { compile } from '../../../src/search-api/compile.ts';
import { readSearch } from '../../../src/search-api/read-search.ts';

/** The search with this body; a bypass is a mistake of the test. */
export function request(body: string, queryString = '') {
  const read = readSearch({
    target: { indices: ['products'], queryString },
    headers: [],
    body: Buffer.from(body),
  });
  if (read.kind === 'bypass') throw new Error(read.reason);
  return read.request;
}

/** The query with these words as slots, each at its place in the text. */
export function segmented(text: string, words: readonly string[]): Query {
  let at = 0;
  const slots = words.map((word) => {
    const start = text.indexOf(word, at);
    at = start + word.length;
    return {
      span: { start, end: at },
      key: word.toLowerCase(),
      alternatives: [{ terms: [word], weight: 1, origin: 'user' }],
    };
  });
  return { ...typedQuery(text), slots };
}

/** An index whose text fields cut Chinese in these ways. */
export function index(fields: Record<string, HanCut | 'keyword' | null>): IndexDescription {
  return {
    name: 'products',
    kind: 'index',
    meta: {},
    fields: new Map(
      Object.entries(fields).map(([name, cut]) => [
        name,
        cut === 'keyword'
          ? { type: 'keyword', analyzer: null, hanCut: null }
          : { type: 'text', analyzer: 'standard', hanCut: cut },
      ]),
    ),
  };
}

export const compiled = (body: string, query: Query, described?: IndexDescription): unknown =>
  JSON.parse(Buffer.from(compile(request(body), query, described).body).toString()) as unknown;
