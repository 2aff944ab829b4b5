import { fault, finite, isObject, jsonObject } from '../lines.ts';
import type { Judgment, Judgments } from './judgments.ts';

/**
 * Reads what OpenSearch's search relevance calls a judgment list (`judgmentRatings`, each with `query` and `ratings` of
 * `docId` and `rating`) or a query set (`querySetQueries`, each with `queryText`); also as its API answers a request
 * for one, inside `hits`.
 * @throws GatewayError `bad_request` naming the file and what is missing
 */
export function readJudgmentList(text: string, file: string): Judgments {
  const root = source(jsonObject(text, file));
  const { judgmentRatings, querySetQueries } = root;
  if (Array.isArray(judgmentRatings)) return rated(judgmentRatings, file);
  if (Array.isArray(querySetQueries)) {
    const queries = querySetQueries.map((item, at) => {
      const query = isObject(item) ? item['queryText'] : undefined;
      if (typeof query !== 'string') throw fault(`${file}: querySetQueries[${at}]`, 'no "queryText"');
      return query;
    });
    return { queries: [...new Set(queries)], judgments: [] };
  }
  throw fault(file, 'neither "judgmentRatings" (a judgment list) nor "querySetQueries" (a query set)');
}

function rated(list: readonly unknown[], file: string): Judgments {
  const queries: string[] = [];
  const judgments: Judgment[] = [];
  list.forEach((item, at) => {
    const place = `${file}: judgmentRatings[${at}]`;
    const { query, ratings } = isObject(item) ? item : {};
    if (typeof query !== 'string') throw fault(place, 'no "query"');
    if (!Array.isArray(ratings)) throw fault(place, 'no list of "ratings"');
    queries.push(query);
    for (const entry of ratings) {
      const { docId, rating } = isObject(entry) ? entry : {};
      const value = typeof rating === 'number' ? rating : finite(String(rating));
      if (typeof docId !== 'string' || value === undefined) {
        throw fault(place, 'a rating without "docId", or with a "rating" that is no number');
      }
      judgments.push({ query, document: docId, rating: value });
    }
  });
  return { queries: [...new Set(queries)], judgments };
}

/** The list itself, taken out of a search answer that holds one. */
function source(root: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { hits } = isObject(root['hits']) ? root['hits'] : {};
  const [hit] = Array.isArray(hits) ? (hits as readonly unknown[]) : [];
  return isObject(hit) && isObject(hit['_source']) ? hit['_source'] : root;
}

/** Several files as one: a query set gives the order of queries and their choice, where there is one. */
export function joined(parts: readonly Judgments[]): Judgments {
  const judgments = parts.flatMap((part) => part.judgments);
  const sets = parts.filter((part) => part.judgments.length === 0 && part.queries.length > 0);
  const chosen = new Set((sets.length === 0 ? parts : sets).flatMap(({ queries }) => queries));
  return { queries: [...chosen], judgments: judgments.filter(({ query }) => chosen.has(query)) };
}
