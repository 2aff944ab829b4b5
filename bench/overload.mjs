/**
 * Four times as many searches as a gateway that reranks can do, in an open model (they come when they come, whatever is
 * still under way), beside the same rate asked of Elasticsearch directly: 20,000 products made by recombining the sample
 * catalogue, every query a new one.
 *
 *     npm run build && ELASTICSEARCH_URL=http://127.0.0.1:9200 node bench/overload.mjs [--seconds 8] [--rounds 8]
 *       [--factor 4] [--adaptive] [--json]
 *
 * Capacity is what one serving process does in a closed loop with nothing left out. Times run from when a search was due,
 * not from when it was sent; both take turns, so that what else a machine does falls on both. Exit code 1 when the
 * gateway's 99th percentile is above twice the direct one (median of the rounds), or anything was answered with something
 * else than 200. The index `relevance-overload` is created and deleted.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    es: { type: 'string', default: process.env.ELASTICSEARCH_URL ?? 'http://127.0.0.1:9200' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '8' },
    factor: { type: 'string', default: '4' },
    adaptive: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const INDEX = 'relevance-overload';
const COUNT = 20_000;
const MOST_RATIO = 2;
const STAGES = ['normalise', 'segment', 'correct', 'compounds', 'rules', 'quantities', 'lexical', 'rerank'];
const SEARCHERS = 4;
const dist = process.env.RELEVANCE_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const samples = new URL('../samples/products/', import.meta.url);
const products = rows('corpus.jsonl');
const scratch = mkdtempSync(join(tmpdir(), 'overload-'));

/** How searches went. */
class Tally {
  #times = [];
  #outcomes = {};
  #errors = 0;

  get count() {
    return this.#times.length;
  }

  async search(url, due, agent) {
    const { status, headers } = await call(url, 'POST', `/${INDEX}/_search`, {
      body: nextBody(),
      agent,
    }).catch(({ code }) => ({ status: code, headers: {} }));
    this.#times.push(Math.max(0, performance.now() - due));
    if (status !== 200) this.#errors += 1;
    const said = headers['relevance-status'] ?? 'direct';
    const outcome = status === 200 ? said.replace(/; version=.*/, '') : String(status);
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
  }

  summary() {
    const sorted = this.#times.toSorted((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return { p50: at(0.5), p99: at(0.99), errors: this.#errors, outcomes: this.#outcomes };
  }
}

let asked = 0;
const running = [];
try {
  await load();
  process.exitCode = await main();
} finally {
  for (const child of running) child.kill('SIGTERM');
  await call(options.es, 'DELETE', `/${INDEX}`);
  rmSync(scratch, { recursive: true, force: true });
}

async function main() {
  const seconds = Number(options.seconds);
  const unshed = await startGateway('calm');
  await closedLoop(unshed.url, 5);
  const capacity = await closedLoop(unshed.url, 10);
  await unshed.stop();
  const rate = Math.round(capacity.perSecond * Number(options.factor));
  const gateway = await startGateway('saturated');
  await closedLoop(gateway.url, 5);
  await openLoop(options.es, { rate, seconds: 5 });
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const targets = [
      ['direct', options.es],
      ['gateway', gateway.url],
    ];
    const result = {};
    for (const [name, url] of round % 2 === 0 ? targets : targets.toReversed()) {
      // Both are given their load for a while before it is counted: what is asked is how it is under it.
      await openLoop(url, { rate, seconds: 3 });
      result[name] = await openLoop(url, { rate, seconds });
    }
    rounds.push({ ...result, ratio99: result.gateway.p99 / result.direct.p99 });
  }
  await gateway.stop();
  if (options.json) console.log(JSON.stringify({ capacity, rate, rounds }, null, 2));
  else {
    console.log(
      `capacity ${capacity.perSecond.toFixed(0)}/s (p99 ${capacity.p99.toFixed(0)} ms, ` +
        `${outcomesOf(capacity.outcomes)}); offered ${rate}/s for ${seconds} s`,
    );
    for (const { direct, gateway: through, ratio99 } of rounds) {
      console.log(`direct  ${lineOf(direct)}\ngateway ${lineOf(through)}  p99 ratio ${ratio99.toFixed(2)}`);
    }
  }
  const ratio99 = median(rounds.map((round) => round.ratio99));
  if (!options.json) {
    const of = (name) => median(rounds.map((round) => round[name].p99)).toFixed(1);
    console.log(
      `medians: direct p99 ${of('direct')} ms, gateway p99 ${of('gateway')} ms, ratio ${ratio99.toFixed(2)}`,
    );
  }
  return ratio99 <= MOST_RATIO && rounds.every((round) => round.gateway.errors === 0) ? 0 : 1;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function lineOf({ p50, p99, errors, outcomes }) {
  return `p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  errors ${errors}  ${outcomesOf(outcomes)}`;
}

function outcomesOf(outcomes) {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return Object.entries(outcomes)
    .toSorted(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${outcome}: ${((100 * count) / all).toFixed(1)} %`)
    .join(', ');
}

/** So many searchers, each of whom asks again as soon as they are answered. */
async function closedLoop(url, seconds) {
  const until = performance.now() + seconds * 1000;
  const tally = new Tally();
  const agent = new Agent({ keepAlive: true });
  await Promise.all(
    Array.from({ length: SEARCHERS }, async () => {
      while (performance.now() < until) await tally.search(url, performance.now(), agent);
    }),
  );
  agent.destroy();
  return { ...tally.summary(), perSecond: tally.count / seconds };
}

/** Searches come at random, `rate` a second on average, whether or not those before them are answered. */
async function openLoop(url, { rate, seconds }) {
  const tally = new Tally();
  const agent = new Agent({ keepAlive: true });
  const underWay = [];
  const until = performance.now() + seconds * 1000;
  for (let due = performance.now(); due < until; due += (-Math.log(1 - Math.random()) * 1000) / rate) {
    const waitMs = due - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    underWay.push(tally.search(url, due, agent));
  }
  await Promise.all(underWay);
  agent.destroy();
  return tally.summary();
}

/** Two or three words of the titles of two products: no query comes twice, so that nothing is remembered of it. */
function nextBody() {
  asked += 1;
  const [one, other] = [products[asked % products.length], products[(asked * 31 + 7) % products.length]];
  const words = (title, from, count) =>
    title
      .split(' ')
      .slice(from, from + count)
      .join(' ');
  const query = `${words(one.title, asked % 3, 2)} ${words(other.title, Math.floor(asked / products.length) % 3, 1)}`;
  return JSON.stringify({
    size: 10,
    query: { multi_match: { query, fields: ['title^3', 'brand^2', 'description'] } },
  });
}

function rows(file) {
  return readFileSync(new URL(file, samples), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function call(url, method, path, { body, agent, type = 'application/json' } = {}) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const sent = request(url + path, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Each product of the catalogue with the end of another one's title, until there are enough. */
async function load() {
  const mapping = readFileSync(new URL('mapping.json', samples), 'utf8');
  const jieba = /"analyzer":\s*"jieba"/g;
  await call(options.es, 'DELETE', `/${INDEX}`);
  const created = await call(options.es, 'PUT', `/${INDEX}`, {
    body: mapping.replaceAll(jieba, '"analyzer":"cjk"'),
  });
  if (created.status !== 200) throw new Error(created.text);
  for (let from = 0; from < COUNT; from += 2000) {
    const lines = [];
    for (let at = from; at < from + 2000; at += 1) {
      const { _id, ...product } = products[at % products.length];
      const other = products[(at * 7 + Math.floor(at / products.length)) % products.length];
      const words = other.title.split(' ');
      const title = `${product.title} ${words.slice(Math.ceil(words.length / 2)).join(' ')}`;
      lines.push(`{"index":{"_id":"${at}"}}`, JSON.stringify({ ...product, title }));
    }
    const loaded = await call(options.es, 'POST', `/${INDEX}/_bulk`, {
      body: `${lines.join('\n')}\n`,
      type: 'application/x-ndjson',
    });
    if (loaded.status !== 200 || JSON.parse(loaded.text).errors) throw new Error(loaded.text.slice(0, 500));
  }
  await call(options.es, 'POST', `/${INDEX}/_forcemerge?max_num_segments=1`);
  await call(options.es, 'POST', `/${INDEX}/_refresh`);
}

/** @param atMost what it may leave out under load */
async function startGateway(atMost) {
  const [port, admin] = [await freePort(), await freePort()];
  const config = join(scratch, 'relevance.yaml');
  writeFileSync(
    config,
    `server: { overload: { atMost: ${atMost} }, limits: { adaptive: ${options.adaptive} } }\npipelines: { default: { stages: [${STAGES.join(', ')}] } }\n`,
  );
  const child = spawn(process.execPath, [join(dist, 'cli/main.js'), 'serve'], {
    cwd: scratch,
    env: {
      PATH: process.env.PATH,
      ELASTICSEARCH_URL: options.es,
      RELEVANCE_CONFIG: config,
      RELEVANCE_WORKERS: '1',
      RELEVANCE_PORT: String(port),
      RELEVANCE_ADMIN_PORT: String(admin),
      RELEVANCE_DATA_DIR: scratch,
    },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  running.push(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let tries = 0; tries < 150; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ready = await call(`http://127.0.0.1:${admin}`, 'GET', '/readyz').catch(() => null);
    // Discovery has read the mapping by then, so that there is something for the model to read.
    if (ready?.status === 200 && ready.text.includes('elasticsearch')) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return { url: `http://127.0.0.1:${port}`, stop };
    }
  }
  throw new Error('the gateway did not become ready');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
