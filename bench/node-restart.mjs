/**
 * A node of three is killed under load and started again: what do searches through the gateway notice? Fetches and starts a
 * real cluster of three nodes (Java 21+, Maven), an index with a copy on each, a gateway that knows all three.
 *
 *     npm run build && npm run build:loadtest && node bench/node-restart.mjs [--rate 40] [--port 9330] [--json]
 *
 * Exit code 1 when more searches failed than were on their way to the killed node, when one failed later than two seconds
 * after the kill, or when the node gets no searches within 30 seconds after it serves again.
 */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { Crew, figuresOf, searches, startProgram } from './loadtest-parts.mjs';
import { call, loadProducts, sampleRows } from './products.mjs';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '40' },
    port: { type: 'string', default: '9330' },
    json: { type: 'boolean', default: false },
  },
});
const INDEX = 'node-restart';
const STARTER = 'test/support/elasticsearch/elasticsearch.sh';
const KILLED = 2;
const CALM_SECONDS = 10;
const DOWN_SECONDS = 10;
const MOST_BACK_SECONDS = 30;
const CONNECTIONS = 16;

const folder = mkdtempSync(join(tmpdir(), 'node-restart-'));
// The servers run under an account of their own.
chmodSync(folder, 0o755);
const at = ['--dir', folder, '--version', '9', '--port', options.port];
const elasticsearch = (...args) => promisify(execFile)(STARTER, [...args, ...at], { timeout: 300_000 });
let gateway;
try {
  const { stdout } = await elasticsearch('start', '--nodes', '3');
  const nodes = stdout.trim().split(/\s+/);
  const settings = { number_of_shards: 1, number_of_replicas: 2 };
  await loadProducts({ es: nodes[0], index: INDEX, count: 2000, settings });
  await call(nodes[0], 'GET', `/_cluster/health/${INDEX}?wait_for_status=green&timeout=60s`);
  gateway = await startProgram({
    config: `elasticsearch: { nodes: [${nodes.map((node) => `'${node}'`).join(', ')}] }\n`,
    engineUrl: null,
    processes: 1,
    logFile: join(tmpdir(), 'node-restart-gateway.log'),
  });
  process.exitCode = report(await measure(nodes));
} finally {
  await gateway?.stop();
  spawnSync(STARTER, ['stop', ...at], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}

async function measure(nodes) {
  const queries = sampleRows('queries.jsonl').map(({ text }) => ({ text, weight: 1 }));
  const shots = searches(queries, { index: INDEX, fields: ['title^3', 'brand^2', 'description'] });
  const crew = await Crew.start({
    targets: new Map([['gateway', { origin: gateway.url, shots }]]),
    workers: 1,
    connections: CONNECTIONS,
    waiting: 5000,
    timeoutMs: 10_000,
    seed: 1,
  });
  const began = performance.now();
  const now = () => (performance.now() - began) / 1000;
  const seconds = [];
  const events = [];
  const note = (what) => events.push({ what, atSeconds: Number(now().toFixed(1)) });
  /** A second of load at a time, without a pause between, until it is so. */
  const load = async (until) => {
    while (!(await until())) {
      const atSeconds = now();
      const tally = await crew.run({
        target: 'gateway',
        ratePerSecond: Number(options.rate),
        seconds: 1,
        drainMs: 10_000,
      });
      seconds.push({ atSeconds, ...figuresOf(tally, 1) });
    }
  };
  const after = (wait) => {
    const end = now() + wait;
    return () => now() >= end;
  };
  try {
    await load(after(5));
    // That was to warm up.
    seconds.splice(0);
    note('load');
    await load(after(CALM_SECONDS));
    // In the middle of a second of load.
    setTimeout(() => void elasticsearch('kill-node', String(KILLED)).then(() => note('killed')), 500);
    await load(after(DOWN_SECONDS));
    const starting = elasticsearch('start-node', String(KILLED));
    note('start');
    let serves = false;
    void starting.then(() => {
      serves = true;
      note('serves again');
    });
    await load(() => serves);
    const url = nodes[KILLED - 1];
    const end = after(MOST_BACK_SECONDS);
    await load(async () => end() || (await searchesAt(url)) > 0);
    const back = (await searchesAt(url)) > 0;
    if (back) note('gets searches');
    await load(after(5));
    return { seconds, events, back };
  } finally {
    await crew.stop();
  }
}

/** Requests to search that came to this node itself, since it started. */
async function searchesAt(url) {
  const { nodes } = await call(url, 'GET', '/_nodes/_local/stats/http');
  const { routes = {} } = Object.values(nodes)[0].http;
  return Object.entries(routes)
    .filter(([route]) => /_m?search$/.test(route))
    .reduce((sum, [, { requests }]) => sum + requests.count, 0);
}

function report({ seconds, events, back }) {
  const timeOf = (what) => events.find((event) => event.what === what)?.atSeconds ?? Infinity;
  const killed = timeOf('killed');
  const failures = seconds.filter(({ counts }) => counts.failed > 0);
  const failed = failures.reduce((sum, { counts }) => sum + counts.failed, 0);
  const asked = seconds.reduce((sum, { counts }) => sum + counts.due, 0);
  const lastFailure = failures.at(-1)?.atSeconds;
  const rows = seconds.map(({ atSeconds, counts, latency, endings }) => ({
    second: Number(atSeconds.toFixed(1)),
    asked: counts.due,
    failed: counts.failed,
    'p50 ms': Number(latency.p50.toFixed(1)),
    'p99 ms': Number(latency.p99.toFixed(1)),
    endings: Object.entries(endings)
      .map(([ending, count]) => `${ending}: ${count}`)
      .join(', '),
  }));
  const summary = {
    asked,
    failed,
    lastFailureSecondsAfterKill: lastFailure === undefined ? null : Number((lastFailure - killed).toFixed(1)),
    backSecondsAfterServing: back
      ? Number((timeOf('gets searches') - timeOf('serves again')).toFixed(1))
      : null,
    events,
  };
  if (options.json) console.log(JSON.stringify({ ...summary, rows }, null, 2));
  else {
    console.table(rows);
    console.log(JSON.stringify(summary, null, 2));
  }
  // A search on its way to the node when it died is asked of another one: at most a few of them may fail.
  const inFlightOnly = failed <= CONNECTIONS && (lastFailure === undefined || lastFailure - killed <= 2);
  return inFlightOnly && back ? 0 : 1;
}
