import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../json/bytes.ts';
import { scanItems, scanMembers, skipValue } from '../json/scan.ts';
import { type Replacement, splice } from '../json/splice.ts';
import { encodeString } from '../json/text.ts';

const ADDRESSES = new Set(['publish_address', 'bound_address']);

/**
 * The HTTP addresses of a `_nodes` answer replaced, `nodes.*.http` and `nodes.*.settings.http`, flat or nested.
 * @throws JsonFault where it is not JSON
 */
export function rewriteNodes(body: Buffer, address: string): Buffer {
  const found: Replacement[] = [];
  const replace = (start: number): number => {
    const end = skipValue(body, start);
    if (body[start] === QUOTE) found.push({ start, end, bytes: encodeString(address) });
    else if (body[start] === OPEN_ARRAY) {
      scanItems(body, start, (item) => {
        const itemEnd = skipValue(body, item);
        if (body[item] === QUOTE) found.push({ start: item, end: itemEnd, bytes: encodeString(address) });
        return itemEnd;
      });
    }
    return end;
  };
  const inHttp = (start: number): number =>
    members(body, start, (key, value) => (ADDRESSES.has(key) ? replace(value) : skipValue(body, value)));
  const inSettings = (start: number): number =>
    members(body, start, (key, value) => {
      if (key === 'http') return inHttp(value);
      const isAddress = key.startsWith('http.') && ADDRESSES.has(key.slice('http.'.length));
      return isAddress ? replace(value) : skipValue(body, value);
    });
  const inNode = (start: number): number =>
    members(body, start, (key, value) => {
      if (key === 'http') return inHttp(value);
      return key === 'settings' ? inSettings(value) : skipValue(body, value);
    });
  members(body, firstByte(body), (key, value) =>
    key === 'nodes' ? members(body, value, (_, node) => inNode(node)) : skipValue(body, value),
  );
  return splice(body, found);
}

/** The `http` column of `_cat/nodes?format=json` replaced. */
export function rewriteCatJson(body: Buffer, address: string): Buffer {
  const found: Replacement[] = [];
  scanItems(body, firstByte(body), (row) =>
    members(body, row, (key, start) => {
      const end = skipValue(body, start);
      const isAddress = key === 'http' || key === 'http_address' || key === 'ha';
      if (isAddress && body[start] === QUOTE) found.push({ start, end, bytes: encodeString(address) });
      return end;
    }),
  );
  return splice(body, found);
}

/** `127.0.0.1:9200`, `[::1]:9200`, `name/10.0.0.1:9200`: no other column has this shape. */
const ADDRESS = /(?<=^|\s)(?:[^\s/]+\/)?(?:\[[0-9a-fA-F:.%]+\]|\d+\.\d+\.\d+\.\d+):\d{1,5}(?=\s|$)( *)/gm;

/** The `http` column of `_cat/nodes` as a table replaced; columns stay aligned where there is room. */
export function rewriteCatText(body: Buffer, address: string): Buffer {
  const text = body.toString('latin1');
  const rewritten = text.replace(ADDRESS, (found: string, blanks: string) =>
    blanks === '' ? address : `${address} `.padEnd(found.length),
  );
  return Buffer.from(rewritten, 'latin1');
}

function firstByte(body: Buffer): number {
  return body.findIndex((byte) => byte > 0x20);
}

/** As `scanMembers`; values that are no objects are skipped. */
function members(body: Buffer, start: number, visit: (key: string, value: number) => number): number {
  return body[start] === OPEN_OBJECT ? scanMembers(body, start, visit) : skipValue(body, start);
}
