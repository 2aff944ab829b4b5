// What understanding a query takes: each query stage by itself and all of them, one query at a time on one core; then the
// same in processor time of the whole process (garbage collection and compilation included), which other work leaves alone.
// Usage: node bench/understanding.mjs [QUERIES.txt] (needs `npm run build`)
import { readFileSync } from 'node:fs';
import { openDictionaries } from '../dist/composition/dictionaries.js';
import { loadConfig } from '../dist/config/load.js';
import { typedQuery } from '../dist/domain/query.js';
import { NO_SEARCH_METER } from '../dist/domain/search-meter.js';
import { loadSpellingModels, proposerFor } from '../dist/composition/spelling.js';
import { compounds } from '../dist/stages/understand/compounds.js';
import { correct } from '../dist/stages/understand/correct.js';
import { normalise } from '../dist/stages/understand/normalise.js';
import { quantities } from '../dist/stages/understand/quantities.js';
import { segment } from '../dist/stages/understand/segment.js';

const ROUNDS = 20;
const WARM_UP = 3;
const LENGTH = { least: 8, most: 12 };
const SLIPS = ['平果手鸡壳防摔', '蓝牙耳几入耳式', 'iphnoe 15 case', 'shouji ke fangshuai', '冬季加厚羽绒福'];

const [file] = process.argv.slice(2);
const queries = (file === undefined ? samples() : readFileSync(file, 'utf8').split('\n'))
  .map((line) => line.split('\t').at(-1).trim())
  .filter((text) => text.length >= LENGTH.least && text.length <= LENGTH.most)
  .slice(0, 1000);

function samples() {
  return readFileSync('samples/products/corpus.jsonl', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { title } = JSON.parse(line);
      const short = title.split(' ').filter((word) => word.length < LENGTH.most);
      return [title.slice(0, 10), short.slice(0, 2).join(' ')];
    });
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const { config } = loadConfig({ env: {}, cwd: process.cwd() });
const { segmenterOf } = await openDictionaries(config, silent);
const proposer = proposerFor(await loadSpellingModels());
const stages = [
  normalise(),
  segment({ segmenterOf }),
  correct({ segmenterOf, proposerOf: () => proposer }),
  compounds({ dictionaryOf: () => undefined }),
  quantities(),
];
const context = {
  request: { indices: ['products'], clauses: [], headers: [], queryString: '', body: Buffer.alloc(0) },
  index: undefined,
  context: new Map(),
  signal: new AbortController().signal,
  meter: NO_SEARCH_METER,
  span: undefined,
  note: () => {},
  deliver: () => {},
  send: () => Promise.reject(new Error('nothing is searched here')),
  // As a remembered answer: what the index is asked over the network is not understanding.
  count: (texts) => Promise.resolve(texts.map((_, at) => (at % 2 === 0 ? 0 : 50))),
};

async function understand(text, times) {
  let query = typedQuery(text);
  let all = 0;
  const before = process.cpuUsage();
  for (const stage of stages) {
    const start = performance.now();
    query = await stage.run(query, context);
    const took = (performance.now() - start) * 1000;
    times.get(stage.name)?.push(took);
    all += took;
  }
  const { user, system } = process.cpuUsage(before);
  times.get('all')?.push(all);
  times.get('processor')?.push(user + system);
}

const names = [...stages.map(({ name }) => name), 'all', 'with a slip', 'processor', 'processor, slip'];
const times = new Map(names.map((name) => [name, []]));
for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
  const kept = round < WARM_UP ? new Map() : times;
  for (const text of queries) await understand(text, kept);
  const slips = new Map([
    ['all', times.get('with a slip')],
    ['processor', times.get('processor, slip')],
  ]);
  for (const text of SLIPS) await understand(text, round < WARM_UP ? new Map() : slips);
}

const at = (values, share) => values[Math.min(values.length - 1, Math.floor(values.length * share))];
console.log(
  `${queries.length} queries of ${LENGTH.least} to ${LENGTH.most} characters, ${ROUNDS} rounds; microseconds`,
);
console.log('stage'.padEnd(16), 'p50'.padStart(8), 'p90'.padStart(8), 'p99'.padStart(8));
for (const [name, values] of times) {
  values.sort((a, b) => a - b);
  const row = [0.5, 0.9, 0.99].map((share) => at(values, share).toFixed(0).padStart(8));
  console.log(name.padEnd(16), ...row);
}
console.log(`resident memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
