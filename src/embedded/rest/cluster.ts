import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { double } from '../json/write.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import type { Route } from './router.ts';

export const CLUSTER_NAME = 'relevance-embedded';
export const NODE_NAME = 'embedded';
/** The Elasticsearch whose answers this engine gives. */
const VERSION = '8.16.3';

/** What clients ask of a cluster: who it is, how it is. */
export function clusterRoutes(engine: Engine): Route[] {
  const health = (call: Call): Reply => clusterHealth(engine, call);
  const healthQuery = [
    'level',
    'timeout',
    'master_timeout',
    'wait_for_status',
    'wait_for_nodes',
    'wait_for_active_shards',
    'wait_for_no_relocating_shards',
    'wait_for_no_initializing_shards',
    'wait_for_events',
    'local',
    'expand_wildcards',
    'ignore_unavailable',
    'return_200_for_cluster_health_timeout',
  ];
  return [
    { on: 'GET,HEAD /', run: () => ok(root(engine)) },
    { on: 'GET /_cluster/health', query: healthQuery, run: health },
    { on: 'GET /_cluster/health/{index}', query: healthQuery, run: health },
    {
      on: 'GET /_cluster/settings',
      query: ['flat_settings', 'include_defaults', 'master_timeout', 'timeout', 'local'],
      run: () => ok({ persistent: {}, transient: {} }),
    },
    { on: 'GET /_nodes', query: ['timeout', 'flat_settings'], run: (call) => ok(nodes(engine, call)) },
    { on: 'GET /_nodes/http', query: ['timeout', 'flat_settings'], run: (call) => ok(nodes(engine, call)) },
    {
      on: 'GET /_nodes/{node}/http',
      query: ['timeout', 'flat_settings'],
      run: (call) => ok(nodes(engine, call)),
    },
    { on: 'GET /_license', query: ['local', 'accept_enterprise'], run: () => ok(license(engine)) },
  ];
}

function root(engine: Engine): Record<string, unknown> {
  return {
    name: NODE_NAME,
    cluster_name: CLUSTER_NAME,
    cluster_uuid: engine.clusterUuid,
    version: {
      number: VERSION,
      build_flavor: 'default',
      build_type: 'embedded',
      build_hash: '0000000000000000000000000000000000000000',
      build_date: '2025-01-10T10:08:28.587559883Z',
      build_snapshot: false,
      lucene_version: '9.12.0',
      minimum_wire_compatibility_version: '7.17.0',
      minimum_index_compatibility_version: '7.0.0',
    },
    tagline: 'The embedded engine of Relevance Gateway, in terms of Elasticsearch',
  };
}

function nodes(engine: Engine, call: Call): Record<string, unknown> {
  const address = call.headers.get('host') ?? '127.0.0.1:9200';
  return {
    _nodes: { total: 1, successful: 1, failed: 0 },
    cluster_name: CLUSTER_NAME,
    nodes: {
      [engine.nodeId]: {
        name: NODE_NAME,
        transport_address: address,
        host: '127.0.0.1',
        ip: '127.0.0.1',
        version: VERSION,
        build_flavor: 'default',
        build_type: 'embedded',
        build_hash: '0000000000000000000000000000000000000000',
        roles: ['data', 'data_content', 'ingest', 'master'],
        attributes: {},
        http: {
          bound_address: [address],
          publish_address: address,
          max_content_length_in_bytes: 104_857_600,
        },
      },
    },
  };
}

function license(engine: Engine): Record<string, unknown> {
  return {
    license: {
      status: 'active',
      uid: engine.clusterUuid,
      type: 'basic',
      issued_to: CLUSTER_NAME,
      issuer: CLUSTER_NAME,
    },
  };
}

export type HealthStatus = 'green' | 'yellow' | 'red';

/** One node holds no replica: an index that asks for one is yellow. */
export function healthOf(index: EmbeddedIndex): HealthStatus {
  return Number(index.setting('number_of_replicas') ?? 1) > 0 ? 'yellow' : 'green';
}

export interface ShardHealth {
  readonly status: HealthStatus;
  readonly active: number;
  readonly unassigned: number;
  readonly percent: number;
}

export function shardHealth(indices: readonly EmbeddedIndex[]): ShardHealth {
  const unassigned = indices.reduce(
    (sum, index) => sum + Number(index.setting('number_of_replicas') ?? 1),
    0,
  );
  const active = indices.length;
  const status = unassigned > 0 ? 'yellow' : 'green';
  const percent = active + unassigned === 0 ? 100 : (100 * active) / (active + unassigned);
  return { status, active, unassigned, percent };
}

const ORDER: readonly string[] = ['green', 'yellow', 'red'];

function clusterHealth(engine: Engine, call: Call): Reply {
  const name = call.params['index'];
  const missing = (name ?? '')
    .split(',')
    .some(
      (part) =>
        part !== '' && !part.includes('*') && part !== '_all' && engine.names.exact(part).length === 0,
    );
  const indices = engine.names.resolve(name ?? '', { ignoreUnavailable: true });
  const { status, active, unassigned, percent } = shardHealth(indices);
  const wanted = call.text('wait_for_status');
  const shown = missing ? 'red' : status;
  // Nothing here changes by waiting, so what is not so now times out at once.
  const timedOut = missing || (wanted !== undefined && ORDER.indexOf(shown) > ORDER.indexOf(wanted));
  const json = {
    cluster_name: CLUSTER_NAME,
    status: shown,
    timed_out: timedOut,
    number_of_nodes: 1,
    number_of_data_nodes: 1,
    active_primary_shards: active,
    active_shards: active,
    relocating_shards: 0,
    initializing_shards: 0,
    unassigned_shards: unassigned,
    unassigned_primary_shards: 0,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number: double(percent),
  };
  return { status: timedOut ? 408 : 200, json };
}
