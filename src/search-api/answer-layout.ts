import type { ByteRange } from '../domain/search-request.ts';

const COMMA = Buffer.from(',');

/** The blanks that an answer (`?pretty` or not) puts around the items of one of its arrays. */
export interface ArrayLayout {
  /** The array with these items. */
  array(items: readonly Uint8Array[]): Buffer;
}

/**
 * @param range the array, brackets included
 * @param items where its items stand
 */
export function layoutOf(body: Buffer, range: ByteRange, items: readonly ByteRange[]): ArrayLayout {
  const first = items[0];
  const last = items.at(-1);
  const isPretty = first === undefined ? range.end - range.start > 2 : first.start > range.start + 1;
  const lead =
    first === undefined
      ? Buffer.from(isPretty ? `\n${indentOf(body, range.start)}  ` : '')
      : body.subarray(range.start + 1, first.start);
  const trail =
    last === undefined
      ? Buffer.from(isPretty ? `\n${indentOf(body, range.start)}` : '')
      : body.subarray(last.end, range.end - 1);
  const second = items[1];
  const between =
    first === undefined || second === undefined
      ? Buffer.concat([COMMA, lead])
      : body.subarray(first.end, second.start);
  return {
    array(parts) {
      if (parts.length === 0) return Buffer.from(isPretty ? '[ ]' : '[]');
      const pieces: Uint8Array[] = [Buffer.from('['), lead];
      for (const [position, part] of parts.entries()) {
        if (position > 0) pieces.push(between);
        pieces.push(part);
      }
      pieces.push(trail, Buffer.from(']'));
      return Buffer.concat(pieces);
    },
  };
}

/** The blanks at the start of the line that holds `at`. */
function indentOf(body: Buffer, at: number): string {
  const line = at === 0 ? 0 : body.lastIndexOf(0x0a, at - 1) + 1;
  let end = line;
  while (body[end] === 0x20) end += 1;
  return ' '.repeat(end - line);
}
