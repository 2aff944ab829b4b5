/**
 * What an improved search costs beside the same search asked of Elasticsearch directly: 20,000 products made by
 * recombining the sample catalogue, its 60 queries, all targets in turn in every round. Two yardsticks show what no gateway
 * can do without: `engine` is Elasticsearch asked the understood query, ready made; `bare` is the same through the bare
 * proxy, a gateway that understands at no cost.
 *
 *     npm run build && ELASTICSEARCH_URL=http://127.0.0.1:9200 node bench/improved-search.mjs [--rounds 20]
 *       [--connections 1,8] [--dataset FOLDER --fields title,text] [--json]
 *
 * With a folder, its corpus.jsonl and queries.jsonl take the place of the samples, loaded as `relevance index` does.
 *
 * Exit code 1 when the gateway adds more than 2 ms at the median or the 99th percentile is above 1.5 of the direct one,
 * with one connection. The index `relevance-bench` is created and deleted.
 */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadProducts, sampleRows } from './products.mjs';
import { dist, send, startGateway } from './serving.mjs';

const { values: options } = parseArgs({
  options: {
    es: { type: 'string', default: process.env.ELASTICSEARCH_URL ?? 'http://127.0.0.1:9200' },
    rounds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '1,8' },
    dataset: { type: 'string' },
    fields: { type: 'string', default: 'title^3,brand^2,description' },
    json: { type: 'boolean', default: false },
  },
});
const FIELDS = options.fields.split(',');
const INDEX = 'relevance-bench';
const COUNT = 20_000;
const LIMITS = { addedMs: 2, ratio99: 1.5 };

const scratch = mkdtempSync(join(tmpdir(), 'improved-search-'));
const bareProxy = fork(fileURLToPath(new URL('bare-proxy.mjs', import.meta.url)), [options.es]);
let gateway;
try {
  const [{ port: barePort }] = await once(bareProxy, 'message');
  if (options.dataset === undefined) await loadProducts({ es: options.es, index: INDEX, count: COUNT });
  else loadDataset(options.dataset);
  gateway = await startGateway({
    es: options.es,
    cwd: scratch,
    stderr: 'inherit',
    tries: 300,
  });
  process.exitCode = await main(`http://127.0.0.1:${barePort}`);
} finally {
  gateway?.child.kill('SIGTERM');
  bareProxy.kill('SIGTERM');
  await send(options.es, 'DELETE', `/${INDEX}`);
  rmSync(scratch, { recursive: true, force: true });
}

async function main(bareUrl) {
  const queries = askedOf(options.dataset).map(({ text }) => text);
  const [first] = FIELDS[0].split('^');
  const shapes = {
    match: (query) => ({ query: { match: { [first]: query } } }),
    multi_match: (query) => ({ query: { multi_match: { query, fields: FIELDS } } }),
  };
  const results = [];
  for (const [shape, bodyOf] of Object.entries(shapes)) {
    const bodies = queries.map((query) => JSON.stringify({ size: 10, ...bodyOf(query) }));
    const understood = [];
    for (const body of bodies) understood.push(await understoodBody(body));
    const targets = [
      ['direct', options.es, bodies],
      ['engine', options.es, understood],
      ['bare', bareUrl, understood],
      ['gateway', gateway.url, bodies],
    ];
    for (const connections of options.connections.split(',').map(Number)) {
      const times = { direct: [], engine: [], bare: [], gateway: [] };
      // The first rounds warm both up: Elasticsearch compiles what phrases need only after thousands of them.
      for (let round = -12; round < Number(options.rounds); round += 1) {
        for (const [name, url, asked] of round % 2 === 0 ? targets : targets.toReversed()) {
          const taken = await ask(url, asked, connections);
          if (round >= 0) times[name].push(...taken);
        }
      }
      results.push({ shape, connections, targets: summary(times) });
    }
  }
  const idle = rssOf(gateway.child.pid);
  if (options.json) console.log(JSON.stringify({ results, rssMiB: idle }, null, 2));
  else {
    console.table(
      results.flatMap(({ shape, connections, targets }) =>
        Object.entries(targets).map(([asked, { p50, p99, addedMs, ratio99 }]) => ({
          search: shape,
          connections,
          asked,
          'p50 ms': p50.toFixed(2),
          'added p50 ms': addedMs.toFixed(2),
          'p99 ms': p99.toFixed(2),
          'p99 ÷ direct': ratio99.toFixed(2),
        })),
      ),
    );
    console.log(`RSS after that: ${idle.map(({ role, mib }) => `${role} ${mib} MiB`).join(', ')}`);
  }
  const held = results.every(
    ({ connections, targets: { gateway: ours } }) =>
      connections > 1 || (ours.addedMs <= LIMITS.addedMs && ours.ratio99 <= LIMITS.ratio99),
  );
  return held ? 0 : 1;
}

/** Of each target its quantiles in milliseconds, and what it adds to the direct search. */
function summary(times) {
  const direct = { p50: quantile(times.direct, 0.5), p99: quantile(times.direct, 0.99) };
  const ofTarget = (taken) => {
    const [p50, p99] = [quantile(taken, 0.5), quantile(taken, 0.99)];
    return { p50, p99, addedMs: p50 - direct.p50, ratio99: p99 / direct.p99 };
  };
  return Object.fromEntries(Object.entries(times).map(([name, taken]) => [name, ofTarget(taken)]));
}

/** The rows {"_id", "text"} of a set's queries; of the samples without one. */
function askedOf(folder) {
  if (folder === undefined) return sampleRows('queries.jsonl');
  const lines = readFileSync(join(folder, 'queries.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The documents of a judged set in the index of the bench, mapped as the gateway maps them, without vectors. */
function loadDataset(folder) {
  const command = ['index', '--es', options.es, '--index', INDEX, '--file', join(folder, 'corpus.jsonl')];
  const { status } = spawnSync(
    process.execPath,
    [join(dist, 'cli/main.js'), ...command, '--encoder', 'none'],
    {
      cwd: scratch,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`${folder} was not indexed`);
}

/** The body that the gateway asks in a body's place. */
async function understoodBody(body) {
  const asked = JSON.stringify({ index: INDEX, body });
  const { status, text } = await send(gateway.adminUrl, 'POST', '/api/explain', { body: asked });
  if (status !== 200) throw new Error(`explain: ${status} ${text}`);
  const { sent } = JSON.parse(text);
  return typeof sent === 'string' ? sent : JSON.stringify(sent);
}

function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Every body once, over so many connections; milliseconds each. */
async function ask(url, bodies, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = [...bodies];
  const times = [];
  const one = async () => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      const started = performance.now();
      const { status, headers } = await send(url, 'POST', `/${INDEX}/_search`, { body, agent });
      times.push(performance.now() - started);
      const outcome = headers['relevance-status'] ?? 'direct';
      if (status !== 200 || !/^(direct$|applied|bypass; reason=no_hits)/.test(outcome)) {
        throw new Error(`${url}: ${status} ${outcome}`);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return times;
}

/** Resident memory of the gateway's processes, where /proc tells it. */
function rssOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return [pid, ...children].map((each) => {
      const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8')) ?? [];
      return { role: roleOf(each, pid), mib: Math.round(Number(kib) / 1024) };
    });
  } catch {
    return [];
  }
}

function roleOf(each, primary) {
  if (each === primary) return 'primary';
  return readFileSync(`/proc/${each}/cmdline`, 'utf8').includes('inference-process') ? 'models' : 'serving';
}
