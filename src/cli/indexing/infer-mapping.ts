import { isTitle } from '../../domain/text-fields.ts';
import { objectAt } from '../../elasticsearch/mapping.ts';
import type { FieldProfile, StringProfile } from './field-profile.ts';

export interface MappingOptions {
  /** Whether strings that are numbers or booleans count as such: a table has nothing but strings. */
  readonly stringsAreTyped: boolean;
  /** The type for objects with open-ended keys; not every engine knows `flattened`. */
  readonly openObjects: 'flattened' | 'unindexed';
}

export interface InferredField {
  /** Full path. */
  readonly name: string;
  /** In words, for people: `text (english) + keyword + trigrams`. */
  readonly type: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Cuts Chinese into characters and everything else into words, of which English ones lose their endings. Plain
 * searches on it do better than on its rivals: on product texts nDCG@10 0.82, `standard` 0.75; on Chinese titles
 * MRR@10 0.806, `cjk` 0.790; and it serves texts that mix both.
 */
const ANALYZER = 'english';
/** More different keys than this in one object are data, not names of fields. */
const OPEN_KEYS = 200;
/** Values longer than this on average are prose; nobody filters or counts by them. */
const PROSE = 256;
/** Shorter arrays of numbers are lists, not vectors; Elasticsearch takes vectors of up to 4096 numbers. */
const VECTOR = { shortest: 64, longest: 4096 };

/**
 * Every three characters of a Chinese title, beside its words: they find names that are written together with others,
 * and characters in their order. Only the gateway's `fields` leg asks them. On Chinese titles MRR@10 went from 0.819
 * to 0.850; English ones lost (products: nDCG@10 from 0.843 to 0.756), so they have none (docs/relevance.md).
 */
const TRIGRAMS = 'trigrams';
const TRIGRAM_ANALYSIS = {
  analyzer: { [TRIGRAMS]: { type: 'custom', tokenizer: TRIGRAMS, filter: ['lowercase'] } },
  tokenizer: {
    [TRIGRAMS]: { type: 'ngram', min_gram: 3, max_gram: 3, token_chars: ['letter', 'digit'] },
  },
};

/** Share of Chinese characters from which on texts are Chinese ones; fewer were not measured. */
const CHINESE_TEXTS = 0.5;

const KEYWORD = { type: 'keyword', ignore_above: 256 };
const UNINDEXED = { type: 'object', enabled: false };

/**
 * A mapping for documents that look as profiled. Strings that are no text (numbers of articles, addresses) are
 * keywords, objects with open-ended keys one field, and what has values of several kinds is kept unindexed.
 */
export function inferMapping(profile: FieldProfile, options: MappingOptions): Json {
  return {
    _meta: { relevance: { mapping: 'inferred', documents: profile.objects } },
    properties: properties(profile, options),
  };
}

/** The settings that an inferred mapping needs; empty where it names no analyzer of its own. */
export function settingsFor(mapping: Json): Json {
  return usesTrigrams(mapping) ? { analysis: TRIGRAM_ANALYSIS } : {};
}

function usesTrigrams(mapping: Json): boolean {
  return Object.values((mapping['properties'] ?? {}) as Readonly<Record<string, Json>>).some(
    (field) => TRIGRAMS in ((field['fields'] ?? {}) as Json) || usesTrigrams(field),
  );
}

/** The fields of a mapping, in words. */
export function describeMapping(mapping: Json, prefix = ''): readonly InferredField[] {
  const fields = (mapping['properties'] ?? {}) as Readonly<Record<string, Json>>;
  return Object.entries(fields).flatMap(([key, field]) => {
    const name = prefix + key;
    if ('properties' in field) return describeMapping(field, `${name}.`);
    const analyzer = typeof field['analyzer'] === 'string' ? ` (${field['analyzer']})` : '';
    const plus = Object.keys((field['fields'] ?? {}) as Json)
      .map((sub) => ` + ${sub}`)
      .join('');
    const type = field['enabled'] === false ? 'not indexed' : `${String(field['type'])}${analyzer}${plus}`;
    return [{ name, type }];
  });
}

function properties(profile: FieldProfile, options: MappingOptions): Json {
  const fields: [string, Json][] = [];
  for (const [key, child] of profile.children) {
    const field = inferField(key, child, options);
    if (key !== '_id' && field !== undefined) fields.push([key, field]);
  }
  return Object.fromEntries(fields);
}

/** Undefined where no document had a value. */
function inferField(key: string, profile: FieldProfile, options: MappingOptions): Json | undefined {
  const { integers, fractions, booleans, strings, objects, vector } = profile;
  const numbers = integers + fractions;
  const scalars = numbers + booleans + strings.count;
  if (objects > 0) return scalars > 0 ? UNINDEXED : inferObject(profile, options);
  if (scalars === 0) return undefined;
  if (numbers === scalars) {
    const isVector = vector.arrays * vector.length === numbers && fractions > 0;
    if (isVector && vector.length >= VECTOR.shortest && vector.length <= VECTOR.longest) {
      return { type: 'dense_vector', dims: vector.length };
    }
    return { type: fractions > 0 ? 'double' : 'long' };
  }
  if (booleans === scalars) return { type: 'boolean' };
  if (strings.count === 0) return KEYWORD;
  const field = inferString(strings, numbers + booleans, options);
  return isChinese(strings) && isTitle(key) ? withTrigrams(field) : field;
}

function isChinese({ chinese, length }: StringProfile): boolean {
  return length > 0 && chinese >= CHINESE_TEXTS * length;
}

/** Paths of the texts of a mapping that are Chinese in the documents seen. */
export function chineseTexts(profile: FieldProfile, mapping: Json, prefix = ''): readonly string[] {
  const fields = objectAt(mapping, 'properties');
  return [...profile.children].flatMap(([key, child]) => {
    const field = objectAt(fields, key);
    if ('properties' in field) return chineseTexts(child, field, `${prefix}${key}.`);
    return field['type'] === 'text' && isChinese(child.strings) ? [prefix + key] : [];
  });
}

/** The same field with its trigrams, where it holds text that is short. */
function withTrigrams(field: Json): Json {
  if (field['type'] !== 'text' || !('fields' in field)) return field;
  return {
    ...field,
    fields: { ...(field['fields'] as Json), [TRIGRAMS]: { type: 'text', analyzer: TRIGRAMS } },
  };
}

function inferObject(profile: FieldProfile, options: MappingOptions): Json {
  if (profile.children.size <= OPEN_KEYS) return { properties: properties(profile, options) };
  return options.openObjects === 'flattened' ? { type: 'flattened', ignore_above: 1024 } : UNINDEXED;
}

function inferString(strings: StringProfile, others: number, options: MappingOptions): Json {
  const { count } = strings;
  if (others === 0) {
    if (strings.dates === count) return { type: 'date' };
    if (options.stringsAreTyped) {
      if (strings.numbers === count) return { type: strings.fractions > 0 ? 'double' : 'long' };
      if (strings.booleans === count) return { type: 'boolean' };
    }
    if (strings.codes === count) return KEYWORD;
  }
  const text = { type: 'text', analyzer: ANALYZER };
  return strings.length > PROSE * count ? text : { ...text, fields: { keyword: KEYWORD } };
}
