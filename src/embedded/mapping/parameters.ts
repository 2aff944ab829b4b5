import { mapperParsing, notImplemented } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import { dateFormat } from './date-format.ts';
import type { FieldType } from './field.ts';

/** One parameter of a field type. */
export interface Parameter {
  /** Brings a value into the form the mapping shows. @throws EngineError */
  read(value: Json, name: string, field: string): Json;
  readonly standard?: Json;
  /** Shown even where it says what is standard. */
  readonly shown?: boolean;
  /** May change in an existing mapping; `off`: only from true to false. */
  readonly change?: 'yes' | 'off';
  /** Values that only a full Elasticsearch honours. */
  readonly refuse?: (value: Json) => boolean;
}

const bool = (value: Json, name: string, field: string): Json => {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw mapperParsing(
    `Failed to parse value [${textOf(value)}] as only [true] or [false] are allowed for [${name}] of [${field}].`,
  );
};
const int = (value: Json, name: string): Json => {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  throw mapperParsing(
    `Failed to parse mapping parameter [${name}] with value [${textOf(value)}] as an integer`,
  );
};
const text = (value: Json, name: string, field: string): Json => {
  if (value === null) throw mapperParsing(`[${name}] on mapper [${field}] must not have a [null] value`);
  return typeof value === 'object' ? value : String(value);
};
const numeric = (value: Json): Json => (typeof value === 'string' ? Number(value) : value);
const any = (value: Json): Json => value;

const oneOf =
  (...allowed: readonly string[]) =>
  (value: Json, name: string): Json => {
    if (typeof value === 'string' && allowed.includes(value)) return value;
    throw mapperParsing(
      `Unknown value [${textOf(value)}] for field [${name}] - accepted values are [${allowed.join(', ')}]`,
    );
  };

const index: Parameter = { read: bool, standard: true };
const docValues: Parameter = { read: bool, standard: true };
const store: Parameter = { read: bool, standard: false };
const meta: Parameter = { read: any, change: 'yes' };
const script: Parameter = { read: any, refuse: () => true };
const similarity: Parameter = { read: text, refuse: (value) => value !== 'BM25' };
const common = { meta, copy_to: { read: list, change: 'yes' } } satisfies Record<string, Parameter>;

function list(value: Json): Json {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}

const number: Readonly<Record<string, Parameter>> = {
  ...common,
  index,
  doc_values: docValues,
  store,
  script,
  ignore_malformed: { read: bool, standard: false, change: 'yes', shown: true },
  coerce: { read: bool, standard: true, change: 'yes', shown: true },
  null_value: { read: numeric },
};

const format: Parameter = {
  read: (value) => {
    dateFormat(textOf(value));
    return value;
  },
};

/** Parameters of each field type; `fields` and `type` stand for all. */
export const PARAMETERS: Readonly<Record<FieldType, Readonly<Record<string, Parameter>>>> = {
  text: {
    ...common,
    index,
    store,
    norms: { read: bool, standard: true, change: 'off' },
    index_options: { read: oneOf('docs', 'freqs', 'positions', 'offsets'), standard: 'positions' },
    term_vector: { read: text, standard: 'no' },
    similarity,
    analyzer: { read: text },
    search_analyzer: { read: text, change: 'yes' },
    search_quote_analyzer: { read: text, change: 'yes' },
    position_increment_gap: { read: int, standard: -1 },
    fielddata: { read: bool, standard: false, change: 'yes' },
    fielddata_frequency_filter: { read: any, change: 'yes' },
    eager_global_ordinals: { read: bool, standard: false, change: 'yes' },
    index_prefixes: { read: any },
    index_phrases: { read: bool, standard: false },
  },
  keyword: {
    ...common,
    index,
    doc_values: docValues,
    store,
    script,
    null_value: { read: text },
    ignore_above: { read: int, standard: 2147483647, change: 'yes' },
    norms: { read: bool, standard: false, change: 'off', refuse: (value) => value === true },
    index_options: { read: oneOf('docs', 'freqs'), standard: 'docs' },
    similarity: { ...similarity, change: 'yes' },
    normalizer: { read: text },
    split_queries_on_whitespace: { read: bool, standard: false, change: 'yes' },
    eager_global_ordinals: { read: bool, standard: false, change: 'yes' },
  },
  long: number,
  integer: number,
  short: number,
  byte: number,
  double: number,
  float: number,
  half_float: number,
  date: {
    ...common,
    index,
    doc_values: docValues,
    store,
    script,
    format,
    locale: { read: text },
    ignore_malformed: { read: bool, standard: false, change: 'yes', shown: true },
    null_value: { read: any },
  },
  boolean: {
    ...common,
    index,
    doc_values: docValues,
    store,
    script,
    ignore_malformed: { read: bool, standard: false, change: 'yes', shown: true },
    null_value: { read: bool },
  },
  dense_vector: {
    meta,
    dims: { read: int },
    element_type: { read: text, standard: 'float', refuse: (value) => value !== 'float' },
    index: { read: bool },
    similarity: { read: oneOf('l2_norm', 'cosine', 'dot_product', 'max_inner_product') },
    index_options: { read: any, change: 'yes' },
  },
};

export const OTHER_TYPES = new Set(
  'aggregate_metric_double alias annotated_text binary completion constant_keyword counted_keyword date_nanos date_range double_range flattened float_range geo_point geo_shape histogram integer_range ip ip_range join long_range match_only_text murmur3 nested passthrough percolator point rank_feature rank_features scaled_float search_as_you_type semantic_text shape sparse_vector token_count unsigned_long version wildcard rank_vectors'.split(
    ' ',
  ),
);

/**
 * A field's parameters in the form the mapping shows: typed, defaults left out.
 * @throws EngineError `mapper_parsing_exception`, or 501 for what is not supported.
 */
export function readParameters(name: string, type: FieldType, raw: JsonObject, isMulti: boolean): JsonObject {
  const table = PARAMETERS[type];
  const out: JsonObject = { type };
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'type' || (key === 'fields' && !isMulti)) continue;
    const parameter = Object.hasOwn(table, key) ? table[key] : undefined;
    if (parameter === undefined) {
      throw mapperParsing(`unknown parameter [${key}] on mapper [${name}] of type [${type}]`);
    }
    const read = parameter.read(value, key, name);
    if (parameter.refuse?.(read) === true) {
      throw notImplemented(`[${key}: ${JSON.stringify(value)}] of field [${name}]`);
    }
    if (parameter.shown === true || read !== parameter.standard) out[key] = read;
  }
  return type === 'dense_vector' ? vectorDefaults(out) : out;
}

function vectorDefaults(json: JsonObject): JsonObject {
  const dims = json['dims'];
  if (typeof dims === 'number' && (dims < 1 || dims > 4096)) {
    throw mapperParsing(`The number of dimensions should be in the range [1, 4096] but was [${dims}]`);
  }
  const index = json['index'] ?? true;
  if (index === false) {
    for (const key of ['similarity', 'index_options']) {
      if (json[key] !== undefined) {
        throw mapperParsing(
          `Field [${key}] can only be specified for a field of type [dense_vector] when it is indexed`,
        );
      }
    }
    return { ...json, index };
  }
  const options = isObject(json['index_options']) ? json['index_options'] : { type: 'int8_hnsw' };
  const graph = textOf(options['type']).includes('hnsw') ? { m: 16, ef_construction: 100 } : {};
  const similarity = json['similarity'] ?? 'cosine';
  return { ...json, index, similarity, index_options: { ...graph, ...options } };
}
