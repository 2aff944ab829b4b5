import { GatewayError } from '../../errors.ts';
import type { CsvRow } from './csv.ts';
import { csvRows } from './csv.ts';
import type { Position, SourceRecord } from './records.ts';
import { BEGINNING } from './records.ts';

/**
 * Reads a table whose first row names the columns. A row becomes an object of strings without its empty cells;
 * numbers and dates stay as they are written, Elasticsearch reads them from strings.
 * @param open the file's bytes from an offset on
 * @throws GatewayError `bad_request` for a header that cannot be read, or names a column twice or not at all
 */
export async function* tableRecords(
  open: (offset: number) => AsyncIterable<Buffer>,
  delimiter: string,
  from: Position = BEGINNING,
): AsyncGenerator<SourceRecord> {
  const comma = delimiter.charCodeAt(0);
  const header = await firstRow(csvRows(open(0), comma));
  if (header === undefined) return;
  const columns = namesOf(header);
  const start = from.offset === 0 ? { offset: header.end, line: header.nextLine } : from;
  for await (const row of csvRows(open(start.offset), comma, start.line)) {
    const place = { line: row.line, end: start.offset + row.end, nextLine: row.nextLine };
    const { fault = widthFault(row.cells.length, columns.length) } = row;
    if (fault !== undefined) {
      yield { ...place, json: Buffer.alloc(0), fault };
      continue;
    }
    const cells = columns.map((name, at) => [name, row.cells[at] ?? ''] as const);
    const json = JSON.stringify(Object.fromEntries(cells.filter(([, text]) => text !== '')));
    yield { ...place, json: Buffer.from(json) };
  }
}

async function firstRow(rows: AsyncIterable<CsvRow>): Promise<CsvRow | undefined> {
  for await (const row of rows) return row;
  return undefined;
}

function widthFault(cells: number, columns: number): string | undefined {
  return cells === columns ? undefined : `${cells} cells where the header has ${columns}`;
}

function namesOf({ cells, line, fault }: CsvRow): readonly string[] {
  if (fault !== undefined) throw new GatewayError('bad_request', `line ${line}: ${fault}`);
  const names = cells.map((cell) => cell.trim());
  if (names.includes('')) throw new GatewayError('bad_request', `line ${line}: a column without a name`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new GatewayError('bad_request', `line ${line}: two columns are called "${twice}"`);
  }
  return names;
}
