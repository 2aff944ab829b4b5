/**
 * How many searches one core of a gateway takes, by what it does with them, beside Elasticsearch asked directly in the
 * same run: 20,000 products made by recombining the sample catalogue, its queries, all targets in turn in every round.
 *
 *     npm run build && npm run build:loadtest
 *     ELASTICSEARCH_URL=http://127.0.0.1:9200 node bench/capacity.mjs [--rounds 9] [--seconds 3] [--connections 4] [--json] [--index NAME [--keep]]
 *
 * Processor time is read of the gateway's processes (that of the models too) and of Elasticsearch's, so that figures hold on
 * a machine whose cores they share. The index is made, with vectors, and deleted; `--keep` takes one that is there as it is, and
 * leaves it: making 20,000 vectors takes minutes.
 */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './figures.mjs';
import { Crew, processOnPort, searches, startProgram, takeTurns } from './loadtest-parts.mjs';
import { call, loadProducts, sampleRows } from './products.mjs';

const { values: options } = parseArgs({
  options: {
    es: { type: 'string', default: process.env.ELASTICSEARCH_URL ?? 'http://127.0.0.1:9200' },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '4' },
    index: { type: 'string', default: 'loadtest-capacity' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const INDEX = options.index;
const BEFORE = 'normalise, segment, correct, compounds, rules, quantities, lexical';
// All of the work is to be measured: nothing is left out for being late, or for there being too much to do.
const CONFIG = `
server: { overload: { atMost: calm } }
pipelines:
  default: { stages: [${BEFORE}] }
  fields: { stages: [${BEFORE}, fields, fuse], deadlinesMs: { fields: 5000 } }
  knn: { stages: [${BEFORE}, fields, knn: { encodeMs: 5000 }, fuse], deadlinesMs: { fields: 5000, knn: 5000 } }
  rerank:
    stages: [${BEFORE}, fields, knn: { encodeMs: 5000 }, fuse, rerank: { budgetMs: 5000 }]
    deadlinesMs: { fields: 5000, knn: 5000, rerank: 5000 }
`;
/** What a search asks for, by name: null is Elasticsearch itself. */
const SETS = {
  'Elasticsearch, directly': null,
  'pass-through': 'off',
  'understanding and rules': 'default',
  '+ fields leg, fused': 'fields',
  '+ knn leg (be-zh)': 'knn',
  '+ rerank (ce-xs)': 'rerank',
};

if (!options.keep) await makeIndex();
const gateway = await startProgram({
  config: CONFIG,
  engineUrl: options.es,
  processes: 1,
  logFile: join(tmpdir(), 'capacity-gateway.log'),
});
try {
  report(await measure());
} finally {
  await gateway.stop();
  if (!options.keep) await call(options.es, 'DELETE', `/${INDEX}`);
}

async function makeIndex() {
  await loadProducts({ es: options.es, index: INDEX, count: 20_000 });
  const args = ['dist/cli/main.js', 'embed', '--index', INDEX, '--es', options.es, '--encoder', 'be-zh'];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the documents got no vectors');
  await call(options.es, 'POST', `/${INDEX}/_forcemerge?max_num_segments=1`);
  await call(options.es, 'POST', `/${INDEX}/_refresh`);
}

async function measure() {
  const queries = sampleRows('queries.jsonl').map(({ text }) => ({ text, weight: 1 }));
  const shots = searches(queries, { index: INDEX, fields: ['title^3', 'brand^2', 'description'] });
  const pids = { gateway: gateway.pid, engine: processOnPort(Number(new URL(options.es).port)) };
  const crew = await Crew.start({
    targets: new Map(
      Object.entries(SETS).map(([name, pipeline]) => [
        name,
        {
          origin: pipeline === null ? options.es : gateway.url,
          shots: shots.map((shot) =>
            pipeline === null
              ? shot
              : { ...shot, headers: { ...shot.headers, 'relevance-pipeline': pipeline } },
          ),
        },
      ]),
    ),
    workers: 1,
    connections: Number(options.connections),
    waiting: 1000,
    timeoutMs: 10_000,
    seed: 1,
  });
  try {
    const targets = Object.fromEntries(Object.keys(SETS).map((name) => [name, pids]));
    return await takeTurns(crew, targets, {
      rounds: Number(options.rounds),
      warmUps: 3,
      seconds: Number(options.seconds),
    });
  } finally {
    await crew.stop();
  }
}

function report(measured) {
  const direct = measured['Elasticsearch, directly'];
  const rows = Object.entries(measured).map(([name, rounds]) => {
    const of = (read) => median(rounds.map(read));
    const own = of(({ cpuMs }) => cpuMs.gateway);
    return {
      'what is done': name,
      'answers/s': Math.round(of(({ perSecond }) => perSecond)),
      'gateway CPU ms': Number(own.toFixed(2)),
      'a second and gateway core': rounds === direct ? '-' : Math.round(1000 / own),
      'engine CPU ms': Number(of(({ cpuMs }) => cpuMs.engine).toFixed(2)),
      'engine CPU ÷ direct': Number(
        median(rounds.map((round, at) => round.cpuMs.engine / direct[at].cpuMs.engine)).toFixed(2),
      ),
      degraded: `${(of(({ degraded }) => degraded) * 100).toFixed(1)} %`,
    };
  });
  if (options.json) console.log(JSON.stringify({ rows, measured }, null, 2));
  else console.table(rows);
}
