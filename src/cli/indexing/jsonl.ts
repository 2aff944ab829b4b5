import type { Position, SourceRecord } from './records.ts';
import { BEGINNING, CR, LF, MAX_RECORD, TOO_LONG, withoutMark } from './records.ts';

/**
 * One record a line; blank lines are skipped, a line over 100 MB is a fault of its own. Holds one line and one chunk,
 * whatever the size of the file.
 * @param chunks the file's bytes from `from` on
 */
export async function* jsonLines(
  chunks: AsyncIterable<Buffer>,
  from: Position = BEGINNING,
): AsyncGenerator<SourceRecord> {
  let { line, offset } = from;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const record = (last: Buffer, bytes: number): SourceRecord | undefined => {
    offset += bytes;
    const place = { line, end: offset, nextLine: line + 1 };
    if (bytes > MAX_RECORD) {
      pending = [];
      pendingBytes = 0;
      return { ...place, json: Buffer.alloc(0), fault: TOO_LONG };
    }
    const whole = pending.length === 0 ? last : Buffer.concat([...pending, last]);
    pending = [];
    pendingBytes = 0;
    const json = trimmed(line === 1 ? withoutMark(whole) : whole);
    return json.length === 0 ? undefined : { ...place, json };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      const found = record(chunk.subarray(start, end), pendingBytes + end + 1 - start);
      if (found !== undefined) yield found;
      line += 1;
      start = end + 1;
    }
    if (start < chunk.length) {
      pendingBytes += chunk.length - start;
      // Of a line that is too long only its length is of use.
      if (pendingBytes > MAX_RECORD) pending = [];
      else pending.push(chunk.subarray(start));
    }
  }
  const last = record(Buffer.alloc(0), pendingBytes);
  if (last !== undefined) yield last;
}

function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (end > start && isBlank(bytes[end - 1])) end -= 1;
  while (start < end && isBlank(bytes[start])) start += 1;
  return bytes.subarray(start, end);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === CR;
}
