import { isUtf8 } from 'node:buffer';
import { GatewayError } from '../../errors.ts';
import { CR, LF, MAX_RECORD, tooLong, withoutMark } from './records.ts';

/** One row of a table. */
export interface CsvRow {
  /** Line it starts on, from 1. */
  readonly line: number;
  /** Offset just after it, in bytes, from where reading started, and the line that starts there. */
  readonly end: number;
  readonly nextLine: number;
  readonly cells: readonly string[];
}

const QUOTE = 0x22;

/** Where the reader stands: before a cell, in a bare one, in a quoted one, or after a quote inside one. */
type State = 'start' | 'bare' | 'quoted' | 'quote';

/**
 * Reads RFC 4180: cells between delimiters, quoted where they hold delimiters, quotes (doubled) or line ends;
 * rows end with LF or CRLF. Works on bytes, as every byte it looks for is ASCII and stands for itself in UTF-8.
 * Rows without any cell text are skipped.
 * @throws GatewayError `bad_request` for a quote that does not close or is followed by text, and for other encodings
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  delimiter: number,
  firstLine = 1,
): AsyncGenerator<CsvRow> {
  const row = new RowBuilder();
  let state: State = 'start';
  let line = firstLine;
  let rowLine = line;
  let offset = 0;
  for await (const chunk of chunks) {
    // A byte order mark, which some spreadsheets put before the first line, is no text.
    const mark = firstLine === 1 && offset === 0 ? chunk.length - withoutMark(chunk).length : 0;
    offset += mark;
    for (let at = mark; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      offset += 1;
      if (byte === LF) line += 1;
      if (state === 'quoted') {
        if (byte === QUOTE) state = 'quote';
        else row.push(byte, rowLine);
      } else if (state === 'quote' && byte === QUOTE) {
        row.push(byte, rowLine);
        state = 'quoted';
      } else if (byte === delimiter) {
        row.endCell(rowLine);
        state = 'start';
      } else if (byte === LF) {
        const cells = row.endRow(rowLine);
        if (cells.length > 1 || cells[0] !== '') yield { line: rowLine, end: offset, nextLine: line, cells };
        state = 'start';
        rowLine = line;
      } else if (byte === QUOTE && state === 'start') {
        state = 'quoted';
        row.quoted = true;
      } else if (state === 'quote') {
        if (byte !== CR) throw new GatewayError('bad_request', `line ${line}: text after a closing quote`);
      } else {
        row.push(byte, rowLine);
        if (state === 'start') state = 'bare';
      }
    }
  }
  if (state === 'quoted') {
    throw new GatewayError('bad_request', `line ${rowLine}: a quote that does not close`);
  }
  const cells = row.endRow(rowLine);
  if (cells.length > 1 || cells[0] !== '') yield { line: rowLine, end: offset, nextLine: line, cells };
}

/** Collects the bytes of a row. */
class RowBuilder {
  /** Whether the current cell is a quoted one, whose carriage returns are text. */
  quoted = false;
  #bytes = Buffer.allocUnsafe(4096);
  #length = 0;
  #cells: string[] = [];

  push(byte: number, line: number): void {
    if (this.#length === this.#bytes.length) {
      if (this.#length >= MAX_RECORD) throw tooLong(line);
      const wider = Buffer.allocUnsafe(this.#length * 2);
      this.#bytes.copy(wider);
      this.#bytes = wider;
    }
    this.#bytes[this.#length++] = byte;
  }

  endCell(line: number): void {
    if (!isUtf8(this.#bytes.subarray(0, this.#length))) {
      throw new GatewayError('bad_request', `line ${line}: not UTF-8 text`);
    }
    this.#cells.push(this.#bytes.toString('utf8', 0, this.#length));
    this.#length = 0;
    this.quoted = false;
  }

  endRow(line: number): readonly string[] {
    if (!this.quoted && this.#length > 0 && this.#bytes[this.#length - 1] === CR) this.#length -= 1;
    this.endCell(line);
    const cells = this.#cells;
    this.#cells = [];
    return cells;
  }
}
