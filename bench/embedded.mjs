// The embedded engine on generated products: loading, opening again, memory. Build first (`npm run build`).
// Usage: node bench/embedded.mjs [documents] ; RELEVANCE_DIST names another build.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const built = resolve(process.env.RELEVANCE_DIST ?? 'dist');
const { createEmbeddedBackend } = await import(pathToFileURL(join(built, 'embedded', 'index.js')).href);

const COUNT = Number(process.argv[2] ?? 20_000);
const BATCH = 500;
const LIMITS = { loadS: 20, openS: 3 };

/** A small generator with a seed, so that every run loads the same products. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const next = random(42);
const pick = (list) => list[Math.floor(next() ** 2 * list.length)];
const syllables = 'ka lo mi ter phon cas bel tan rix dor van sel pro max lit neo gra fin'.split(' ');
const latin = Array.from({ length: 4000 }, () => pick(syllables) + pick(syllables) + pick(syllables));
const han = Array.from(
  '手机壳蓝牙耳机充电器屏幕保护膜键盘鼠标显示器笔记本电脑包装电池快充数据线支架轻薄防水运动家用儿童学习智能无线高清便携',
);
const words = (count) => Array.from({ length: count }, () => pick(latin)).join(' ');
const chinese = (count) => Array.from({ length: count }, () => pick(han)).join('');

function product(i) {
  return {
    title: `${words(6)} ${chinese(6)}`,
    brand: pick(latin),
    category: pick(latin.slice(0, 40)),
    description: `${words(35)}。${chinese(30)}`,
    price: Math.round(next() * 100_000) / 100,
    attributes: { colour: pick(['red', 'blue', 'black', 'white']), size: Math.floor(next() * 50) },
    in_stock: next() < 0.8,
    popularity: Math.floor(next() ** 4 * 10_000),
    added: new Date(1.6e12 + i * 60_000).toISOString(),
  };
}

const mappings = {
  properties: {
    title: { type: 'text', analyzer: 'english', fields: { zh: { type: 'text', analyzer: 'cjk' } } },
    brand: { type: 'keyword' },
    category: { type: 'keyword' },
    description: { type: 'text' },
  },
};
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: console.error, error: console.error };
const dataDir = mkdtempSync(join(tmpdir(), 'bench-embedded-'));
const signal = new AbortController().signal;
const seconds = (since) => (performance.now() - since) / 1000;
const headers = ['content-type', 'application/json'];

async function send(backend, method, path, body) {
  const answer = await backend.engine.exchange(
    { method, path, headers, body: body === undefined ? null : Buffer.from(body) },
    signal,
  );
  if (answer.status >= 300) throw new Error(answer.body.toString());
  return JSON.parse(answer.body.toString());
}

const bodies = [];
for (let i = 0; i < COUNT; i += BATCH) {
  const lines = [];
  for (let k = i; k < Math.min(i + BATCH, COUNT); k++) {
    lines.push(`{"index":{"_id":"${k}"}}`, JSON.stringify(product(k)));
  }
  bodies.push(`${lines.join('\n')}\n`);
}

let backend = await createEmbeddedBackend({ dataDir, logger });
await send(backend, 'PUT', '/products', JSON.stringify({ mappings }));
let started = performance.now();
for (const body of bodies) {
  const { errors } = await send(backend, 'POST', '/products/_bulk', body);
  if (errors) throw new Error('a document was refused');
}
const loadS = seconds(started);
await backend.close();

started = performance.now();
backend = await createEmbeddedBackend({ dataDir, logger });
const openS = seconds(started);
const { count } = await send(backend, 'GET', '/products/_count');

const times = [];
for (let i = 0; i < 300; i++) {
  const query = { query: { multi_match: { query: words(2), fields: ['title^2', 'description'] } } };
  const from = performance.now();
  await send(backend, 'POST', '/products/_search', JSON.stringify(query));
  times.push(performance.now() - from);
}
times.sort((a, b) => a - b);
const result = {
  documents: count,
  loadS: Number(loadS.toFixed(2)),
  documentsPerS: Math.round(COUNT / loadS),
  openS: Number(openS.toFixed(2)),
  matchP50Ms: Number(times[Math.floor(times.length * 0.5)].toFixed(2)),
  matchP99Ms: Number(times[Math.floor(times.length * 0.99)].toFixed(2)),
  rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
};
console.log(JSON.stringify(result, null, 2));
await backend.close();
rmSync(dataDir, { recursive: true, force: true });
if (count !== COUNT || loadS > LIMITS.loadS || openS > LIMITS.openS) process.exitCode = 1;
