import { createReadStream, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { CommandError } from '../command.ts';
import { jsonLines } from '../indexing/jsonl.ts';
import type { Position } from '../indexing/records.ts';

/** A query that people typed. */
export interface LoggedQuery {
  readonly text: string;
  readonly times: number;
  /** Behind it, where reading can go on. */
  readonly next: Position;
}

/** A file of queries. */
export interface QueryLog {
  /** Absolute. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** @throws CommandError for a faulty line, which is named */
  queries(from: Position): AsyncIterable<LoggedQuery>;
}

type ReadLine = (line: string) => { readonly text: string; readonly times: number } | undefined;

const READERS: Readonly<Record<string, { readonly expected: string; readonly read: ReadLine }>> = {
  '.jsonl': { expected: '{"text": "…"} or {"query": "…"}, with a "count" or without', read: fromJson },
  '.tsv': { expected: 'a query, TAB, how often', read: fromTable },
  '.txt': { expected: 'a query', read: (text) => ({ text, times: 1 }) },
};

/**
 * The kind of file goes by its ending.
 * @throws CommandError for a file that is not there or of another kind
 */
export function queryLog(file: string): QueryLog {
  const path = resolve(file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) throw new CommandError(`${file}: no such file`, 2);
  const kind = READERS[extname(path).toLowerCase()];
  if (kind === undefined) {
    throw new CommandError(`${file}: the name must end with one of ${Object.keys(READERS).join(', ')}`, 2);
  }
  return {
    path,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    async *queries(from) {
      const chunks = createReadStream(path, { start: from.offset }) as AsyncIterable<Buffer>;
      for await (const { json, line, end, nextLine } of jsonLines(chunks, from)) {
        const query = kind.read(json.toString('utf8'));
        if (query === undefined) throw new CommandError(`${file}:${line}: expected ${kind.expected}`, 2);
        yield { ...query, next: { offset: end, line: nextLine } };
      }
    },
  };
}

function fromJson(line: string): ReturnType<ReadLine> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { text, query, count = 1 } = value as Readonly<Record<string, unknown>>;
  const typed = text ?? query;
  return typeof typed === 'string' && isTimes(count) ? { text: typed, times: count } : undefined;
}

function fromTable(line: string): ReturnType<ReadLine> {
  const [text = '', count = ''] = line.split('\t');
  const times = Number(count);
  return isTimes(times) ? { text, times } : undefined;
}

function isTimes(count: unknown): count is number {
  return Number.isInteger(count) && (count as number) > 0;
}
