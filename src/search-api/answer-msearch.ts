import type { ByteRange } from '../domain/search-request.ts';
import { afterBlanks } from '../json/bytes.ts';
import { scanItems, scanMembers, skipValue } from '../json/scan.ts';
import { splice } from '../json/splice.ts';
import { tookReplacement } from './answer-assembly.ts';
import { layoutOf } from './answer-layout.ts';

/** One item of an `_msearch` answer. */
export interface MsearchItem extends ByteRange {
  /** HTTP status of the item; 200 where it names none. */
  readonly status: number;
}

export interface MsearchAnswer {
  readonly body: Buffer;
  readonly took: ByteRange | null;
  /** The array, brackets included; null in an error, which has no items. */
  readonly responsesRange: ByteRange | null;
  readonly responses: readonly MsearchItem[];
}

/**
 * Reads an answer of `_msearch`. An item's own bytes, cut out, can be read by `readAnswer`.
 * @throws JsonFault when it is no JSON object
 */
export function readMsearchAnswer(body: Buffer): MsearchAnswer {
  let took: ByteRange | null = null;
  let responsesRange: ByteRange | null = null;
  const responses: MsearchItem[] = [];
  scanMembers(body, afterBlanks(body, 0), (key, start) => {
    if (key === 'responses' && body[start] === 0x5b) {
      const end = scanItems(body, start, (at) => {
        const item = readItem(body, at);
        responses.push(item);
        return item.end;
      });
      responsesRange = { start, end };
      return end;
    }
    const end = skipValue(body, start);
    if (key === 'took') took = { start, end };
    return end;
  });
  return { body, took, responsesRange, responses };
}

function readItem(body: Buffer, start: number): MsearchItem {
  let status = 200;
  const end = scanMembers(body, start, (key, at) => {
    const valueEnd = skipValue(body, at);
    if (key === 'status') status = Number(body.toString('latin1', at, valueEnd));
    return valueEnd;
  });
  return { start, end, status };
}

/** The same answer with other bytes in the places of its items. */
export function assembleMsearch(answer: MsearchAnswer, items: readonly Uint8Array[], tookMs: number): Buffer {
  const replacements = tookReplacement(answer, tookMs);
  if (answer.responsesRange !== null) {
    const layout = layoutOf(answer.body, answer.responsesRange, answer.responses);
    replacements.push({ ...answer.responsesRange, bytes: layout.array(items) });
  }
  return splice(
    answer.body,
    replacements.toSorted((a, b) => a.start - b.start),
  );
}

/** An `_msearch` answer, not pretty, of items that were searched one by one. */
export function composeMsearch(items: readonly Uint8Array[], tookMs: number): Buffer {
  const empty = readMsearchAnswer(Buffer.from('{"took":0,"responses":[]}'));
  return assembleMsearch(empty, items, tookMs);
}

/** The answer of a `_search` as an item of `_msearch`: with its status as the last member, errors as they are. */
export function asMsearchItem(body: Buffer, status: number): Buffer {
  const start = afterBlanks(body, 0);
  let last = start + 1;
  let hasStatus = false;
  const end = scanMembers(body, start, (key, at) => {
    hasStatus ||= key === 'status';
    last = skipValue(body, at);
    return last;
  });
  const item = body.subarray(start, end);
  if (hasStatus) return item;
  const member = `${last === start + 1 ? '' : ','}"status":${status}`;
  return splice(item, [{ start: last - start, end: last - start, bytes: Buffer.from(member) }]);
}
