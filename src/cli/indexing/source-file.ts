import { createReadStream, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { GatewayError } from '../../errors.ts';
import { jsonLines } from './jsonl.ts';
import type { Position, SourceRecord } from './records.ts';
import { tableRecords } from './table.ts';

/** A file of documents: JSON lines, or a table with a header. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** A table has no types: every value is a string. */
  readonly isTable: boolean;
  records(from: Position): AsyncIterable<SourceRecord>;
}

const CHUNK_BYTES = 256 * 1024;

const FORMATS: Readonly<Record<string, 'lines' | ',' | '\t'>> = {
  '.jsonl': 'lines',
  '.ndjson': 'lines',
  '.json': 'lines',
  '.csv': ',',
  '.tsv': '\t',
};

/**
 * The kind of file goes by its ending.
 * @throws GatewayError `bad_request` for a file that is not there or of another kind
 */
export function sourceFile(file: string): SourceFile {
  const path = resolve(file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) throw new GatewayError('bad_request', `${file}: no such file`);
  const format = FORMATS[extname(path).toLowerCase()];
  if (format === undefined) {
    const known = Object.keys(FORMATS).join(', ');
    throw new GatewayError('bad_request', `${file}: the name must end with one of ${known}`);
  }
  const open = (start: number): AsyncIterable<Buffer> =>
    createReadStream(path, { start, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  return {
    path,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    isTable: format !== 'lines',
    records: (from) =>
      format === 'lines' ? jsonLines(open(from.offset), from) : tableRecords(open, format, from),
  };
}
