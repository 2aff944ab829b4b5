/**
 * Four times as many searches as a gateway with all that needs no vectors (two legs, fused, reranked) can do, in an open model (they come when they come, whatever is
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
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './figures.mjs';
import { loadProducts, sampleRows } from './products.mjs';
import { send, startGateway } from './serving.mjs';

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
/** Everything that needs no vectors. */
const STAGES =
  'normalise, segment, correct, compounds, rules, quantities, lexical, fields, fuse, rerank, merchandise';
const SEARCHERS = 4;
const products = sampleRows('corpus.jsonl');
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
    const { status, headers } = await send(url, 'POST', `/${INDEX}/_search`, {
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
  await loadProducts({ es: options.es, index: INDEX, count: COUNT });
  process.exitCode = await main();
} finally {
  for (const child of running) child.kill('SIGTERM');
  await send(options.es, 'DELETE', `/${INDEX}`);
  rmSync(scratch, { recursive: true, force: true });
}

async function main() {
  const seconds = Number(options.seconds);
  const unshed = await start('calm');
  await closedLoop(unshed.url, 5);
  const capacity = await closedLoop(unshed.url, 10);
  await unshed.stop();
  const rate = Math.round(capacity.perSecond * Number(options.factor));
  const gateway = await start('saturated');
  // A day like any other comes before.
  await openLoop(gateway.url, { rate: capacity.perSecond / 2, seconds: 10 });
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

/** @param atMost what it may leave out under load */
async function start(atMost) {
  const config = join(scratch, 'relevance.yaml');
  writeFileSync(
    config,
    `server: { overload: { atMost: ${atMost} }, limits: { adaptive: ${options.adaptive} } }\npipelines: { default: { stages: [${STAGES}] } }\n`,
  );
  const { child, url } = await startGateway({
    es: options.es,
    cwd: scratch,
    env: { RELEVANCE_CONFIG: config },
    tries: 150,
    onStart: (started) => running.push(started),
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, stop };
}
