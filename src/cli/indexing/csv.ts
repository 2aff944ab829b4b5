import { isUtf8 } from 'node:buffer';
import { CR, LF, MAX_RECORD, TOO_LONG, withoutMark } from './records.ts';

/** One row of a table. */
export interface CsvRow {
  /** Line it starts on, from 1. */
  readonly line: number;
  /** Offset just after it, in bytes, from where reading started, and the line that starts there. */
  readonly end: number;
  readonly nextLine: number;
  readonly cells: readonly string[];
  /** Why these are no cells, where the row cannot be read; the next row is read as if it were not there. */
  readonly fault?: string;
}

const QUOTE = 0x22;

/**
 * Where the reader stands: before a cell, in a bare one, in a quoted one, after a quote inside one, or in what is left of
 * the line that a faulty row ends on.
 */
type State = 'start' | 'bare' | 'quoted' | 'quote' | 'faulty';

/**
 * Reads RFC 4180: cells between delimiters, quoted where they hold delimiters, quotes (doubled) or line ends;
 * rows end with LF or CRLF. Works on bytes, as every byte it looks for is ASCII and stands for itself in UTF-8.
 * Rows without any cell text are skipped. A row that is in another encoding, too long, or whose quotes make no sense has
 * a fault instead of cells, and the next line begins the next row.
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  delimiter: number,
  firstLine = 1,
): AsyncGenerator<CsvRow> {
  const row = new RowReader(delimiter, firstLine);
  let line = firstLine;
  let offset = 0;
  for await (const chunk of chunks) {
    // A byte order mark, which some spreadsheets put before the first line, is no text.
    const mark = firstLine === 1 && offset === 0 ? chunk.length - withoutMark(chunk).length : 0;
    offset += mark;
    for (let at = mark; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      offset += 1;
      if (byte === LF) line += 1;
      if (!row.take(byte, line)) continue;
      const read = row.end(line);
      if (!isBlank(read)) yield { ...read, end: offset, nextLine: line };
    }
  }
  row.endOfFile();
  const read = row.end(line);
  if (!isBlank(read)) yield { ...read, end: offset, nextLine: line };
}

type Read = Pick<CsvRow, 'line' | 'cells' | 'fault'>;

function isBlank({ cells, fault }: Read): boolean {
  return fault === undefined && cells.length <= 1 && (cells[0] ?? '') === '';
}

/** Collects the cells of one row after another. */
class RowReader {
  readonly #delimiter: number;
  #state: State = 'start';
  /** Whether the current cell is a quoted one, whose carriage returns are text. */
  #quoted = false;
  /** The first thing wrong with the row; what comes after it is not kept. */
  #fault: string | undefined;
  /** Line on which the row starts. */
  #line: number;
  #bytes = Buffer.allocUnsafe(4096);
  #length = 0;
  #cells: string[] = [];

  constructor(delimiter: number, line: number) {
    this.#delimiter = delimiter;
    this.#line = line;
  }

  /** @returns whether the row ends with this byte */
  take(byte: number, line: number): boolean {
    if (this.#state === 'quoted') {
      if (byte === QUOTE) this.#state = 'quote';
      else this.#push(byte);
      return false;
    }
    if (this.#state === 'quote' && byte === QUOTE) {
      this.#push(byte);
      this.#state = 'quoted';
      return false;
    }
    if (byte === LF) return true;
    if (this.#state === 'faulty') return false;
    if (byte === this.#delimiter) {
      this.#endCell();
      this.#state = 'start';
    } else if (this.#state === 'quote') {
      if (byte !== CR) this.#afterQuote(line);
    } else if (byte === QUOTE && this.#state === 'start') {
      this.#state = 'quoted';
      this.#quoted = true;
    } else {
      this.#push(byte);
      this.#state = 'bare';
    }
    return false;
  }

  endOfFile(): void {
    if (this.#state === 'quoted') this.#fault ??= 'a quote that does not close: nothing behind it was read';
  }

  /** @param next line on which the next row starts */
  end(next: number): Read {
    const isBareCr = !this.#quoted && this.#length > 0 && this.#bytes[this.#length - 1] === CR;
    if (isBareCr) this.#length -= 1;
    this.#endCell();
    const [line, fault, cells] = [this.#line, this.#fault, this.#cells];
    this.#state = 'start';
    this.#fault = undefined;
    this.#line = next;
    this.#cells = [];
    return fault === undefined ? { line, cells } : { line, cells: [], fault };
  }

  #afterQuote(line: number): void {
    this.#fault ??=
      line === this.#line
        ? 'text after a closing quote'
        : `text after a closing quote on line ${line}: one before it does not close`;
    this.#state = 'faulty';
  }

  #push(byte: number): void {
    if (this.#fault !== undefined) return;
    if (this.#length === this.#bytes.length) {
      if (this.#length >= MAX_RECORD) {
        this.#fault = TOO_LONG;
        return;
      }
      const wider = Buffer.allocUnsafe(this.#length * 2);
      this.#bytes.copy(wider);
      this.#bytes = wider;
    }
    this.#bytes[this.#length++] = byte;
  }

  #endCell(): void {
    if (!isUtf8(this.#bytes.subarray(0, this.#length))) this.#fault ??= 'not UTF-8 text';
    if (this.#fault === undefined) this.#cells.push(this.#bytes.toString('utf8', 0, this.#length));
    this.#length = 0;
    this.#quoted = false;
  }
}
