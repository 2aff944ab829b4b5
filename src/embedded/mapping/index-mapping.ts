import type { AnalysisRegistry } from '../analysis/registry.ts';
import type { ChainAnalyzer } from '../analysis/token-stream.ts';
import { EngineError, illegalArgument } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import type { DateFormat } from '../reader.ts';
import { DEFAULT_DATE_FORMAT, dateFormat } from './date-format.ts';
import type { Dynamic, Field, FieldType, ObjectNode, VectorSimilarity } from './field.ts';

const DYNAMIC_DATES = ['strict_date_optional_time', 'yyyy/MM/dd HH:mm:ss||yyyy/MM/dd'];

/** A mapping ready for use; immutable, a change makes a new one. */
export interface IndexMapping {
  readonly json: JsonObject;
  readonly root: ObjectNode;
  /** Leaves and their multi-fields by full path. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Patterns of what is left out of sources, and of what alone is kept; both empty where sources are whole. */
  readonly source: { readonly includes: readonly string[]; readonly excludes: readonly string[] };
  readonly dateDetection: boolean;
  readonly numericDetection: boolean;
  readonly dynamicDates: readonly DateFormat[];
}

/**
 * Builds a mapping from its normalised JSON.
 * @throws EngineError where an analyzer is missing or there are more fields than `limit`.
 */
export function compileMapping(json: JsonObject, registry: AnalysisRegistry, limit = 1000): IndexMapping {
  const fields = new Map<string, Field>();
  const builder = new Builder(registry, fields);
  const root = builder.object('', json, 'true');
  if (fields.size + builder.objects - 1 > limit) {
    throw illegalArgument(`Limit of total fields [${limit}] has been exceeded`);
  }
  const formats = json['dynamic_date_formats'];
  return {
    json,
    root,
    fields,
    source: {
      includes: patterns(json['_source'], 'includes'),
      excludes: patterns(json['_source'], 'excludes'),
    },
    dateDetection: json['date_detection'] !== false,
    numericDetection: json['numeric_detection'] === true,
    dynamicDates: (Array.isArray(formats) ? formats.map(String) : DYNAMIC_DATES).map(dateFormat),
  };
}

function patterns(source: Json | undefined, key: string): readonly string[] {
  const list = isObject(source) ? source[key] : undefined;
  return Array.isArray(list) ? list.map(textOf) : [];
}

class Builder {
  objects = 0;
  readonly #registry: AnalysisRegistry;
  readonly #fields: Map<string, Field>;

  constructor(registry: AnalysisRegistry, fields: Map<string, Field>) {
    this.#registry = registry;
    this.#fields = fields;
  }

  object(path: string, json: JsonObject, inherited: Dynamic): ObjectNode {
    this.objects++;
    const dynamic = (json['dynamic'] as Dynamic | undefined) ?? inherited;
    const children = new Map<string, ObjectNode | Field>();
    const properties = isObject(json['properties']) ? json['properties'] : {};
    for (const [name, raw] of Object.entries(properties)) {
      const node = raw as JsonObject;
      const own = path === '' ? name : `${path}.${name}`;
      const leaf = node['type'] !== undefined && node['type'] !== 'object';
      children.set(name, leaf ? this.#field(own, node) : this.object(own, node, dynamic));
    }
    return { path, dynamic, enabled: json['enabled'] !== false, children };
  }

  #field(path: string, json: JsonObject): Field {
    const type = json['type'] as FieldType;
    const multi = isObject(json['fields']) ? json['fields'] : {};
    const multiFields = Object.entries(multi).map(([name, raw]) =>
      this.#field(`${path}.${name}`, raw as JsonObject),
    );
    const analyzer = this.#analyzer(type, json);
    const search = json['search_analyzer'];
    const nullValue = json['null_value'];
    const field: Field = {
      path,
      type,
      json,
      analyzer,
      searchAnalyzer: type === 'text' && search !== undefined ? this.#named(textOf(search)) : analyzer,
      indexed: json['index'] !== false,
      docValues: type !== 'text' && json['doc_values'] !== false,
      norms: type === 'text' && json['norms'] !== false,
      ignoreAbove: typeof json['ignore_above'] === 'number' ? json['ignore_above'] : Infinity,
      nullValue: typeof nullValue === 'object' ? undefined : nullValue,
      coerce: json['coerce'] !== false,
      ignoreMalformed: json['ignore_malformed'] === true,
      dateFormat: dateFormat(textOf(json['format'] ?? DEFAULT_DATE_FORMAT)),
      dims: typeof json['dims'] === 'number' ? json['dims'] : 0,
      vectorSimilarity: (json['similarity'] as VectorSimilarity | undefined) ?? 'cosine',
      copyTo: Array.isArray(json['copy_to']) ? json['copy_to'].map(String) : [],
      multiFields,
    };
    this.#fields.set(path, field);
    return field;
  }

  #analyzer(type: FieldType, json: JsonObject): ChainAnalyzer {
    if (type === 'text') return this.#named(json['analyzer']);
    const normalizer = json['normalizer'];
    if (normalizer === undefined) return this.#named('keyword');
    const found = this.#registry.normalizer(textOf(normalizer));
    if (found !== undefined) return found;
    throw missing(`normalizer [${textOf(normalizer)}] not found for field [${textOf(json['type'])}]`);
  }

  #named(name: Json | undefined): ChainAnalyzer {
    const analyzer = this.#registry.analyzer(name === undefined ? 'default' : textOf(name));
    if (analyzer !== undefined) return analyzer;
    throw missing(`analyzer [${textOf(name)}] has not been configured in mappings`);
  }
}

function missing(reason: string): EngineError {
  return new EngineError({
    type: 'mapper_parsing_exception',
    reason: `Failed to parse mapping: ${reason}`,
    status: 400,
    causedBy: { type: 'illegal_argument_exception', reason, status: 400 },
  });
}
