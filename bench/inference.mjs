// What models cost: pairs and queries a second, tokenising, memory, and how late the event loop of a serving process
// runs while another process reranks. Usage: node bench/inference.mjs [RERANKER[:DEPTH],… [ENCODER]] (needs `npm run build`;
// folders, the cheapest first, and how many texts each looks at in a cascade; the shipped models unless given). Models with random weights of the sizes that ship come
// from test/fixtures/inference/make_models.py FOLDER. On a busy machine, ONLY=processor measures nothing but processor time.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadConfig } from '../dist/config/load.js';
import { NO_METER } from '../dist/domain/inference-meter.js';
import { createInputBuilder } from '../dist/inference/tokenize/input.js';
import { openTokenizer } from '../dist/inference/tokenize/open.js';
import { createOnnxDevice } from '../dist/inference/device/onnx-device.js';
import { openLocalModels } from '../dist/inference/local/local-models.js';
import { readModelFolder } from '../dist/inference/model/folder.js';
import { connectToHost } from '../dist/inference/host/client.js';
import { SYSTEM_TIME } from '../dist/domain/time.js';
import { startInferenceHost } from '../dist/process/inference-host.js';
import { openModels } from '../dist/composition/models.js';
import { wantedModels } from '../dist/composition/wanted-models.js';

const ROUNDS = Number(process.env.ROUNDS ?? 60);
const WARM_UP = 5;
const DEPTH = 50;
const never = () => new AbortController().signal;
const PLENTY_MS = 60_000;

const [rerankers, encoder] = process.argv.slice(2);
const defaults = loadConfig({ env: {}, cwd: process.cwd() }).config;
const logger = { debug() {}, info() {}, warn: console.error, error: console.error };

const titles = readFileSync('samples/products/corpus.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))
  .map(({ title, brand, description }) => ({ title, long: `${title} ${brand} ${description}`.repeat(4) }));
const queries = titles.map(({ title }) => title.split(' ').slice(0, 3).join(' '));

function config(names, threads, encoders = []) {
  return {
    ...defaults,
    log: { level: 'error' },
    models: { ...defaults.models, rerank: names, encoders },
    inference: { ...defaults.inference, threads, remember: { scores: 0, vectors: 0, tokens: 2_000_000 } },
  };
}

function percentile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
}

const ms = (value) => `${value.toFixed(1).padStart(7)} ms`;

/** Runs a question again and again; each has texts that nothing remembers tokens of. */
async function timed(ask) {
  const took = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const startedMs = performance.now();
    await ask(round + WARM_UP);
    if (round >= 0) took.push(performance.now() - startedMs);
  }
  return took;
}

function page(round, kind) {
  return Array.from({ length: DEPTH }, (_, at) => titles[(round * 7 + at) % titles.length][kind]);
}

async function scoring(names, threads) {
  const models = openModels({ config: config(names, threads), logger, meter: NO_METER });
  await models.settled(PLENTY_MS);
  const encoder = models.crossEncoder();
  if (encoder === undefined)
    throw new Error(
      models
        .health()
        .map(({ detail }) => detail)
        .join(),
    );
  const results = {};
  for (const kind of ['long', 'title']) {
    const took = await timed(async (round) => {
      const options = { signal: never(), budgetMs: PLENTY_MS };
      const scored = await encoder.score(queries[round % queries.length], page(round, kind), options);
      if (scored.kind !== 'scored') throw new Error(scored.detail);
    });
    results[kind] = took;
  }
  await models.close();
  return results;
}

function line(label, took) {
  const median = percentile(took, 0.5);
  const rate = Math.round((DEPTH * 1000) / median);
  console.log(`${label.padEnd(44)} p50 ${ms(median)}  p95 ${ms(percentile(took, 0.95))}  ${rate} pairs/s`);
}

const shipped = wantedModels(defaults)?.rerank.map(({ folder, depth }) => ({ model: folder, depth })) ?? [];
const steps = rerankers?.split(',').map(stepOf) ?? shipped;
const names = steps.map(({ model }) => model);
const cascades = [
  ...names.map((model) => [{ model, depth: DEPTH }]),
  ...(steps.length > 1 ? [steps.slice(0, 2)] : []),
];

function stepOf(written) {
  const [model, depth] = written.split(':');
  return { model: resolve(model), depth: Number(depth ?? DEPTH) };
}

const labelOf = (cascade) => cascade.map(({ model }) => model.split('/').at(-1)).join(' → ');
console.log(
  `${availableParallelism()} cores, ${ROUNDS} rounds; ${DEPTH} pairs each, of full length and of titles`,
);
const onlyProcessor = process.env.ONLY === 'processor';
for (const threads of onlyProcessor ? [] : [1, 2]) {
  for (const cascade of cascades) {
    const label = `${labelOf(cascade)}, ${threads} thread(s)`;
    const { long, title } = await scoring(cascade, threads);
    line(`${label}, full`, long);
    line(`${label}, titles`, title);
  }
}

for (const cascade of cascades) await processorTime(cascade);
for (const name of names) await processorTimeOfRun(name);

const encoders = encoder === undefined ? (wantedModels(defaults)?.encoders ?? []) : [resolve(encoder)];
for (const folder of encoders) await processorTimeOfQuery(folder);
for (const folder of onlyProcessor ? [] : encoders) {
  const models = openModels({ config: config([], 1, [folder]), logger, meter: NO_METER });
  await models.settled(PLENTY_MS);
  const [one] = models.textEncoders();
  const took = await timed((round) =>
    one.encode([queries[round % queries.length]], { as: 'query', signal: never(), budgetMs: PLENTY_MS }),
  );
  console.log(
    `${one.modelId}: one query, not remembered`.padEnd(44),
    ` p50 ${ms(percentile(took, 0.5))}  p95 ${ms(percentile(took, 0.95))}`,
  );
  await models.close();
}

if (names.length > 0) {
  const limits = { maxTokens: 64, maxQueryTokens: 24 };
  const builder = createInputBuilder(
    openTokenizer(readFileSync(`${names[0]}/tokenizer.json`, 'utf8')),
    limits,
  );
  const took = await timed((round) => {
    const pairOf = builder.pairs(queries[round % queries.length]);
    for (let at = 0; at < 100; at++) pairOf(titles[(round * 13 + at) % titles.length].long);
  });
  console.log(
    'tokenising 100 pairs of full length'.padEnd(44),
    ` p50 ${ms(percentile(took, 0.5))}  p95 ${ms(percentile(took, 0.95))}`,
  );
  if (!onlyProcessor) await underLoad();
}

/** Milliseconds of processor time a round, which other processes change little. */
async function spent(times, run) {
  for (let round = 0; round < WARM_UP; round++) await run(round);
  const before = process.cpuUsage();
  for (let round = 0; round < times; round++) await run(round);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

function openDevice(device, threads) {
  return createOnnxDevice({ device, threads });
}

/** Models of one thread, here without another process. */
function openHere(rerank, encoders = []) {
  const nothing = () => undefined;
  return openLocalModels({
    wanted: { ...wantedModels(config(rerank, 1, encoders)), device: 'cpu' },
    openDevice,
    time: SYSTEM_TIME,
    meter: NO_METER,
    logger: { ...logger, warn: nothing },
    onChange: nothing,
    onGivenUp: nothing,
  });
}

async function processorTimeOfQuery(folder) {
  const models = await openHere([], [folder]);
  const [{ modelId }] = models.offer().encoders;
  const took = await spent(200, (round) =>
    models.encode(modelId, [queries[round % queries.length]], {
      as: 'query',
      signal: never(),
      budgetMs: PLENTY_MS,
    }),
  );
  console.log(`${modelId}: processor time, one query`.padEnd(44), `     ${ms(took)}`);
  await models.close();
}

async function processorTime(cascade) {
  const models = await openHere(cascade);
  for (const kind of ['long', 'title']) {
    const took = await spent(20, (round) => {
      const options = { signal: never(), budgetMs: PLENTY_MS };
      return models.crossEncoder.score(queries[round % queries.length], page(round, kind), options);
    });
    console.log(
      `${labelOf(cascade)}: processor time, ${DEPTH} pairs, ${kind}`.padEnd(44),
      `     ${ms(took)}`,
    );
  }
  await models.close();
}

async function processorTimeOfRun(folder) {
  const name = folder.split('/').at(-1);
  const device = openDevice('cpu', 1);
  const { graphs, settings } = await readModelFolder(folder);
  await device.load([{ bytes: graphs.cpu, settings }]);
  const { maxTokens: length } = settings;
  const took = await spent(20, () => {
    const ids = new Int32Array(DEPTH * length).fill(100);
    const lengths = new Int32Array(DEPTH).fill(length);
    return device.run({ graph: 0, rows: DEPTH, length, ids, types: new Int32Array(ids.length), lengths });
  });
  console.log(`${name}: processor time, one run of ${DEPTH} × ${length}`.padEnd(44), `     ${ms(took)}`);
  await device.close();
}

/** One process serves and asks, as many questions at once as it has searches; the models' process runs beside it. */
async function underLoad() {
  const wanted = wantedModels(config(steps.slice(0, 2), 'auto'));
  const host = startInferenceHost({ wanted, logLevel: 'error', logger });
  const client = connectToHost({ path: host.socket, time: SYSTEM_TIME, logger });
  await client.settled(PLENTY_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // The histogram counts the interval of its own timer.
  const late = (share) => ms(Math.max(0, delay.percentile(share) / 1e6 - 1));
  delay.enable();
  await new Promise((done) => setTimeout(done, 3000));
  console.log(`event loop of an idle process late by: p50 ${late(50)}  p99 ${late(99)}`);
  delay.reset();
  const outcomes = {};
  const latenesses = [];
  const endMs = performance.now() + 10_000;
  const searches = Array.from({ length: 16 }, async (_, user) => {
    for (let round = user; performance.now() < endMs; round += 16) {
      const startedMs = performance.now();
      const options = { signal: never(), budgetMs: 100 };
      const answer = await client.crossEncoder.score(
        queries[round % queries.length],
        page(round, 'title'),
        options,
      );
      const took = performance.now() - startedMs;
      latenesses.push(took - 100);
      const outcome = answer.kind === 'scored' ? `scored, shrunk ${answer.shrunk}` : answer.reason;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      // Who is refused at once goes on with the search; here the next one begins.
      if (took < 5) await new Promise((done) => setTimeout(done, 20));
    }
  });
  await Promise.all(searches);
  delay.disable();
  const memory = /relevance_resident_memory_bytes\{[^}]*\} (\S+)/.exec(await host.metrics());
  console.log(`16 searches at once for 10 s, 100 ms each: ${JSON.stringify(outcomes)}`);
  console.log(`  later than their time at most ${ms(Math.max(...latenesses))}`);
  console.log(`  event loop of the asking process late by: p50 ${late(50)}  p99 ${late(99)}`);
  console.log(
    `  memory: models' process ${Math.round(Number(memory?.[1]) / 1e6)} MB, asking process ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
  );
  client.close();
  host.close();
}
