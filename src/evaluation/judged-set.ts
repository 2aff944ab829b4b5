import type { Lines } from './lines.ts';
import { fault, finite, jsonObject, numbered } from './lines.ts';
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
  const { _id: id, text, stage } = jsonObject(line, place);
  if (typeof id !== 'string' || id === '') throw fault(place, 'no "_id", or not a string');
  if (typeof text !== 'string') throw fault(place, 'no "text", or not a string');
  return { id, text, stage: typeof stage === 'string' ? stage : null };
}

/**
 * Reads `qrels.tsv`: a header line, then query-id TAB corpus-id TAB score; or qrels as TREC writes them: four columns
 * without a header, query-id, iteration, document, grade. Of a pair that was judged more than once the last judgment
 * counts, as in BEIR's reader; grades below zero count as zero.
 * @returns grades by query id
 * @throws GatewayError `bad_request` naming the file and line
 */
export function readQrels(lines: Lines, file: string): ReadonlyMap<string, Grades> {
  const grades = new Map<string, Map<string, number>>();
  let row: typeof tabbedRow | undefined;
  for (const [text, place] of numbered(lines, file)) {
    if (row === undefined) {
      row = isTrec(text) ? trecRow : tabbedRow;
      if (row === tabbedRow) {
        checkHeader(text, place);
        continue;
      }
    }
    const { query, document, grade } = row(text, place);
    const ofQuery = grades.get(query) ?? new Map<string, number>();
    grades.set(query, ofQuery);
    ofQuery.set(document, Math.max(0, grade));
  }
  return grades;
}

interface Row {
  readonly query: string;
  readonly document: string;
  readonly grade: number;
}

function isTrec(line: string): boolean {
  const cells = line.trim().split(/\s+/);
  return cells.length === 4 && finite(cells[3] ?? '') !== undefined;
}

function trecRow(line: string, place: string): Row {
  const [query, , document, score, ...rest] = line.trim().split(/\s+/);
  if (query === undefined || document === undefined || score === undefined || rest.length > 0) {
    throw fault(place, 'expected four columns: query-id, iteration, document, grade');
  }
  return { query, document, grade: gradeOf(score, place) };
}

function tabbedRow(line: string, place: string): Row {
  const [query, document, score] = cellsOf(line, place);
  return { query, document, grade: gradeOf(score, place) };
}

function checkHeader(line: string, place: string): void {
  if (finite(cellsOf(line, place)[2]) !== undefined) throw fault(place, 'expected a header line');
}

function cellsOf(line: string, place: string): readonly [string, string, string] {
  const [query, document, score, ...rest] = line.split('\t');
  if (!query || !document || score === undefined || rest.length > 0) {
    throw fault(place, 'expected three columns: query-id, corpus-id, score');
  }
  return [query, document, score];
}

function gradeOf(score: string, place: string): number {
  const grade = finite(score);
  if (grade === undefined) throw fault(place, `score "${score}" is not a number`);
  return grade;
}
