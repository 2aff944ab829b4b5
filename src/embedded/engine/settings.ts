import { illegalArgument } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';

/** Settings that a new index may carry, besides `index.analysis.*`. */
const KNOWN =
  /^index\.(number_of_shards|number_of_replicas|refresh_interval|auto_expand_replicas|max_result_window|max_inner_result_window|max_rescore_window|max_docvalue_fields_search|max_script_fields|max_ngram_diff|max_shingle_diff|max_refresh_listeners|max_terms_count|max_regex_length|max_slices_per_scroll|codec|hidden|priority|soft_deletes\..+|translog\..+|merge\..+|routing\..+|allocation\..+|blocks\..+|gc_deletes|mapping\..+|query\..+|highlight\..+|analyze\..+|sort\..+|similarity\..+|search\..+|indexing\..+|number_of_routing_shards|routing_partition_size|shard\..+|unassigned\..+|write\.wait_for_active_shards|lifecycle\..+|default_pipeline|final_pipeline|load_fixed_bitset_filters_eagerly|store\..+|creation_date|uuid|version\.created|provided_name|format|queries\..+|knn.*|mode|requests\..+|warmer\..+|fielddata\..+)$/;

/** Settings as a caller writes them, flat or nested, with or without `index.`: all flat with it, values as strings. */
export function flatSettings(raw: JsonObject): Map<string, Json> {
  const flat = new Map<string, Json>();
  const walk = (value: Json, key: string): void => {
    if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key === '' ? name : `${key}.${name}`);
      return;
    }
    const full = key.startsWith('index.') ? key : `index.${key}`;
    if (value !== null) flat.set(full, Array.isArray(value) ? value.map(String) : String(value));
  };
  walk(raw, '');
  return flat;
}

/** @throws EngineError `illegal_argument_exception` naming the first unknown setting. */
export function checkSettings(flat: ReadonlyMap<string, Json>): void {
  for (const [key, value] of flat) {
    if (!key.startsWith('index.analysis.') && !KNOWN.test(key)) {
      throw illegalArgument(
        `unknown setting [${key}] please check that any required plugins are installed, or check the breaking changes documentation for removed settings`,
      );
    }
    if (key === 'index.number_of_shards') atLeast(key, value, 1);
    if (key === 'index.number_of_replicas') atLeast(key, value, 0);
  }
}

function atLeast(key: string, value: Json, minimum: number): void {
  const number = Number(value);
  if (!Number.isInteger(number)) {
    throw illegalArgument(`Failed to parse value [${textOf(value)}] for setting [${key}]`);
  }
  if (number < minimum) {
    throw illegalArgument(`Failed to parse value [${number}] for setting [${key}] must be >= ${minimum}`);
  }
}

/** `a.b.c → value` as nested objects. */
export function nestedSettings(flat: ReadonlyMap<string, Json>): JsonObject {
  const out: JsonObject = {};
  for (const [key, value] of flat) {
    const names = key.split('.');
    let node = out;
    names.forEach((name, i) => {
      if (i === names.length - 1) node[name] = value;
      else {
        const child = node[name];
        const next = isObject(child) ? child : {};
        node[name] = next;
        node = next;
      }
    });
  }
  return out;
}
