// Latency of the embedded engine's searches over 20,000 made-up products, in process.
// Usage: npm run build && node bench/embedded-search.mjs [documents]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dist = new URL(process.env.RELEVANCE_DIST ?? '../dist/', import.meta.url);
const { openEmbedded } = await import(new URL('embedded/index.js', dist));

const COUNT = Number(process.argv[2] ?? 20_000);
const DIMS = 128;
const ROUNDS = 300;

let state = 42;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const SYLLABLES = 'ba co di fu ge ha ki lo mu ne pa ri so tu ve wa xi yo za che'.split(' ');
const VOCABULARY = Array.from({ length: 8000 }, (_, i) => {
  const parts = [i % 20, Math.floor(i / 20) % 20, Math.floor(i / 400) % 20];
  return parts.map((part) => SYLLABLES[part]).join('');
});
// Frequencies as in language: the first words are in most texts.
const word = () => VOCABULARY[Math.floor(VOCABULARY.length * random() ** 4)];
const words = (count) => Array.from({ length: count }, word).join(' ');
const vector = () => Array.from({ length: DIMS }, () => Math.round((random() * 2 - 1) * 1e4) / 1e4);

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const segmenter = { segment: () => [], words: () => [] };
const dir = await mkdtemp(join(tmpdir(), 'embedded-search-'));
const engine = await openEmbedded({ dir, segmenter, logger });
const send = async (method, path, body) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = path.includes('_bulk') ? 'application/x-ndjson' : 'application/json';
  const answer = await engine.handle({
    method,
    path,
    headers: ['content-type', type],
    body: Buffer.from(text),
  });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.body.toString().slice(0, 500)}`);
  return answer;
};

await send('PUT', '/products', {
  mappings: {
    properties: {
      title: { type: 'text', analyzer: 'english' },
      description: { type: 'text' },
      brand: { type: 'keyword' },
      price: { type: 'double' },
      vec: { type: 'dense_vector', dims: DIMS },
    },
  },
});
const started = performance.now();
for (let from = 0; from < COUNT; from += 500) {
  const lines = [];
  for (let i = from; i < Math.min(COUNT, from + 500); i++) {
    const document = {
      title: words(8),
      description: words(40),
      brand: `brand${i % 50}`,
      price: Math.round(random() * 1e5) / 100,
      vec: vector(),
    };
    lines.push(`{"index":{"_id":"${i}"}}`, JSON.stringify(document));
  }
  await send('POST', '/products/_bulk', `${lines.join('\n')}\n`);
}
console.log(`${COUNT} documents loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`);

const SHAPES = {
  match: () => ({ query: { match: { description: words(3) } } }),
  'match, 10 common words': () => ({ query: { match: { description: VOCABULARY.slice(0, 10).join(' ') } } }),
  'three weighted fields': () => ({
    query: { multi_match: { query: words(3), fields: ['title^3', 'description', 'brand^2'] } },
  }),
  'cross fields': () => ({
    query: { multi_match: { query: words(3), type: 'cross_fields', fields: ['title^2', 'description'] } },
  }),
  'bool and two filters': () => ({
    query: {
      bool: {
        must: { match: { description: words(3) } },
        filter: [{ term: { brand: 'brand7' } }, { range: { price: { lt: 500 } } }],
      },
    },
  }),
  phrase: () => ({ query: { match_phrase: { description: `${VOCABULARY[0]} ${word()}` } } }),
  'fuzziness AUTO': () => ({ query: { match: { description: { query: words(2), fuzziness: 'AUTO' } } } }),
  prefix: () => ({ query: { match_bool_prefix: { title: `${word()} ba` } } }),
  'sort by price': () => ({ query: { match: { description: words(2) } }, sort: [{ price: 'desc' }] }),
  'terms aggregation': () => ({
    size: 0,
    query: { match: { description: words(2) } },
    aggs: { brands: { terms: { field: 'brand' }, aggs: { price: { avg: { field: 'price' } } } } },
  }),
  highlight: () => ({
    query: { match: { description: words(2) } },
    highlight: { fields: { description: {} } },
  }),
  knn: () => ({ knn: { field: 'vec', query_vector: vector(), k: 10, num_candidates: 100 } }),
  'knn and match': () => ({
    query: { match: { description: words(3) } },
    knn: { field: 'vec', query_vector: vector(), k: 10, num_candidates: 100 },
  }),
};
const millis = (value) => value.toFixed(2).padStart(8);
console.log('p50 ms'.padStart(36), 'p95 ms'.padStart(8), 'p99 ms'.padStart(8));
for (const [name, body] of Object.entries(SHAPES)) {
  const times = [];
  for (let i = 0; i < ROUNDS + 30; i++) {
    const request = body();
    const start = performance.now();
    await send('POST', '/products/_search', request);
    if (i >= 30) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share) => millis(times[Math.floor(times.length * share)]);
  console.log(name.padEnd(27), at(0.5), at(0.95), at(0.99));
}
console.log(`RSS ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
await engine.close();
await rm(dir, { recursive: true });
