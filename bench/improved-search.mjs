/**
 * What an improved search costs beside the same search asked of Elasticsearch directly: 20,000 products made by
 * recombining the sample catalogue, its 60 queries, both targets in turn in every round.
 *
 *     npm run build && ELASTICSEARCH_URL=http://127.0.0.1:9200 node bench/improved-search.mjs [--rounds 20]
 *       [--connections 1,8] [--json]
 *
 * Exit code 1 when the gateway adds more than 2 ms at the median or the 99th percentile is above 1.5 of the direct one,
 * with one connection. The index `relevance-bench` is created and deleted.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProducts, sampleRows } from './products.mjs';
import { send, startGateway } from './serving.mjs';

const { values: options } = parseArgs({
  options: {
    es: { type: 'string', default: process.env.ELASTICSEARCH_URL ?? 'http://127.0.0.1:9200' },
    rounds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '1,8' },
    json: { type: 'boolean', default: false },
  },
});
const INDEX = 'relevance-bench';
const COUNT = 20_000;
const LIMITS = { addedMs: 2, ratio99: 1.5 };

const scratch = mkdtempSync(join(tmpdir(), 'improved-search-'));
let gateway;
try {
  await loadProducts({ es: options.es, index: INDEX, count: COUNT });
  gateway = await startGateway({ es: options.es, cwd: scratch, stderr: 'inherit' });
  process.exitCode = await main();
} finally {
  gateway?.child.kill('SIGTERM');
  await send(options.es, 'DELETE', `/${INDEX}`);
  rmSync(scratch, { recursive: true, force: true });
}

async function main() {
  const queries = sampleRows('queries.jsonl').map(({ text }) => text);
  const shapes = {
    match: (query) => ({ query: { match: { title: query } } }),
    multi_match: (query) => ({
      query: { multi_match: { query, fields: ['title^3', 'brand^2', 'description'] } },
    }),
  };
  const results = [];
  for (const [shape, bodyOf] of Object.entries(shapes)) {
    const bodies = queries.map((query) => JSON.stringify({ size: 10, ...bodyOf(query) }));
    for (const connections of options.connections.split(',').map(Number)) {
      const times = { direct: [], gateway: [] };
      const targets = Object.entries({ direct: options.es, gateway: gateway.url });
      // The first rounds warm both up: Elasticsearch compiles what phrases need only after thousands of them.
      for (let round = -12; round < Number(options.rounds); round += 1) {
        for (const [name, url] of round % 2 === 0 ? targets : targets.toReversed()) {
          const taken = await ask(url, bodies, connections);
          if (round >= 0) times[name].push(...taken);
        }
      }
      results.push({ shape, connections, ...summary(times) });
    }
  }
  const idle = rssOf(gateway.child.pid);
  if (options.json) console.log(JSON.stringify({ results, rssMiB: idle }, null, 2));
  else {
    console.table(
      results.map(({ shape, connections, direct, through, addedMs, ratio99 }) => ({
        search: shape,
        connections,
        'direct p50 ms': direct.p50.toFixed(2),
        'gateway p50 ms': through.p50.toFixed(2),
        'added p50 ms': addedMs.toFixed(2),
        'direct p99 ms': direct.p99.toFixed(2),
        'gateway p99 ms': through.p99.toFixed(2),
        'p99 ratio': ratio99.toFixed(2),
      })),
    );
    console.log(`RSS after that: ${idle.map(({ role, mib }) => `${role} ${mib} MiB`).join(', ')}`);
  }
  const held = results.every(
    ({ connections, addedMs, ratio99 }) =>
      connections > 1 || (addedMs <= LIMITS.addedMs && ratio99 <= LIMITS.ratio99),
  );
  return held ? 0 : 1;
}

function summary({ direct, gateway: through }) {
  const of = (times) => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
  const [plain, ours] = [of(direct), of(through)];
  return { direct: plain, through: ours, addedMs: ours.p50 - plain.p50, ratio99: ours.p99 / plain.p99 };
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
    return [pid, ...children].map((each, at) => {
      const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8')) ?? [];
      return { role: at === 0 ? 'primary' : `serving ${at}`, mib: Math.round(Number(kib) / 1024) };
    });
  } catch {
    return [];
  }
}
