import type { Position, SourceRecord } from './records.ts';
import { BEGINNING, CR, LF, MAX_RECORD, tooLong, withoutMark } from './records.ts';

/**
 * One record a line; blank lines are skipped. Holds one line and one chunk, whatever the size of the file.
 * @param chunks the file's bytes from `from` on
 * @throws GatewayError `bad_request` for a line over 100 MB
 */
export async function* jsonLines(
  chunks: AsyncIterable<Buffer>,
  from: Position = BEGINNING,
): AsyncGenerator<SourceRecord> {
  let { line, offset } = from;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const record = (last: Buffer, bytes: number): SourceRecord | undefined => {
    const whole = pending.length === 0 ? last : Buffer.concat([...pending, last]);
    pending = [];
    pendingBytes = 0;
    offset += bytes;
    const json = trimmed(line === 1 ? withoutMark(whole) : whole);
    return json.length === 0 ? undefined : { line, end: offset, nextLine: line + 1, json };
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
      pending.push(chunk.subarray(start));
      pendingBytes += chunk.length - start;
      if (pendingBytes > MAX_RECORD) throw tooLong(line);
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
