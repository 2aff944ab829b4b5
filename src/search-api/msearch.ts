import type { RawHeaders } from '../domain/engine.ts';
import type { ByteRange } from '../domain/search-request.ts';
import { type JsonNode, parseDocument } from '../json/document.ts';
import { JsonFault } from '../json/fault.ts';
import { type Bypass, Doubt } from './bypass-reason.ts';
import { FEATURES } from './feature-table.ts';
import { FAULTS, type Improvable, readSearch } from './read-search.ts';
import { readParameters } from './parameters.ts';
import { editBody } from './window/edit-body.ts';
import { isIndexName, type SearchTarget } from './target.ts';

/** One search of an `_msearch`: its two lines and what became of them. */
export interface MsearchRequestItem {
  /** Without the line's end. */
  readonly header: ByteRange;
  readonly body: ByteRange;
  readonly read: Improvable | Bypass;
}

export interface MsearchInput {
  readonly target: Pick<SearchTarget, 'indices' | 'queryString'>;
  readonly headers: RawHeaders;
  readonly body: Buffer;
  readonly maxItems: number;
}

const HEADER_LIMITS = { maxDepth: 10, maxNodes: 2000 };

/** Reads the items; a bypass where the lines themselves leave a doubt. Never throws. */
export function readMsearch(
  input: MsearchInput,
): { kind: 'items'; items: readonly MsearchRequestItem[] } | Bypass {
  const lines = splitLines(input.body);
  if (lines === undefined || lines.length % 2 !== 0) return { kind: 'bypass', reason: 'ndjson' };
  if (lines.length / 2 > input.maxItems) return { kind: 'bypass', reason: 'items' };
  try {
    readParameters(input.target.queryString, FEATURES.msearchParameter);
  } catch (error) {
    if (error instanceof Doubt) return { kind: 'bypass', reason: error.reason };
    throw error;
  }
  const items: MsearchRequestItem[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const [header, body] = [lines[at]!, lines[at + 1]!];
    items.push({ header, body, read: readItem(input, header, body) });
  }
  return { kind: 'items', items };
}

/** What an item's header says of the indices that its caller searches, and of no others. */
const ELSEWHERE = new Set(['indices', 'routing', 'preference']);

/** What a search of an `_msearch` is sent with besides its body. */
export interface MsearchHeader {
  /** Where the item's own header names none. */
  readonly preference?: string | undefined;
  /** Instead of the item's own. */
  readonly indices?: readonly string[] | undefined;
}

/** An item's header line with something else in it; its own bytes where there is nothing to say. */
export function headerOf(body: Buffer, { header }: MsearchRequestItem, said: MsearchHeader): Uint8Array {
  const own = body.subarray(header.start, header.end);
  const { root } = parseDocument(own, HEADER_LIMITS);
  const { indices } = said;
  const preference = root.get('preference') === undefined ? said.preference : undefined;
  if (indices === undefined && preference === undefined) return own;
  return editBody(own, {
    without: indices === undefined ? new Set() : ELSEWHERE,
    with: {
      ...(indices === undefined ? {} : { index: JSON.stringify(indices) }),
      ...(preference === undefined ? {} : { preference: JSON.stringify(preference) }),
    },
  });
}

/** What an item is sent as in place of its own lines. */
export interface MsearchReplacement {
  readonly header?: Uint8Array;
  readonly body: Uint8Array;
}

/** The body of the same `_msearch` with other bytes in place of some items' lines. */
export function joinMsearch(
  body: Buffer,
  items: readonly MsearchRequestItem[],
  replaced: ReadonlyMap<number, MsearchReplacement>,
): Buffer {
  const parts: Uint8Array[] = [];
  const end = Buffer.from('\n');
  items.forEach((item, at) => {
    const instead = replaced.get(at);
    const header = instead?.header ?? body.subarray(item.header.start, item.header.end);
    const search = instead?.body ?? body.subarray(item.body.start, item.body.end);
    parts.push(header, end, search, end);
  });
  return Buffer.concat(parts);
}

/** Lines of a body that ends with one; undefined where blank lines or carriage returns make it doubtful. */
function splitLines(body: Buffer): readonly ByteRange[] | undefined {
  if (body.length === 0 || body[body.length - 1] !== 0x0a || body.includes(0x0d)) return undefined;
  const lines: ByteRange[] = [];
  for (let start = 0; start < body.length;) {
    const end = body.indexOf(0x0a, start);
    if (end === start) return undefined;
    lines.push({ start, end });
    start = end + 1;
  }
  return lines;
}

function readItem(input: MsearchInput, header: ByteRange, body: ByteRange): Improvable | Bypass {
  let indices: readonly string[];
  try {
    const { root } = parseDocument(input.body.subarray(header.start, header.end), HEADER_LIMITS);
    indices = readIndices(root) ?? input.target.indices;
  } catch (error) {
    if (error instanceof JsonFault) return { kind: 'bypass', reason: FAULTS[error.reason] };
    if (error instanceof Doubt) return { kind: 'bypass', reason: error.reason };
    throw error;
  }
  if (indices.length === 0) return { kind: 'bypass', reason: 'index_name' };
  const search = input.body.subarray(body.start, body.end);
  return readSearch({ target: { indices, queryString: '' }, headers: input.headers, body: search });
}

function readIndices(header: JsonNode): readonly string[] | undefined {
  if (header.kind !== 'object') throw new Doubt('syntax');
  let indices: readonly string[] | undefined;
  for (const { key, value } of header.members()) {
    const feature = FEATURES.msearchHeader.get(key);
    if (feature === undefined || feature.disposition === 'bypass') throw new Doubt('unknown_parameter');
    if (key !== 'index') continue;
    const names = value.kind === 'array' ? [...value.items()] : [value];
    indices = names.flatMap((name) => {
      if (name.kind !== 'string') throw new Doubt('index_name');
      return name.text().split(',');
    });
    if (!indices.every(isIndexName)) throw new Doubt('index_name');
  }
  return indices;
}
