/**
 * What a caller waits for completions: 200,000 phrases as a log of queries, typed letter by letter over HTTP on one
 * connection, beside `GET /` passed through the same gateway, in turn.
 *
 *     npm run build && npm run build:loadtest
 *     ELASTICSEARCH_URL=http://127.0.0.1:9200 node bench/suggest-http.mjs [--targets 500] [--queries open|checked]
 *
 * With `checked` Elasticsearch counts every text that was not counted within the last minute. Exit code 1 when the 99th percentile
 * is above 10 ms. The index `relevance-suggest` is created and deleted.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { processOnPort, resourcesOf } from './loadtest-parts.mjs';
import { oneOf, recombined } from './phrases.mjs';
import { loadProducts } from './products.mjs';
import { dist, send, startGateway } from './serving.mjs';

const { values: options } = parseArgs({
  options: {
    es: { type: 'string', default: process.env.ELASTICSEARCH_URL ?? 'http://127.0.0.1:9200' },
    targets: { type: 'string', default: '500' },
    queries: { type: 'string', default: 'open' },
  },
});
const INDEX = 'relevance-suggest';
const LIMIT_MS = 10;
/** What fewer asked is not offered. */
const LEAST_ASKED = 3;
const WARM_UPS = 50;
const scratch = mkdtempSync(join(tmpdir(), 'suggest-'));
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let gateway;

try {
  await loadProducts({ es: options.es, index: INDEX, count: 2000 });
  const phrases = recombined();
  const log = join(scratch, 'log.tsv');
  writeFileSync(log, Array.from(phrases, ([text, count]) => `${text}\t${count * LEAST_ASKED}\n`).join(''));
  writeFileSync(join(scratch, 'relevance.yaml'), `autocomplete: { queries: ${options.queries} }\n`);
  buildDictionary(log);
  gateway = await startGateway({ es: options.es, cwd: scratch, tries: 600, onStart: keep });
  report(await measure([...phrases.keys()]));
} finally {
  gateway?.child.kill('SIGKILL');
  agent.destroy();
  await send(options.es, 'DELETE', `/${INDEX}`);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

function keep(child) {
  gateway = { child };
}

function buildDictionary(log) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(dist, 'cli/main.js'),
      'dictionary',
      'build',
      '--index',
      INDEX,
      '--queries',
      log,
      '--es',
      options.es,
    ],
    { cwd: scratch, env: { PATH: process.env.PATH, RELEVANCE_DATA_DIR: scratch }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
}

async function measure(texts) {
  const pid = processOnPort(Number(new URL(gateway.url).port));
  const cpu = () => resourcesOf(pid)?.cpuSeconds ?? 0;
  const kinds = { suggest: newKind(), plain: newKind() };
  for (let target = -WARM_UPS; target < Number(options.targets); target += 1) {
    const text = oneOf(texts).slice(0, 24);
    for (const [name, kind] of Object.entries(kinds)) {
      const before = cpu();
      const times = [];
      for (let length = 1; length <= text.length; length += 1) {
        const path =
          name === 'plain'
            ? '/'
            : `/_relevance/${INDEX}/suggest?q=${encodeURIComponent(text.slice(0, length))}`;
        const begin = performance.now();
        const { status, text: body } = await send(gateway.url, 'GET', path, { agent });
        times.push(performance.now() - begin);
        if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
        if (name === 'suggest') kind.offered += JSON.parse(body).suggestions.length > 0 ? 1 : 0;
      }
      if (target < 0) continue;
      kind.times.push(...times);
      kind.cpuSeconds += cpu() - before;
    }
  }
  if (kinds.suggest.offered === 0) throw new Error('nothing was offered');
  return kinds;
}

function newKind() {
  return { times: [], cpuSeconds: 0, offered: 0 };
}

function report({ suggest, plain }) {
  for (const [name, { times, cpuSeconds }] of Object.entries({ suggest, plain })) {
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2);
    const each = ((cpuSeconds * 1000) / times.length).toFixed(2);
    console.log(
      `${name.padEnd(8)} ${times.length} asked  p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)}  worst ${at(1)} ms  CPU ${each} ms`,
    );
  }
  const p99 = ({ times }) => times[Math.floor(times.length * 0.99)];
  console.log(
    `p99 ${p99(suggest).toFixed(2)} ms, at most ${LIMIT_MS} are asked; ${(p99(suggest) / p99(plain)).toFixed(2)} of plain’s`,
  );
  process.exitCode = p99(suggest) <= LIMIT_MS ? 0 : 1;
}
