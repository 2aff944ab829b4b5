// What completing takes: 200,000 phrases made by recombining words of the sample catalogue, asked for what people type on
// the way to one of them, letter by letter.
// Usage: node --expose-gc bench/suggest.mjs [--phrases FILE.tsv (phrase TAB count)] (needs `npm run build`)
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readingsOf } from '../dist/stages/understand/catalogue/build/sounds.js';
import { openCompleter } from '../dist/suggest/completer.js';
import { completionSections } from '../dist/suggest/sections.js';
import { oneOf, PHRASES, random, recombined } from './phrases.mjs';

const TARGETS = 2000;
const LIMIT_MS = 10;
const { values: args } = parseArgs({ options: { phrases: { type: 'string' } } });

function fromFile(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.slice(0, PHRASES).map((line) => [line.split('\t')[0], Number(line.split('\t')[1] ?? 1) || 1]),
  );
}

const phrases = args.phrases === undefined ? recombined() : fromFile(args.phrases);
const listed = Array.from(phrases, ([text, weight]) => ({ text, weight, kind: 'query' }));
let start = performance.now();
const sections = completionSections(listed, readingsOf);
const buildMs = performance.now() - start;
const bytes = Object.values(sections).reduce((sum, { byteLength }) => sum + byteLength, 0);
const of = (name) => sections[name];
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
start = performance.now();
const completer = openCompleter({
  has: (name) => name in sections,
  bytes: of,
  words16: of,
  words32: of,
  floats: of,
});
const openMs = performance.now() - start;
globalThis.gc?.();
const heap = process.memoryUsage().heapUsed - heapBefore;

const isHan = (text) => /^\p{Script=Han}+$/u.test(text);
const chinese = listed
  .filter(({ text }) => isHan(text) && text.length > 1 && text.length < 9)
  .map(({ text }) => text);
const english = listed.filter(({ text }) => /^[a-z0-9 ]{4,24}$/i.test(text)).map(({ text }) => text);
const syllables = (text) => readingsOf(text).map((one, at) => one ?? text[at]);
const initials = (text) =>
  syllables(text)
    .map((one) => one[0])
    .join('');
function slip(text) {
  const at = 1 + Math.floor(random() * (text.length - 2));
  const kind = Math.floor(random() * 3);
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
  return kind === 1
    ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
    : text.slice(0, at) + oneOf(Array.from('aeinrst')) + text.slice(at + 1);
}
const ways = {
  'Chinese characters': () => oneOf(chinese),
  'English letters': () => oneOf(english),
  pinyin: () => syllables(oneOf(chinese)).join(''),
  initials: () => initials(oneOf(chinese)),
  'initials and characters': () => {
    const text = oneOf(chinese);
    const at = 1 + Math.floor(random() * (text.length - 1));
    return initials(text.slice(0, at)) + text.slice(at);
  },
  'misspelt English': () => slip(oneOf(english)),
  'misspelt pinyin': () => slip(syllables(oneOf(chinese)).join('')),
  'another character said alike': () => {
    const text = oneOf(chinese);
    const sound = readingsOf(text[0])[0];
    const others = Array.from({ length: 3000 }, (_, at) => String.fromCharCode(0x4e00 + at * 6)).filter(
      (one) => readingsOf(one)[0] === sound,
    );
    return (others.length === 0 ? text[0] : oneOf(others)) + text.slice(1);
  },
};

console.log(
  `${phrases.size} phrases: built in ${(buildMs / 1000).toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB; opened in ${openMs.toFixed(1)} ms, ${(heap / 1e6).toFixed(2)} MB of heap`,
);
const all = [];
for (const [way, make] of Object.entries(ways)) {
  const typed = Array.from({ length: TARGETS }, make);
  for (const text of typed.slice(0, 200)) completer.complete({ text, size: 10, context: '' });
  const times = [];
  let worst = '';
  for (const text of typed) {
    for (let length = 1; length <= text.length; length += 1) {
      const begin = performance.now();
      completer.complete({ text: text.slice(0, length), size: 10, context: '' });
      times.push(performance.now() - begin);
      if (times.at(-1) === Math.max(times.at(-1), times.worst ?? 0))
        [times.worst, worst] = [times.at(-1), text.slice(0, length)];
    }
  }
  times.sort((a, b) => a - b);
  all.push(...times);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2);
  console.log(
    `${way.padEnd(30)} ${String(times.length).padStart(6)} asked  p50 ${at(0.5)}  p99 ${at(0.99)}  p99.9 ${at(0.999)}  worst ${at(1)} ms (${worst})`,
  );
}
all.sort((a, b) => a - b);
const p99 = all[Math.floor(all.length * 0.99)];
console.log(`all: p99 ${p99.toFixed(2)} ms, at most ${LIMIT_MS} are asked`);
process.exitCode = p99 <= LIMIT_MS ? 0 : 1;
