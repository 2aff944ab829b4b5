import { textOf } from '../json/parse.ts';
import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { wildcard } from '../engine/names.ts';
import { illegalArgument } from '../errors.ts';
import type { Call } from './call.ts';
import { type Column, column, render, type Row } from './cat-table.ts';
import { CLUSTER_NAME, healthOf, NODE_NAME, shardHealth } from './cluster.ts';
import { namedIndices } from './indices.ts';
import type { Route } from './router.ts';

const INDICES = [
  column('health', 'h'),
  column('status', 's'),
  column('index', 'i,idx'),
  column('uuid', 'id,uuid'),
  column('pri', 'p,shards.primary,shardsPrimary', true),
  column('rep', 'r,shards.replica,shardsReplica', true),
  column('docs.count', 'dc,docsCount', true),
  column('docs.deleted', 'dd,docsDeleted', true),
  column('store.size', 'ss,storeSize', true),
  column('pri.store.size', '', true),
  column('dataset.size', '', true),
  column('creation.date', 'cd', false, false),
  column('creation.date.string', 'cds', false, false),
];
const HEALTH = [
  column('epoch', 't,time'),
  column('timestamp', 'ts,hms,hhmmss'),
  column('cluster', 'cl'),
  column('status', 'st'),
  ...[
    'node.total',
    'node.data',
    'shards',
    'pri',
    'relo',
    'init',
    'unassign',
    'unassign.pri',
    'pending_tasks',
  ].map((name) => column(name, '', true)),
  column('max_task_wait_time', 'mtwt', true),
  column('active_shards_percent', 'asp', true),
];
const ALIASES = [
  column('alias', 'a'),
  column('index', 'i,idx'),
  column('filter', 'f,fi'),
  column('routing.index', 'ri,routingIndex'),
  column('routing.search', 'rs,routingSearch'),
  column('is_write_index', 'w,isWriteIndex'),
];
const COUNT = [
  column('epoch', 't,time'),
  column('timestamp', 'ts,hms,hhmmss'),
  column('count', 'dc,docs.count,docsCount'),
];
const NODES = [
  column('ip', 'i'),
  column('node.role', 'r,role,nodeRole'),
  column('master', 'm'),
  column('name', 'n'),
];

const QUERY = [
  'h',
  'v',
  's',
  'help',
  'bytes',
  'time',
  'ts',
  'local',
  'master_timeout',
  'expand_wildcards',
  'health',
  'pri',
  'include_unloaded_segments',
  'full_id',
  'timeout',
];

/** Tables for people: text, or JSON when asked. */
export function catRoutes(engine: Engine): Route[] {
  const table = (
    paths: readonly string[],
    columns: readonly Column[],
    rows: (call: Call) => Row[] | Promise<Row[]>,
  ): Route[] =>
    paths.map((path) => ({
      on: `GET ${path}`,
      query: QUERY,
      run: async (call) => render(call, columns, await rows(call)),
    }));
  return [
    ...table(['/_cat/indices', '/_cat/indices/{index}'], INDICES, (call) => indexRows(engine, call)),
    ...table(['/_cat/health'], HEALTH, () => [healthRow(engine)]),
    ...table(['/_cat/aliases', '/_cat/aliases/{alias}'], ALIASES, (call) => aliasRows(engine, call)),
    ...table(['/_cat/count', '/_cat/count/{index}'], COUNT, (call) => [countRow(engine, call)]),
    ...table(['/_cat/nodes'], NODES, () => [
      { ip: '127.0.0.1', 'node.role': 'dims', master: '*', name: NODE_NAME },
    ]),
  ];
}

async function indexRows(engine: Engine, call: Call): Promise<Row[]> {
  const health = call.text('health');
  const found = [...namedIndices(engine, call)].filter(
    (index) => health === undefined || healthOf(index) === health,
  );
  return Promise.all(
    found.sort((a, b) => (a.name < b.name ? -1 : 1)).map((index) => indexRow(engine, index, call)),
  );
}

async function indexRow(engine: Engine, index: EmbeddedIndex, call: Call): Promise<Row> {
  const size = bytes(await engine.store.size(index.uuid), call.text('bytes'));
  return {
    health: healthOf(index),
    status: 'open',
    index: index.name,
    uuid: index.uuid,
    pri: '1',
    rep: textOf(index.setting('number_of_replicas') ?? '1'),
    'docs.count': String(index.segment.liveCount),
    'docs.deleted': String(index.segment.maxDoc - index.segment.liveCount),
    'store.size': size,
    'pri.store.size': size,
    'dataset.size': size,
    'creation.date': String(index.created),
    'creation.date.string': new Date(index.created).toISOString(),
  };
}

const UNITS: readonly (readonly [string, number])[] = [
  ['gb', 1 << 30],
  ['mb', 1 << 20],
  ['kb', 1 << 10],
];

function bytes(size: number, unit: string | undefined): string {
  if (unit !== undefined && unit !== '') {
    const divisor = unit === 'b' ? 1 : UNITS.find(([name]) => name === unit || name[0] === unit)?.[1];
    if (divisor === undefined) throw illegalArgument(`Failed to parse value [${unit}] for setting [bytes]`);
    return String(Math.floor(size / divisor));
  }
  const [name, divisor] = UNITS.find(([, least]) => size >= least) ?? ['b', 1];
  return `${Math.floor((size * 10) / divisor) / 10}${name}`;
}

const clock = (): Row => {
  const now = new Date();
  return { epoch: String(Math.floor(now.getTime() / 1000)), timestamp: now.toISOString().slice(11, 19) };
};

function healthRow(engine: Engine): Row {
  const { status, active, unassigned, percent } = shardHealth([...engine.names.indices.values()]);
  return {
    ...clock(),
    cluster: CLUSTER_NAME,
    status,
    'node.total': '1',
    'node.data': '1',
    shards: String(active),
    pri: String(active),
    relo: '0',
    init: '0',
    unassign: String(unassigned),
    'unassign.pri': '0',
    pending_tasks: '0',
    max_task_wait_time: '-',
    active_shards_percent: `${percent.toFixed(1)}%`,
  };
}

function aliasRows(engine: Engine, call: Call): Row[] {
  const tests = (call.list('alias') ?? ['*']).map(wildcard);
  return [...engine.names.indices.values()].flatMap((index) =>
    [...index.aliases]
      .filter(([name]) => tests.some((test) => test.test(name)))
      .map(([alias, properties]): Row => {
        const text = (key: string): string => (properties[key] === undefined ? '-' : textOf(properties[key]));
        return {
          alias,
          index: index.name,
          filter: '-',
          'routing.index': text('index_routing'),
          'routing.search': text('search_routing'),
          is_write_index: text('is_write_index'),
        };
      }),
  );
}

function countRow(engine: Engine, call: Call): Row {
  const count = namedIndices(engine, call).reduce((sum, index) => sum + index.segment.liveCount, 0);
  return { ...clock(), count: String(count) };
}
