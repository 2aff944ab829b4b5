import { formatOf, parseDate } from '../query/date-math.ts';
import { SearchFault, illegalArgument, notSupported, parsingFault, shardFault } from '../query/fault.ts';
import { Options, isObject, scalarText } from '../query/options.ts';
import type { FieldMapping, IndexReader } from '../reader.ts';
import { RawJson, double, float } from '../json/write.ts';

/** One criterion of a sort, as the caller wrote it. */
export interface SortSpec {
  readonly field: string;
  readonly descending: boolean;
  /** `_last`, `_first`, or a value to sort as. */
  readonly missing: string | number;
  readonly mode: string | null;
  readonly unmappedType: string | null;
}

/** What documents are compared by; null only for missing words. */
export type SortKey = number | string | null;

export interface SortContext {
  readonly reader: IndexReader;
  readonly shard: number;
}

const MODES = new Set(['min', 'max', 'avg', 'sum', 'median']);

function unknownOrder(order: string): SearchFault {
  return new SearchFault('x_content_parse_exception', '[field_sort] failed to parse field [order]', {
    place: { key: 'order', at: 'value' },
    causedBy: {
      type: 'illegal_argument_exception',
      reason: `No enum constant org.elasticsearch.search.sort.SortOrder.${order.toUpperCase()}`,
    },
  });
}

function parseOne(json: unknown): readonly SortSpec[] {
  if (typeof json === 'string') {
    return [{ field: json, descending: json === '_score', missing: '_last', mode: null, unmappedType: null }];
  }
  if (!isObject(json))
    throw parsingFault('malformed sort format, either start with array, object, or an actual string');
  return Object.entries(json).map(([field, value]): SortSpec => {
    if (field === '_script' || field === '_geo_distance') throw notSupported(`sort by [${field}]`);
    const options = Options.strict('field_sort', isObject(value) ? value : { order: value });
    const order = (options.text('order') ?? (field === '_score' ? 'desc' : 'asc')).toLowerCase();
    const missing = options.take('missing') ?? '_last';
    const mode = options.text('mode')?.toLowerCase() ?? null;
    const unmappedType = options.text('unmapped_type') ?? null;
    if (options.has('nested')) throw notSupported('sort by [nested] fields');
    for (const key of ['format', 'numeric_type', 'ignore_unmapped']) options.take(key);
    options.done();
    if (order !== 'asc' && order !== 'desc') throw unknownOrder(order);
    if (mode !== null && !MODES.has(mode)) throw illegalArgument(`Unknown SortMode [${mode}]`);
    return { field, descending: order === 'desc', missing: missing as string | number, mode, unmappedType };
  });
}

/** `sort` of a search body. */
export function parseSort(json: unknown): readonly SortSpec[] {
  return (Array.isArray(json) ? json : [json]).flatMap(parseOne);
}

/** `sort=price:desc,name` of a URL. */
export function parseSortParameter(text: string): readonly SortSpec[] {
  return text.split(',').flatMap((part) => {
    const colon = part.lastIndexOf(':');
    return colon < 0 ? parseOne(part) : parseOne({ [part.slice(0, colon)]: part.slice(colon + 1) });
  });
}

/** True where the order is that of a search without a sort. */
export function isScoreOrder(sort: readonly SortSpec[]): boolean {
  return sort.length === 0 || (sort.length === 1 && sort[0]!.field === '_score' && sort[0]!.descending);
}

function sortMapping(reader: IndexReader, spec: SortSpec): FieldMapping | null {
  const mapping = reader.field(spec.field);
  if (mapping === undefined) {
    if (spec.unmappedType !== null) return null;
    throw new SearchFault(
      'query_shard_exception',
      `No mapping found for [${spec.field}] in order to sort on`,
      {
        onShard: true,
        extra: { index: reader.name },
      },
    );
  }
  if (mapping.type === 'text') throw fielddataFault(reader, spec.field);
  return mapping;
}

export function fielddataFault(reader: IndexReader, field: string): SearchFault {
  return shardFault(
    'illegal_argument_exception',
    `Fielddata is disabled on [${field}] in [${reader.name}]. Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [${field}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.`,
  );
}

function reduceNumbers(values: readonly number[], mode: string): number {
  switch (mode) {
    case 'min':
      return values[0]!;
    case 'max':
      return values.at(-1)!;
    case 'median': {
      const middle = values.length >> 1;
      return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
    }
    default: {
      const sum = values.reduce((total, value) => total + value, 0);
      return mode === 'sum' ? sum : sum / values.length;
    }
  }
}

/** Stands for a missing number: it sorts where `missing` says, whatever the direction. */
function missingNumber(spec: SortSpec): number {
  if (spec.missing !== '_last' && spec.missing !== '_first') return Number(spec.missing);
  return (spec.missing === '_last') === spec.descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Reads one criterion's key of a document in one index. @throws SearchFault for fields that cannot be sorted by. */
export function keyReader(context: SortContext, spec: SortSpec): (doc: number, score: number) => SortKey {
  const { reader, shard } = context;
  if (spec.field === '_score') return (_, score) => score;
  if (spec.field === '_doc') return (doc) => doc;
  if (spec.field === '_shard_doc') return (doc) => shard * 2 ** 32 + doc;
  if (spec.field === '_id') return (doc) => reader.idOf(doc);
  const mapping = sortMapping(reader, spec);
  const column = mapping === null ? undefined : reader.column(spec.field);
  const mode = spec.mode ?? (spec.descending ? 'max' : 'min');
  if (mapping?.type === 'keyword' || (mapping === null && spec.unmappedType === 'keyword')) {
    const custom = spec.missing === '_last' || spec.missing === '_first' ? null : String(spec.missing);
    return (doc) => {
      const values = column?.values(doc) ?? [];
      return ((mode === 'max' ? values.at(-1) : values[0]) as string | undefined) ?? custom;
    };
  }
  const absent = missingNumber(spec);
  return (doc) => {
    const values = (column?.values(doc) ?? []) as readonly number[];
    return values.length === 0 ? absent : reduceNumbers(values, mode);
  };
}

/** Negative where `a` comes first. */
export function compareKeys(spec: SortSpec, a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null || b === null) return (a === null) === (spec.missing === '_first') ? -1 : 1;
  return a < b === spec.descending ? 1 : -1;
}

/** A key as it stands in the `sort` array of a hit. */
export function keyJson(reader: IndexReader, spec: SortSpec, key: SortKey): unknown {
  if (typeof key !== 'number') return key;
  if (spec.field === '_score') return float(key);
  const type = reader.field(spec.field)?.type ?? spec.unmappedType ?? 'long';
  if (type === 'double' || type === 'float' || type === 'half_float') {
    return type === 'double' ? double(key) : float(key);
  }
  if (key === Number.POSITIVE_INFINITY) return new RawJson(Buffer.from('9223372036854775807'));
  if (key === Number.NEGATIVE_INFINITY) return new RawJson(Buffer.from('-9223372036854775808'));
  return key;
}

const LONG_LIMIT = 9.2e18;

/** A value of `search_after` as a key. @throws SearchFault */
export function keyFromJson(reader: IndexReader, spec: SortSpec, json: unknown): SortKey {
  const type = reader.field(spec.field)?.type ?? (spec.field.startsWith('_') ? 'long' : spec.unmappedType);
  if (spec.field === '_id' || type === 'keyword') return json === null ? null : scalarText(json);
  if (json === null) return missingNumber(spec);
  if (type === 'boolean' && typeof json === 'boolean') return json ? 1 : 0;
  const number = Number(json);
  if (Number.isNaN(number)) {
    if (type === 'date')
      return parseDate(scalarText(json), {
        now: Date.now(),
        roundUp: false,
        ...formatOf(reader.field(spec.field)),
      });
    throw illegalArgument(`Failed to parse search_after value for field [${spec.field}].`);
  }
  if (type === 'double' || type === 'float' || spec.field === '_score') return number;
  return Math.abs(number) > LONG_LIMIT ? Math.sign(number) * Number.POSITIVE_INFINITY : number;
}
