import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import { healthOf } from './cluster.ts';
import { namedIndices, shards } from './indices.ts';
import type { Route } from './router.ts';

/** Counts and sizes of indices: the parts of Elasticsearch's statistics that mean something here. */
export function statsRoutes(engine: Engine): Route[] {
  const run = (call: Call): Promise<Reply> => stats(engine, call);
  const query = [
    'allow_no_indices',
    'completion_fields',
    'expand_wildcards',
    'fielddata_fields',
    'fields',
    'forbid_closed_indices',
    'groups',
    'include_segment_file_sizes',
    'include_unloaded_segments',
    'ignore_unavailable',
    'level',
  ];
  return ['/_stats', '/_stats/{metric}', '/{index}/_stats', '/{index}/_stats/{metric}'].map((path) => ({
    on: `GET ${path}`,
    query,
    run,
  }));
}

interface Part {
  readonly docs?: { readonly count: number; readonly deleted: number };
  readonly store?: Readonly<Record<string, number>>;
}

async function stats(engine: Engine, call: Call): Promise<Reply> {
  const indices = namedIndices(engine, call);
  const metrics = call.list('metric');
  const wanted = (name: string): boolean =>
    metrics === undefined || metrics.includes(name) || metrics.includes('_all');
  const parts = await Promise.all(indices.map((index) => part(engine, index, wanted)));
  const total = sum(parts);
  const json: Record<string, unknown> = { _shards: shards(indices), _all: { primaries: total, total } };
  if (call.text('level') !== 'cluster') {
    json['indices'] = Object.fromEntries(
      indices.map((index, i) => [
        index.name,
        { uuid: index.uuid, health: healthOf(index), status: 'open', primaries: parts[i], total: parts[i] },
      ]),
    );
  }
  return ok(json);
}

async function part(engine: Engine, index: EmbeddedIndex, wanted: (name: string) => boolean): Promise<Part> {
  const { liveCount, maxDoc } = index.segment;
  const size = wanted('store') ? await engine.store.size(index.uuid) : 0;
  return {
    ...(wanted('docs') && { docs: { count: liveCount, deleted: maxDoc - liveCount } }),
    ...(wanted('store') && {
      store: { size_in_bytes: size, total_data_set_size_in_bytes: size, reserved_in_bytes: 0 },
    }),
  };
}

function sum(parts: readonly Part[]): Part {
  const docs = { count: 0, deleted: 0 };
  const store: Record<string, number> = {};
  for (const entry of parts) {
    docs.count += entry.docs?.count ?? 0;
    docs.deleted += entry.docs?.deleted ?? 0;
    for (const [key, value] of Object.entries(entry.store ?? {})) store[key] = (store[key] ?? 0) + value;
  }
  const [first] = parts;
  return { ...(first?.docs && { docs }), ...(first?.store && { store }) };
}
