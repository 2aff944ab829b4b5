import type { FieldDescription, HanCut, IndexDescription } from '../domain/catalog.ts';
import { isWordField } from '../domain/word-fields.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Types whose values are analysed; the others have no analyzer even where a mapping names one. */
const ANALYSED = new Set(['text', 'match_only_text', 'search_as_you_type', 'annotated_text']);

/** `value[key]` where it is an object with own members, else an empty one. */
export function objectAt(value: unknown, key: string): JsonObject {
  const member = asObject(value)[key];
  return asObject(member);
}

export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export interface MappedField {
  readonly type: string;
  /** The search analyzer that the mapping or the index settings name; null for types without one. */
  readonly analyzer: string | null;
  /** Of a `dense_vector` field. */
  readonly dims?: number;
  readonly similarity?: string;
}

/** Every field of a mapping by full path, multi-fields included. */
export function mappedFields(mappings: JsonObject, analysis: JsonObject): Map<string, MappedField> {
  const fields = new Map<string, MappedField>();
  const fallback = defaultAnalyzer(analysis);
  const walk = (properties: JsonObject, prefix: string): void => {
    for (const [name, value] of Object.entries(properties)) {
      const path = `${prefix}${name}`;
      const field = asObject(value);
      const type = typeof field['type'] === 'string' ? field['type'] : 'object';
      // An object is a way to fields, none itself.
      if (type !== 'object')
        fields.set(path, {
          type,
          analyzer: ANALYSED.has(type) ? (searchAnalyzer(field) ?? fallback) : null,
          ...(type === 'dense_vector' ? vectorSettings(field) : {}),
        });
      walk(objectAt(field, 'properties'), `${path}.`);
      walk(objectAt(field, 'fields'), `${path}.`);
    }
  };
  walk(objectAt(mappings, 'properties'), '');
  return fields;
}

function vectorSettings({ dims, similarity }: JsonObject): Pick<MappedField, 'dims' | 'similarity'> {
  return {
    ...(typeof dims === 'number' ? { dims } : {}),
    ...(typeof similarity === 'string' ? { similarity } : {}),
  };
}

function searchAnalyzer(field: JsonObject): string | undefined {
  const name = field['search_analyzer'] ?? field['analyzer'];
  return typeof name === 'string' ? name : undefined;
}

/** What a text field without an analyzer of its own is searched with. */
function defaultAnalyzer(analysis: JsonObject): string {
  const analyzers = objectAt(analysis, 'analyzer');
  return ['default_search', 'default'].find((name) => name in analyzers) ?? 'standard';
}

/** The description of an index; `cuts` is by analyzer name. */
export function describeIndex(
  name: string,
  parts: {
    readonly kind: IndexDescription['kind'];
    readonly mappings: JsonObject;
    readonly fields: ReadonlyMap<string, MappedField>;
    readonly cuts: ReadonlyMap<string, HanCut>;
  },
): IndexDescription {
  const fields = new Map<string, FieldDescription>();
  for (const [path, field] of parts.fields) {
    // What the gateway wrote for itself is no field to search, to learn from or to show.
    if (isWordField(path)) continue;
    fields.set(path, {
      ...field,
      hanCut: field.analyzer === null ? null : (parts.cuts.get(field.analyzer) ?? null),
    });
  }
  const meta = objectAt(objectAt(parts.mappings, '_meta'), 'relevance');
  return { name, kind: parts.kind, fields, meta };
}
