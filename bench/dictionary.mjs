// What opening the dictionary of a catalogue takes: one of 200,000 phrases, written and read, several times.
// Usage: node --expose-gc bench/dictionary.mjs (needs `npm run build`)
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDictionary } from '../dist/stages/understand/catalogue/open-dictionary.js';
import { soundKey } from '../dist/stages/understand/catalogue/sound-table.js';
import { writeDictionary } from '../dist/stages/understand/catalogue/write-dictionary.js';

const PHRASES = 200_000;
const ROUNDS = 9;

/** Six characters, or two words, each another one. */
function phrase(at) {
  if (at % 2 === 0) return `word${at % 30_000} item${Math.floor(at / 30_000)}x${at}`;
  const [low, high] = [at % 20_000, Math.floor(at / 20_000)];
  return String.fromCharCode(...[low, high, low, 7, high, low].map((code) => 0x4e00 + code));
}

const phrases = Array.from({ length: PHRASES }, (_, at) => phrase(at));
const terms = new Map(phrases.map((text, at) => [text, { documents: 1 + (at % 90), queries: 0 }]));
const bytes = writeDictionary({
  origin: { index: 'bench', builtAt: '', documents: PHRASES, queries: 0 },
  terms,
  pairs: phrases.slice(1).map((text, at) => [phrases[at], text, 2]),
  sounds: phrases.filter((_, at) => at % 2 === 1).map((text) => [soundKey([text]), text]),
  values: phrases.slice(0, 20_000).map((text) => ({ text, field: 'brand', count: 1 })),
  words: new Map(phrases.filter((_, at) => at % 8 === 1).map((text) => [text, -12])),
  probes: [],
});
const folder = mkdtempSync(join(tmpdir(), 'relevance-bench-'));
const file = join(folder, 'bench.dictionary.bin');
writeFileSync(file, bytes);

const times = [];
let dictionary;
for (let round = 0; round < ROUNDS; round += 1) {
  const start = performance.now();
  dictionary = openDictionary(readFileSync(file));
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
globalThis.gc?.();
const before = process.memoryUsage();
const held = openDictionary(readFileSync(file));
globalThis.gc?.();
const after = process.memoryUsage();

const start = performance.now();
let found = 0;
for (const text of phrases) found += held.frequency(text) > 0 && !dictionary.has(`${text}?`) ? 1 : 0;
const nanoseconds = ((performance.now() - start) / phrases.length / 2) * 1e6;

console.log(`${dictionary.size} terms, ${(statSync(file).size / 1e6).toFixed(1)} MB`);
console.log(
  `open   median ${times[ROUNDS >> 1].toFixed(1)} ms, worst ${times.at(-1).toFixed(1)} ms of ${ROUNDS}`,
);
console.log(
  `memory ${((after.arrayBuffers - before.arrayBuffers) / 1e6).toFixed(1)} MB of arrays, ${((after.heapUsed - before.heapUsed) / 1e6).toFixed(2)} MB of heap`,
);
console.log(`look up ${nanoseconds.toFixed(0)} ns a term (${found} found)`);
rmSync(folder, { recursive: true });
