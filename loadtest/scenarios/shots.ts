import type { Shot } from '../generator/shot.ts';
import type { WeightedQuery } from '../queries.ts';
import type { Searched } from './scenario.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const LINES_BODY = { 'content-type': 'application/x-ndjson' };
const HITS = 10;

/** Asks the gateway to leave a search alone. */
export const PLAIN_HEADERS: Readonly<Record<string, string>> = { 'relevance-pipeline': 'off' };

/** What shops send: mostly first pages, some second ones, highlights, and two searches in one request. */
export function searches(queries: readonly WeightedQuery[], searched: Searched): readonly Shot[] {
  return queries.flatMap(({ text, weight }, at) => {
    const query = textQuery(text, searched);
    const other = textQuery(queries[(at + 1) % queries.length]!.text, searched);
    const field = searched.fields[0]!.replace(/\^.*/, '');
    return [
      search(searched, { query, size: HITS }, weight * 0.8),
      search(searched, { query, size: HITS, from: HITS }, weight * 0.1),
      search(searched, { query, size: HITS, highlight: { fields: { [field]: {} } } }, weight * 0.05),
      msearch(searched, [query, other], weight * 0.05),
    ];
  });
}

/** What the gateway hands on as it is: searches with the pipeline off, counts, a mapping, the greeting. */
export function passedThrough(queries: readonly WeightedQuery[], searched: Searched): readonly Shot[] {
  const all = queries.reduce((sum, { weight }) => sum + weight, 0);
  const path = encodeURIComponent(searched.index);
  return [
    ...queries.flatMap(({ text, weight }) => {
      const query = textQuery(text, searched);
      const { headers, ...rest } = search(searched, { query, size: HITS }, weight * 0.7);
      return [
        { ...rest, headers: { ...headers, ...PLAIN_HEADERS } },
        post(`/${path}/_count`, JSON.stringify({ query }), weight * 0.2),
      ];
    }),
    get(`/${path}/_mapping`, all * 0.05),
    get('/', all * 0.05),
  ];
}

function textQuery(query: string, { fields }: Searched): unknown {
  return { multi_match: { query, fields } };
}

function search({ index }: Searched, body: unknown, weight: number): Shot {
  return post(`/${encodeURIComponent(index)}/_search`, JSON.stringify(body), weight);
}

function msearch({ index }: Searched, queries: readonly unknown[], weight: number): Shot {
  const lines = queries.flatMap((query) => ['{}', JSON.stringify({ query, size: HITS })]);
  const path = `/${encodeURIComponent(index)}/_msearch`;
  return { ...post(path, `${lines.join('\n')}\n`, weight), headers: LINES_BODY };
}

function post(path: string, body: string, weight: number): Shot {
  return { method: 'POST', path, headers: JSON_BODY, body, weight };
}

function get(path: string, weight: number): Shot {
  return { method: 'GET', path, headers: {}, body: null, weight };
}
