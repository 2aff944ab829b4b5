import type { ByteRange } from '../domain/search-request.ts';
import { afterBlanks } from '../json/bytes.ts';
import { scanItems, scanMembers, skipValue } from '../json/scan.ts';
import { decodeString } from '../json/text.ts';
import type { HitSlice, SearchAnswer, TotalSlice } from './answer-parts.ts';

type Parts = { -readonly [Part in keyof SearchAnswer]: SearchAnswer[Part] };

/** Leg, fallback and assembly ask about the same answer; its bytes are read for the first of them. */
const READ = new WeakMap<Buffer, SearchAnswer>();

/**
 * Reads an answer of `_search`, or one item of `_msearch`, touching each byte once; the bytes must not change
 * afterwards. Members that are unknown or absent (`filter_path`, errors) are no fault.
 * @throws JsonFault when it is no JSON object
 */
export function readAnswer(body: Buffer): SearchAnswer {
  const known = READ.get(body);
  if (known !== undefined) return known;
  const answer = read(body);
  READ.set(body, answer);
  return answer;
}

function read(body: Buffer): SearchAnswer {
  const parts: Parts = {
    body,
    took: null,
    timedOut: false,
    shards: null,
    total: null,
    maxScore: null,
    hitsRange: null,
    hits: [],
  };
  scanMembers(body, afterBlanks(body, 0), (key, start) => {
    if (key === 'hits' && isObject(body, start)) return readHits(body, start, parts);
    const end = skipValue(body, start);
    if (key === 'took') parts.took = { start, end };
    else if (key === '_shards') parts.shards = { start, end };
    else if (key === 'timed_out') parts.timedOut = literal(body, start, end) === 'true';
    return end;
  });
  return parts;
}

function readHits(body: Buffer, at: number, parts: Parts): number {
  return scanMembers(body, at, (key, start) => {
    if (key === 'hits' && body[start] === 0x5b) {
      const hits: HitSlice[] = [];
      const end = scanItems(body, start, (item) => {
        const hit = readHit(body, item);
        hits.push(hit);
        return hit.end;
      });
      parts.hits = hits;
      parts.hitsRange = { start, end };
      return end;
    }
    if (key === 'total') {
      parts.total = readTotal(body, start);
      return skipValue(body, start);
    }
    const end = skipValue(body, start);
    if (key === 'max_score') parts.maxScore = { start, end, value: scoreOf(body, start, end) };
    return end;
  });
}

function readTotal(body: Buffer, at: number): TotalSlice | null {
  if (!isObject(body, at)) {
    const end = skipValue(body, at);
    return { value: Number(literal(body, at, end)), valueRange: { start: at, end }, relationRange: null };
  }
  let valueRange: ByteRange | null = null;
  let relationRange: ByteRange | null = null;
  scanMembers(body, at, (key, start) => {
    const end = skipValue(body, start);
    if (key === 'value') valueRange = { start, end };
    else if (key === 'relation') relationRange = { start, end };
    return end;
  });
  const range = valueRange as ByteRange | null;
  if (range === null) return null;
  return { value: Number(literal(body, range.start, range.end)), valueRange: range, relationRange };
}

function readHit(body: Buffer, at: number): HitSlice {
  let id = '';
  let index = '';
  let score: number | null = null;
  let scoreRange: ByteRange | null = null;
  const end = scanMembers(body, at, (key, start) => {
    const valueEnd = skipValue(body, start);
    if (key === '_id') id = decodeString(body, start, valueEnd);
    else if (key === '_index') index = decodeString(body, start, valueEnd);
    else if (key === '_score') {
      score = scoreOf(body, start, valueEnd);
      scoreRange = { start, end: valueEnd };
    }
    return valueEnd;
  });
  return { body, start: at, end, id, index, score, scoreRange };
}

function isObject(body: Buffer, at: number): boolean {
  return body[at] === 0x7b;
}

function literal(body: Buffer, start: number, end: number): string {
  return body.toString('latin1', start, end);
}

/** Null for `null` and for what is no finite number (`"NaN"`). */
function scoreOf(body: Buffer, start: number, end: number): number | null {
  const text = literal(body, start, end);
  const value = text === 'null' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
