import type { JsonNode } from '../json/document.ts';
import { Doubt } from './bypass-reason.ts';

/** `index.max_result_window`'s default: past it Elasticsearch answers with an error of its own. */
const MAX_WINDOW = 10_000;

export interface Page {
  readonly from: number;
  readonly size: number;
}

/**
 * The page asked for; the URL wins over the body, as in Elasticsearch.
 * @throws Doubt when it holds no hits, lies past the window or cannot be read
 */
export function readPage(body: JsonNode | undefined, parameters: ReadonlyMap<string, string>): Page {
  const from = whole(parameters.get('from') ?? literal(body?.get('from')), 0);
  const size = whole(parameters.get('size') ?? literal(body?.get('size')), 10);
  if (size === 0) throw new Doubt('size_zero');
  if (from + size > MAX_WINDOW) throw new Doubt('window');
  return { from, size };
}

function literal(node: JsonNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'number') throw new Doubt('page');
  return Buffer.from(node.raw()).toString();
}

function whole(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(text)) throw new Doubt('page');
  return Number(text);
}

/**
 * @throws Doubt for any order but by `_score`, descending, in the ways to write that
 */
export function checkSort(body: JsonNode | undefined, parameters: ReadonlyMap<string, string>): void {
  const parameter = parameters.get('sort');
  if (parameter !== undefined && parameter !== '_score' && parameter !== '_score:desc')
    throw new Doubt('sort');
  const sort = body?.get('sort');
  if (sort !== undefined && !isByScore(sort)) throw new Doubt('sort');
}

function isByScore(sort: JsonNode): boolean {
  if (sort.kind === 'array') {
    const items = [...sort.items()];
    return items.length === 1 && items[0] !== undefined && items[0].kind !== 'array' && isByScore(items[0]);
  }
  if (sort.kind === 'string') return sort.text() === '_score';
  const members = [...sort.members()];
  const [member] = members;
  if (member === undefined || members.length !== 1 || member.key !== '_score') return false;
  const order = member.value;
  if (order.kind === 'string') return order.text() === 'desc';
  if (order.kind !== 'object') return false;
  const options = [...order.members()];
  return options.every(
    ({ key, value }) => key === 'order' && value.kind === 'string' && value.text() === 'desc',
  );
}
