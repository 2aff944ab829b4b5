import { GatewayError } from '../errors.ts';
import type { Grades } from './metrics.ts';

export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  /** What the query is there to show, where the set says so. */
  readonly stage: string | null;
}

/** Queries and what people thought of the documents they found. */
export interface JudgedSet {
  readonly queries: readonly JudgedQuery[];
  /** By query id. */
  readonly grades: ReadonlyMap<string, Grades>;
}

type Lines = Iterable<string>;

/**
 * Reads `queries.jsonl`: one object a line with `_id` and `text`, both strings; `stage` may say what it shows.
 * @throws GatewayError `bad_request` naming the file and line
 */
export function readQueries(lines: Lines, file: string): readonly JudgedQuery[] {
  const queries = new Map<string, JudgedQuery>();
  for (const [text, place] of numbered(lines, file)) {
    const query = readQuery(text, place);
    if (queries.has(query.id)) throw fault(place, `query "${query.id}" was there before`);
    queries.set(query.id, query);
  }
  return [...queries.values()];
}

function readQuery(line: string, place: string): JudgedQuery {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw fault(place, 'not a JSON object', error);
  }
  if (typeof value !== 'object' || value === null) throw fault(place, 'not a JSON object');
  const { _id: id, text, stage } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id === '') throw fault(place, 'no "_id", or not a string');
  if (typeof text !== 'string') throw fault(place, 'no "text", or not a string');
  return { id, text, stage: typeof stage === 'string' ? stage : null };
}

/**
 * Reads `qrels.tsv`: a header line, then query-id TAB corpus-id TAB score. Of a pair that was
 * judged more than once the last judgment counts, as in BEIR's reader; grades below zero count as zero.
 * @returns grades by query id
 * @throws GatewayError `bad_request` naming the file and line
 */
export function readQrels(lines: Lines, file: string): ReadonlyMap<string, Grades> {
  const grades = new Map<string, Map<string, number>>();
  let header = true;
  for (const [text, place] of numbered(lines, file)) {
    const [query, document, score, ...rest] = text.split('\t');
    if (!query || !document || score === undefined || rest.length > 0) {
      throw fault(place, 'expected three columns: query-id, corpus-id, score');
    }
    const grade = score.trim() === '' ? NaN : Number(score);
    if (header) {
      header = false;
      if (Number.isFinite(grade)) throw fault(place, 'expected a header line');
      continue;
    }
    if (!Number.isFinite(grade)) throw fault(place, `score "${score}" is not a number`);
    const ofQuery = grades.get(query) ?? new Map<string, number>();
    grades.set(query, ofQuery);
    ofQuery.set(document, Math.max(0, grade));
  }
  return grades;
}

/** Lines with content and where they stand; a byte order mark and carriage returns are taken off. */
function* numbered(lines: Lines, file: string): Iterable<readonly [string, string]> {
  let number = 0;
  for (const line of lines) {
    number += 1;
    const text = (number === 1 ? line.replace(/^\uFEFF/, '') : line).replace(/\r$/, '');
    if (text.trim() !== '') yield [text, `${file}:${number}`];
  }
}

function fault(place: string, message: string, cause?: unknown): GatewayError {
  return new GatewayError('bad_request', `${place}: ${message}`, cause === undefined ? {} : { cause });
}
