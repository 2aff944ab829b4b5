import { EngineError, mapperParsing, notImplemented } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import type { FieldType } from './field.ts';
import { OTHER_TYPES, PARAMETERS, readParameters } from './parameters.ts';

const ROOT_KEYS = new Set([
  'properties',
  'dynamic',
  '_meta',
  'date_detection',
  'numeric_detection',
  'dynamic_date_formats',
  'dynamic_templates',
  '_source',
  '_routing',
  '_field_names',
  'runtime',
  'enabled',
  'subobjects',
  '_data_stream_timestamp',
]);
const OBJECT_KEYS = new Set(['type', 'properties', 'dynamic', 'enabled', 'subobjects', 'include_in_all']);

/**
 * A mapping as a caller wrote it, checked and in the form Elasticsearch shows it.
 * @throws EngineError `mapper_parsing_exception`, as create index and put mapping answer it.
 */
export function normaliseMapping(raw: JsonObject): JsonObject {
  try {
    return root(raw);
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 400) throw error;
    throw new EngineError({
      type: 'mapper_parsing_exception',
      reason: `Failed to parse mapping: ${error.reason}`,
      status: 400,
      causedBy: error,
      rootCause: [
        error.type === 'mapper_parsing_exception'
          ? error
          : {
              type: 'mapper_parsing_exception',
              reason: `Failed to parse mapping: ${error.reason}`,
              status: 400,
            },
      ],
    });
  }
}

function root(raw: JsonObject): JsonObject {
  const out: JsonObject = {};
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(raw)) {
    if (!ROOT_KEYS.has(key)) unknown.push(`[${key} : ${javaText(value)}]`);
  }
  if (unknown.length > 0) {
    throw mapperParsing(`Root mapping definition has unsupported parameters:  ${unknown.join(' ')}`);
  }
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'properties') out[key] = properties(value, '');
    else if (key === 'dynamic') out[key] = dynamic(value);
    else if (key === '_meta') out[key] = value;
    else if (key === 'date_detection' || key === 'numeric_detection')
      out[key] = value === true || value === 'true';
    else if (key === 'dynamic_date_formats') out[key] = Array.isArray(value) ? value : [value];
    else if (key === 'dynamic_templates') out[key] = templates(value);
    else if (key === '_source' && isObject(value)) {
      const filter = sourceFilter(value);
      if (filter !== undefined) out[key] = filter;
    } else throw notImplemented(`[${key}] in a mapping`);
  }
  return out;
}

/** Which parts of a source are kept; undefined where all are. */
function sourceFilter({ enabled, includes, excludes, ...rest }: JsonObject): JsonObject | undefined {
  const [unknown] = Object.keys(rest);
  if (unknown === 'mode') throw notImplemented('[_source.mode] in a mapping');
  if (unknown !== undefined)
    throw mapperParsing(`unknown parameter [${unknown}] on metadata field [_source]`);
  if (enabled !== undefined && enabled !== true)
    throw notImplemented('[_source.enabled: false] in a mapping');
  const given = Object.entries({ includes, excludes }).filter(([, value]) => value !== undefined);
  const lists = given.map(([key, value]): [string, Json] => {
    if (Array.isArray(value)) return [key, value.map(textOf)];
    throw mapperParsing(`[${key}] on metadata field [_source] must be a list of patterns`);
  });
  const filter = Object.fromEntries(lists.filter(([, value]) => (value as Json[]).length > 0));
  return Object.keys(filter).length === 0 ? undefined : filter;
}

function templates(value: Json): Json {
  if (Array.isArray(value) && value.length === 0) return [];
  throw notImplemented('[dynamic_templates] in a mapping');
}

function dynamic(value: Json): Json {
  const text = textOf(value);
  if (text === 'runtime') throw notImplemented('[dynamic: runtime] in a mapping');
  if (text !== 'true' && text !== 'false' && text !== 'strict') {
    throw mapperParsing(`No enum constant for dynamic value [${text}]`);
  }
  return text;
}

function properties(value: Json, parent: string): JsonObject {
  if (Array.isArray(value) && value.length === 0) return {};
  if (!isObject(value)) {
    throw mapperParsing(
      `Expected map for property [properties] on field [${parent}] but got a class ${typeof value}`,
    );
  }
  const out: JsonObject = {};
  for (const [name, raw] of Object.entries(value)) {
    if (!isObject(raw)) {
      throw mapperParsing(
        `Expected map for property [fields] on field [${name}] but got a class java.lang.String`,
      );
    }
    const [head = '', ...rest] = name.split('.');
    if (name === '' || name.split('.').includes('')) {
      throw mapperParsing('field name cannot be an empty string');
    }
    // A dotted name is an object in short.
    const nested = rest.reduceRight((inner: JsonObject, key) => ({ properties: { [key]: inner } }), raw);
    const node = property(head, rest.length === 0 ? raw : nested);
    const before = out[head];
    out[head] = isObject(before) && isObject(before['properties']) ? joined(before, node) : node;
  }
  return sorted(out);
}

function joined(left: JsonObject, right: JsonObject): JsonObject {
  return {
    ...left,
    ...right,
    properties: sorted({ ...(left['properties'] as JsonObject), ...(right['properties'] as JsonObject) }),
  };
}

export function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function property(name: string, raw: JsonObject): JsonObject {
  const type = raw['type'];
  if (type === undefined && !('properties' in raw || 'dynamic' in raw || 'enabled' in raw)) {
    throw mapperParsing(`No type specified for field [${name}]`);
  }
  if (type === undefined || type === 'object') return objectProperty(name, raw);
  return fieldProperty(name, raw, false);
}

function objectProperty(name: string, raw: JsonObject): JsonObject {
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(raw)) {
    if (!OBJECT_KEYS.has(key)) {
      throw mapperParsing(
        `Mapping definition for [${name}] has unsupported parameters:  [${key} : ${javaText(value)}]`,
      );
    }
    if (key === 'properties') out[key] = properties(value, name);
    else if (key === 'dynamic') out[key] = dynamic(value);
    else if (key === 'enabled' && (value === false || value === 'false')) out[key] = false;
    else if (key === 'subobjects') throw notImplemented('[subobjects] in a mapping');
  }
  const children = out['properties'];
  const bare = !isObject(children) || Object.keys(children).length === 0;
  if (bare) delete out['properties'];
  return bare ? { type: 'object', ...out } : out;
}

function fieldProperty(name: string, raw: JsonObject, isMulti: boolean): JsonObject {
  const type = textOf(raw['type']);
  if (!Object.hasOwn(PARAMETERS, type)) {
    if (OTHER_TYPES.has(type)) throw notImplemented(`the field type [${type}] of [${name}]`);
    throw mapperParsing(`No handler for type [${type}] declared on field [${name}]`);
  }
  const out = readParameters(name, type as FieldType, raw, isMulti);
  const fields = raw['fields'];
  if (isMulti || fields === undefined || !isObject(fields) || Object.keys(fields).length === 0) return out;
  const multi: JsonObject = {};
  for (const [key, value] of Object.entries(fields)) {
    if (!isObject(value) || value['type'] === undefined) {
      throw mapperParsing(`no type specified for property [${key}]`);
    }
    if (value['type'] === 'object' || value['type'] === 'nested') {
      throw mapperParsing(`Type [${String(value['type'])}] cannot be used in multi field`);
    }
    multi[key] = fieldProperty(key, value, true);
  }
  return { ...out, fields: sorted(multi) };
}

/** Maps and lists as Java's toString writes them. */
export function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}=${javaText(inner)}`)
      .join(', ')}}`;
  }
  return String(value);
}
