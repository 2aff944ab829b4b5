import { gunzipSync } from 'node:zlib';
import type { RawAnswer } from './raw.ts';
import type { Row } from './table.ts';

/** Headers that the gateway may add to searches on improved indices. */
const OURS = /^(relevance-status|server-timing)$/i;
/** How a body is framed is between two neighbours on the wire. */
const FRAMING = /^(transfer-encoding|content-length|content-encoding)$/i;

/** What changes from one direct run to the next, as patterns with what takes their place. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/("?took"? ?: ?)\d+/g, '$1N'],
  [/("(?:ingest_took|(?:index\.)?creation_date|\w+_in_(?:millis|nanos))" ?: ?)"?\d+"?/g, '$1N'],
  [/("(?:index\.)?creation_date_string" ?: ?)"[^"]*"/g, '$1"T"'],
  [/("(?:(?:index\.)?uuid|index_uuid)" ?: ?)"[\w-]{22}"/g, '$1"U"'],
  [/(\[INDEX\/)[\w-]{22}\]/g, '$1U]'],
  [/("_id" ?: ?)"[\w-]{20}"/g, '$1"AUTO"'],
  [/("(?:_scroll_id|pit_id)" ?: ?)"[^"]+"/g, '$1"ID"'],
  [/("id" ?: ?)"[\w=+/-]{20,}"/g, '$1"ID"'],
];

/** The answer as one text in which only meaningful differences are left. */
export function comparable(row: Row, answer: RawAnswer, index: string): string {
  if (answer.closed) return 'closed without an answer';
  const improved = answer.headers.some(([name]) => OURS.test(name));
  const encoding = answer.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  const headers = answer.headers
    .filter(([name]) => !OURS.test(name) && !FRAMING.test(name))
    .map(([name, value]) => `${name}: ${masked(value, index)}`);
  const framing = answer.headers
    .filter(([name]) => FRAMING.test(name))
    .map(([name, value]) => `${name}: ${name.toLowerCase() === 'content-length' ? 'N' : value}`);
  const body = encoding === 'gzip' && answer.body.length > 0 ? gunzipSync(answer.body) : answer.body;
  const text = masked(body.toString('latin1'), index);
  return [
    String(answer.status),
    ...headers,
    // A search on an improved index may be framed anew; everything else keeps its framing.
    // An answer to HEAD has no body, so no framing either.
    ...(improved || isSearch(row) || row.method === 'HEAD' ? [] : framing),
    '',
    row.volatile === 'numbers' ? text.replaceAll(/\d+(\.\d+)?/g, '0') : text,
  ].join('\n');
}

function isSearch(row: Row): boolean {
  return /\/_m?search\b/.test(row.target);
}

function masked(text: string, index: string): string {
  let result = text.replaceAll(index, 'INDEX');
  for (const [pattern, replacement] of MASKS) result = result.replaceAll(pattern, replacement);
  return result;
}
