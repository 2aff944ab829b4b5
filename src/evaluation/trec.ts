import { GatewayError } from '../errors.ts';
import type { Lines } from './lines.ts';
import { fault, finite, numbered } from './lines.ts';

/**
 * Reads a run as TREC writes it: six columns, query-id, `Q0`, document, rank, score, name of the run. As trec_eval
 * does, documents are put in order by score, equal scores by document id backwards; the rank is not looked at.
 * @returns document ids by query id, best first
 * @throws GatewayError `bad_request` naming the file and line
 */
export function readRun(lines: Lines, file: string): ReadonlyMap<string, readonly string[]> {
  const scores = new Map<string, Map<string, number>>();
  for (const [text, place] of numbered(lines, file)) {
    const cells = text.trim().split(/\s+/);
    const [query, , document, , score] = cells;
    if (query === undefined || document === undefined || cells.length !== 6) {
      throw fault(place, 'expected six columns: query-id, Q0, document, rank, score, run');
    }
    const value = finite(score ?? '');
    if (value === undefined) throw fault(place, `score "${score}" is not a number`);
    const ofQuery = scores.get(query) ?? new Map<string, number>();
    scores.set(query, ofQuery);
    if (ofQuery.has(document)) throw fault(place, `document "${document}" was there before`);
    ofQuery.set(document, value);
  }
  return new Map([...scores].map(([query, ofQuery]) => [query, ranked(ofQuery)]));
}

function ranked(scores: ReadonlyMap<string, number>): readonly string[] {
  return [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1)).map(([document]) => document);
}

/**
 * Writes rankings as a TREC run, one line a document. Scores count down to 1, so that every reader finds this order:
 * an engine's own scores may be equal.
 * @throws GatewayError `bad_request` for an id with a blank in it, which the format cannot hold
 */
export function* runLines(rankings: ReadonlyMap<string, readonly string[]>, name: string): Iterable<string> {
  for (const [query, documents] of rankings) {
    for (const [at, document] of documents.entries()) {
      yield `${word(query)} Q0 ${word(document)} ${at + 1} ${documents.length - at} ${word(name)}`;
    }
  }
}

/** Grades as TREC writes them, one line a judgment. */
export function* qrelsLines(grades: ReadonlyMap<string, ReadonlyMap<string, number>>): Iterable<string> {
  for (const [query, documents] of grades) {
    for (const [document, grade] of documents) yield `${word(query)} 0 ${word(document)} ${grade}`;
  }
}

function word(text: string): string {
  if (text !== '' && !/\s/.test(text)) return text;
  throw new GatewayError(
    'bad_request',
    `"${text}" cannot stand in a TREC file: it is empty or holds a blank`,
  );
}
