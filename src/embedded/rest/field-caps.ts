import { textOf } from '../json/parse.ts';
import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { wildcard } from '../engine/names.ts';
import { notImplemented, validationFailed } from '../errors.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import { namedIndices } from './indices.ts';
import type { Route } from './router.ts';

/** Fields that every document has: type, searchable, aggregatable. */
const METADATA: readonly (readonly [string, string, boolean, boolean])[] = [
  ['_data_stream_timestamp', '_data_stream_timestamp', false, false],
  ['_doc_count', 'integer', false, false],
  ['_field_names', '_field_names', true, false],
  ['_id', '_id', true, false],
  ['_ignored', '_ignored', true, true],
  ['_ignored_source', '_ignored_source', false, false],
  ['_index', '_index', true, true],
  ['_index_mode', '_index_mode', true, true],
  ['_nested_path', '_nested_path', true, false],
  ['_routing', '_routing', true, false],
  ['_seq_no', '_seq_no', true, true],
  ['_source', '_source', false, false],
  ['_tier', 'keyword', true, true],
  ['_version', '_version', false, true],
];

interface Capability {
  readonly type: string;
  readonly metadata_field: boolean;
  readonly searchable: boolean;
  readonly aggregatable: boolean;
}

export function fieldCapsRoutes(engine: Engine): Route[] {
  const run = (call: Call): Reply => fieldCaps(engine, call);
  const query = [
    'fields',
    'allow_no_indices',
    'expand_wildcards',
    'ignore_unavailable',
    'include_unmapped',
    'filters',
    'types',
    'include_empty_fields',
  ];
  return [
    { on: 'GET,POST /_field_caps', query, run },
    { on: 'GET,POST /{index}/_field_caps', query, run },
  ];
}

function fieldCaps(engine: Engine, call: Call): Reply {
  const body = call.object();
  if (body['index_filter'] !== undefined) throw notImplemented('[index_filter] of _field_caps');
  const asked = body['fields'];
  const patterns = Array.isArray(asked)
    ? asked.map(String)
    : asked === undefined
      ? call.list('fields')
      : [textOf(asked)];
  if (patterns === undefined || patterns.length === 0) throw validationFailed('no fields specified');
  const tests = patterns.map(wildcard);
  const indices = namedIndices(engine, call);
  const byField = new Map<string, Map<string, { capability: Capability; indices: string[] }>>();
  for (const index of indices) {
    for (const [path, capability] of capabilities(index)) {
      if (!tests.some((test) => test.test(path))) continue;
      const types = byField.get(path) ?? new Map<string, { capability: Capability; indices: string[] }>();
      byField.set(path, types);
      const entry = types.get(capability.type) ?? { capability, indices: [] };
      entry.indices.push(index.name);
      types.set(capability.type, entry);
    }
  }
  const fields: Record<string, unknown> = {};
  for (const [path, types] of byField) {
    const several = types.size > 1;
    fields[path] = Object.fromEntries(
      [...types].map(([type, entry]) => [
        type,
        several ? { ...entry.capability, indices: entry.indices } : entry.capability,
      ]),
    );
  }
  return ok({ indices: indices.map((index) => index.name), fields });
}

function* capabilities(index: EmbeddedIndex): Iterable<[string, Capability]> {
  for (const [path, type, searchable, aggregatable] of METADATA) {
    yield [path, { type, metadata_field: true, searchable, aggregatable }];
  }
  const objects = new Set<string>();
  for (const field of index.mapping.fields.values()) {
    const capability = {
      metadata_field: false,
      searchable: field.indexed || (field.docValues && field.type !== 'dense_vector'),
      aggregatable: field.docValues && field.type !== 'dense_vector',
    };
    yield [field.path, { type: field.type, ...capability }];
    const parts = field.path.split('.');
    for (let length = 1; length < parts.length; length++) objects.add(parts.slice(0, length).join('.'));
  }
  for (const path of objects) {
    if (index.mapping.fields.has(path)) continue;
    yield [path, { type: 'object', metadata_field: false, searchable: false, aggregatable: false }];
  }
}
