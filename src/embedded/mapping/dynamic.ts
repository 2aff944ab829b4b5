import type { Json, JsonObject } from '../json/parse.ts';
import type { IndexMapping } from './index-mapping.ts';

/** What the JSON text says beyond the value: a number with a point, an array that looks like a vector. */
export type Literal = 'plain' | 'float' | 'vector';

/** The mapping that Elasticsearch gives an unknown field by its first value; undefined for null. */
export function dynamicField(mapping: IndexMapping, value: Json, literal: Literal): JsonObject | undefined {
  if (literal === 'vector' && Array.isArray(value)) {
    return {
      type: 'dense_vector',
      dims: value.length,
      index: true,
      similarity: 'cosine',
      index_options: { type: 'int8_hnsw', m: 16, ef_construction: 100 },
    };
  }
  if (typeof value === 'boolean') return { type: 'boolean' };
  if (typeof value === 'number') return { type: literal === 'float' ? 'float' : 'long' };
  if (typeof value === 'string') return dynamicText(mapping, value);
  return undefined;
}

function dynamicText(mapping: IndexMapping, text: string): JsonObject {
  if (mapping.numericDetection && text.trim() !== '') {
    if (/^[+-]?\d{1,19}$/.test(text)) return { type: 'long' };
    if (Number.isFinite(Number(text))) return { type: 'float' };
  }
  // Pure numbers are too often no dates.
  if (mapping.dateDetection && /[:/-]/.test(text)) {
    const found = mapping.dynamicDates.find((format) => format.parse(text) !== undefined);
    if (found !== undefined) {
      const standard = found.pattern === 'strict_date_optional_time';
      return standard
        ? { type: 'date' }
        : { type: 'date', format: `${found.pattern}||epoch_millis`, locale: '' };
    }
  }
  return { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } };
}
