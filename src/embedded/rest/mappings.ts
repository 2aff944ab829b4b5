import type { Engine } from '../engine/engine.ts';
import { wildcard } from '../engine/names.ts';
import { mergeMappings } from '../mapping/merge.ts';
import { normaliseMapping } from '../mapping/normalise.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import { NAME_QUERY, namedIndices } from './indices.ts';
import type { Route } from './router.ts';

/** Mappings of indices and of single fields. */
export function mappingRoutes(engine: Engine): Route[] {
  const update = [...NAME_QUERY, 'timeout', 'write_index_only', 'include_type_name'];
  const fields = [...NAME_QUERY, 'include_defaults', 'include_type_name'];
  return [
    ...['/_mapping', '/{index}/_mapping', '/{index}/_mappings'].map((path) => ({
      on: `GET ${path}`,
      query: [...NAME_QUERY, 'include_type_name'],
      run: (call: Call) => get(engine, call),
    })),
    ...['/{index}/_mapping', '/{index}/_mappings'].map((path) => ({
      on: `PUT,POST ${path}`,
      query: update,
      run: (call: Call) => put(engine, call),
    })),
    ...['/_mapping/field/{fields}', '/{index}/_mapping/field/{fields}'].map((path) => ({
      on: `GET ${path}`,
      query: fields,
      run: (call: Call) => getFields(engine, call),
    })),
  ];
}

function get(engine: Engine, call: Call): Reply {
  const out: Record<string, unknown> = {};
  for (const index of namedIndices(engine, call)) out[index.name] = { mappings: index.mapping.json };
  return ok(out);
}

async function put(engine: Engine, call: Call): Promise<Reply> {
  call.requireBody();
  const update = normaliseMapping(call.object());
  const indices = engine.names.resolve(call.param('index'), { allowNoIndices: false });
  await engine.write((batch) => {
    // Nothing changes anywhere unless it fits everywhere.
    for (const index of indices) mergeMappings(index.mapping.json, update);
    for (const index of indices) {
      index.merge(update);
      batch.putDefinition(index.definition());
    }
  });
  return ok({ acknowledged: true });
}

function getFields(engine: Engine, call: Call): Reply {
  const tests = (call.list('fields') ?? []).map(wildcard);
  const out: Record<string, unknown> = {};
  for (const index of namedIndices(engine, call)) {
    const mappings: Record<string, unknown> = {};
    for (const field of index.mapping.fields.values()) {
      if (!tests.some((test) => test.test(field.path))) continue;
      const name = field.path.split('.').at(-1) ?? '';
      mappings[field.path] = { full_name: field.path, mapping: { [name]: field.json } };
    }
    out[index.name] = { mappings };
  }
  return ok(out);
}
