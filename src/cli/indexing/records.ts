/** One document of a file. */
export interface SourceRecord {
  /** Line it starts on, from 1. */
  readonly line: number;
  /** Offset in the file, in bytes, just after it, and the line that starts there: where reading can go on. */
  readonly end: number;
  readonly nextLine: number;
  /** A JSON object. */
  readonly json: Buffer;
  /** Why there is no document here, where the file's format says so. */
  readonly fault?: string;
}

/** Where reading starts: the beginning, or just after a record that was read before. */
export interface Position {
  readonly offset: number;
  /** Line that starts at the offset, from 1. */
  readonly line: number;
}

export const BEGINNING: Position = { offset: 0, line: 1 };

/** Longest record, in bytes: Elasticsearch refuses requests over 100 MB. */
export const MAX_RECORD = 100 * 1024 * 1024;

export const TOO_LONG = 'longer than 100 MB';

export const LF = 0x0a;
export const CR = 0x0d;

/** Without a byte order mark, which some spreadsheets put before the first line. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.subarray(3)
    : bytes;
}
