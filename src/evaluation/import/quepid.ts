import { fault, finite, isObject, jsonObject } from '../lines.ts';
import type { Judgment, Judgments } from './judgments.ts';

/** A row of a table and the line it stands on. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a Quepid export as CSV. Of a case the columns are query, docid, rating; of a book query, docid and one column
 * a rater. Empty ratings are none; a row with a query alone is a query that nobody rated.
 * @throws GatewayError `bad_request` naming the file and line
 */
export function readQuepidTable([header, ...rows]: readonly TableRow[], file: string): Judgments {
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (names[0] !== 'query' || names[1] !== 'docid' || names.length < 3) {
    throw fault(`${file}:1`, 'expected the columns query, docid and rating, or one column a rater');
  }
  const queries: string[] = [];
  const judgments: Judgment[] = [];
  for (const { line, cells } of rows) {
    const [text = '', document = '', ...ratings] = cells;
    const query = unguarded(text);
    queries.push(query);
    if (cells.length === 1) continue;
    if (cells.length > names.length) throw fault(`${file}:${line}`, `more than ${names.length} cells`);
    for (const rating of ratings.filter((cell) => cell.trim() !== '')) {
      const value = finite(rating);
      if (value === undefined) throw fault(`${file}:${line}`, `rating "${rating}" is not a number`);
      judgments.push({ query, document, rating: value });
    }
  }
  return { queries: [...new Set(queries)], judgments };
}

/** Quepid puts a blank before what a spreadsheet would take for a formula. */
function unguarded(text: string): string {
  return text.replace(/^ (?=[-=+@])/, '');
}

/**
 * Reads a Quepid export as JSON: ratings of a case (`queries` with `query`), a whole case (`queries` with
 * `query_text`), or a book (`query_doc_pairs` with `judgements`; those that say that they are none are left out).
 * @throws GatewayError `bad_request` naming the file and what is missing
 */
export function readQuepidJson(text: string, file: string): Judgments {
  const root = jsonObject(text, file);
  if (Array.isArray(root['queries'])) return caseJudgments(root['queries'], file);
  if (Array.isArray(root['query_doc_pairs'])) return bookJudgments(root['query_doc_pairs'], file);
  throw fault(file, 'neither "queries" (a case) nor "query_doc_pairs" (a book)');
}

function caseJudgments(list: readonly unknown[], file: string): Judgments {
  const queries: string[] = [];
  const judgments: Judgment[] = [];
  list.forEach((item, at) => {
    const place = `${file}: queries[${at}]`;
    const { query, query_text: queryText = query, ratings = {} } = objectAt(item, place);
    const text = textAt(queryText, `${place}.query`);
    queries.push(text);
    for (const [document, rating] of Object.entries(objectAt(ratings, `${place}.ratings`))) {
      judgments.push({ query: text, document, rating: numberAt(rating, `${place}.ratings.${document}`) });
    }
  });
  return { queries: [...new Set(queries)], judgments };
}

function bookJudgments(list: readonly unknown[], file: string): Judgments {
  const queries: string[] = [];
  const judgments: Judgment[] = [];
  list.forEach((item, at) => {
    const place = `${file}: query_doc_pairs[${at}]`;
    const { query_text: queryText, doc_id: docId, judgements = [] } = objectAt(item, place);
    const query = textAt(queryText, `${place}.query_text`);
    const document = textAt(docId, `${place}.doc_id`);
    queries.push(query);
    if (!Array.isArray(judgements)) throw fault(`${place}.judgements`, 'not a list');
    for (const judgement of judgements) {
      const { rating, unrateable, judge_later: later } = objectAt(judgement, `${place}.judgements`);
      if (unrateable === true || later === true || rating === null || rating === undefined) continue;
      judgments.push({ query, document, rating: numberAt(rating, `${place}.judgements.rating`) });
    }
  });
  return { queries: [...new Set(queries)], judgments };
}

function objectAt(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw fault(place, 'not an object');
}

function textAt(value: unknown, place: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw fault(place, 'not a text');
}

function numberAt(value: unknown, place: string): number {
  const number = typeof value === 'string' ? finite(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw fault(place, 'not a number');
}
