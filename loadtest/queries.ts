import { readFileSync } from 'node:fs';

/** What somebody types, and how often beside the others. */
export interface WeightedQuery {
  readonly text: string;
  readonly weight: number;
}

/** Bounds on what one file may bring, so that a whole log does not fill memory. */
const MOST_QUERIES = 200_000;
const LONGEST_CHARACTERS = 500;

/**
 * Queries with their frequency, from a file: JSON lines with `text` (or `query`) and maybe `count`; otherwise one query a line, maybe
 * with a tab and its count. A query that comes several times counts as often.
 * @throws Error that names the file, and the line where one is wrong
 */
export function readQueries(file: string): readonly WeightedQuery[] {
  return parseQueries(textOf(file), file);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = 'cannot be read' } = cause as NodeJS.ErrnoException;
    throw new Error(`--queries: ${file}: ${code}`, { cause });
  }
}

export function parseQueries(content: string, name: string): readonly WeightedQuery[] {
  const counts = new Map<string, number>();
  content.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '') return;
    const where = `${name}:${at + 1}`;
    const { text, count } = line.startsWith('{') ? jsonLine(line, where) : plainLine(line);
    if (!Number.isFinite(count) || count <= 0) throw new Error(`${where}: a count is a number above 0`);
    const query = text.trim().slice(0, LONGEST_CHARACTERS);
    if (query === '') return;
    counts.set(query, (counts.get(query) ?? 0) + count);
    if (counts.size > MOST_QUERIES) throw new Error(`${where}: more than ${MOST_QUERIES} different queries`);
  });
  if (counts.size === 0) throw new Error(`${name}: no query in it`);
  return [...counts].map(([text, weight]) => ({ text, weight }));
}

function jsonLine(line: string, where: string): { readonly text: string; readonly count: number } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(`${where}: not JSON`, { cause: error });
  }
  const { text, query = text, count = 1 } = value as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string') throw new Error(`${where}: no "text"`);
  return { text: query, count: Number(count) };
}

function plainLine(line: string): { readonly text: string; readonly count: number } {
  const [text = '', count] = line.split('\t');
  return { text, count: count === undefined ? 1 : Number(count) };
}
