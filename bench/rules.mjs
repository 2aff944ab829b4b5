/**
 * What 100,000 common rules cost: time to load, memory, microseconds to match a query (median and 99th percentile),
 * beside a naive scan over all rules in the same run. `npm run build`, then `node --expose-gc bench/rules.mjs [rules]`.
 */
import { parseCommonRules } from '../dist/rules/common/parse.js';
import { unexpanded } from '../dist/rules/expansion.js';
import { loading, tokenise } from './loading.mjs';

const COUNT = Number(process.argv[2] ?? 100_000);
const ROUNDS = 20;
const byBlanks = (text) => text.split(/\s+/).filter((word) => word !== '');
const REQUEST = { context: new Map(), now: 0, selection: { filters: [], limitByLevel: false } };

let seed = 7;
function random(below) {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}

const list = (count, make) => Array.from({ length: count }, (_, at) => make(at));
const SYLLABLES = ['ka', 'ro', 'min', 'tel', 'su', 'bar', 'no', 'lis', 'pe', 'dor', 'wa', 'gen', 'fi', 'tus'];
const HAN = Array.from('手机壳充电线苹果红色黑白鞋衣裙包书桌灯椅子大小新旧智能无线耳');
const coin = (parts, least, spread) =>
  list(least + random(spread), () => parts[random(parts.length)]).join('');
const WORDS = [...new Set(list(40_000, () => coin(SYLLABLES, 2, 3)))];
const HAN_WORDS = [...new Set(list(8000, () => coin(HAN, 2, 3)))];
/** Few words are in many rules, as in real files. */
const skewed = (words) => words[Math.min(random(words.length), random(words.length), random(words.length))];
const word = () => skewed(random(5) === 0 ? HAN_WORDS : WORDS);
const words = (least, spread) => list(least + random(spread), word).join(' ');

const INSTRUCTIONS = [
  () => `SYNONYM: ${words(1, 2)}`,
  () => `SYNONYM(0.${1 + random(9)}): ${words(1, 3)}`,
  () => `UP(${1 + random(100)}): ${words(1, 2)}`,
  () => `DOWN: brand:${word()}`,
  () => `FILTER: category:${word()} -${word()}`,
  () => `DECORATE(banner): ${word()}`,
  () => `PIN: ${random(1e6)} ${random(1e6)}`,
];
/** A stem that begins few words, as people choose them. */
function stem() {
  for (;;) {
    const one = word();
    if (one.length > 7) return one;
  }
}
function inputOf(kind) {
  if (kind === 0) return `${stem()}*`;
  if (kind === 1) return `"${words(1, 2)}"`;
  if (kind === 2) return `*${stem()}`;
  return words(1, 3);
}
const rules = list(COUNT, (at) => ({
  input: inputOf(random(40)),
  lines: list(1 + random(2), () => INSTRUCTIONS[random(INSTRUCTIONS.length)]()),
  properties: at % 10 === 0 ? [`@{ _id: "r${at}", tenant: "t${random(5)}" }@`] : [],
}));
const text = rules
  .map(({ input, lines, properties }) => [`${input} =>`, ...lines, ...properties, ''].join('\n'))
  .join('\n');
/** Words that many rules are about, and words as they come. */
const busy = list(2000, () => words(1, 6));
const plainWord = () => (random(5) === 0 ? HAN_WORDS[random(HAN_WORDS.length)] : WORDS[random(WORDS.length)]);
const quiet = list(2000, () => list(1 + random(6), plainWord).join(' '));

// The parser is warm when it matters: a gateway reads its files again and again.
await loading('warm.rules.txt', text.slice(0, 200_000));
const { loaded, costs } = await loading('f.rules.txt', text);
const program = loaded.programOf('any');
const expansionsOf = (queries, cut) => queries.map((query) => unexpanded(query, cut(query)));

function timed(run, items, rounds) {
  for (const item of items) run(item);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const item of items) {
      const from = process.hrtime.bigint();
      run(item);
      times.push(Number(process.hrtime.bigint() - from) / 1000);
    }
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

const rewrite = (expansion) => program.rewrite(expansion, REQUEST);

/** One look at every rule, word by word: what the trie saves. */
const inputs = rules.map(({ input }) => {
  const wanted = byBlanks(input.toLowerCase().replaceAll('"', ''));
  return { wanted, left: input.startsWith('"'), right: input.endsWith('"') };
});
function fits(query, wanted, start) {
  return wanted.every((one, at) => {
    const word = query[start + at];
    if (one.endsWith('*')) return word.startsWith(one.slice(0, -1)) && word.length >= one.length;
    if (one.startsWith('*')) return word.endsWith(one.slice(1)) && word.length >= one.length;
    return one === word;
  });
}
function scan(expansion) {
  const query = expansion.terms.map((term) => term.text.toLowerCase());
  let found = 0;
  for (const { wanted, left, right } of inputs) {
    for (let start = 0; start + wanted.length <= query.length; start += 1) {
      if ((left && start > 0) || (right && start + wanted.length < query.length)) continue;
      if (fits(query, wanted, start)) found += 1;
    }
  }
  return found;
}
function measured(queries) {
  const expansions = expansionsOf(queries, tokenise);
  const trie = timed(rewrite, expansions, ROUNDS);
  const sample = expansionsOf(queries.slice(0, 40), byBlanks);
  const naive = timed(scan, sample, 1);
  for (const expansion of sample) {
    if (plain.rewrite(expansion, REQUEST).matched.length !== scan(expansion)) {
      throw new Error(`the scan disagrees: ${expansion.query}`);
    }
  }
  const fired = expansions.reduce((sum, expansion) => sum + rewrite(expansion).matched.length, 0);
  return {
    'rules that fire a query': shown(fired / expansions.length),
    'µs a query, p50': shown(trie.p50),
    'µs a query, p99': shown(trie.p99),
    'naive scan µs, p50': Math.round(naive.p50),
    'naive scan µs, p99': Math.round(naive.p99),
  };
}
const shown = (value) => Number(value.toFixed(1));

console.log(
  `${COUNT} rules, ${shown(text.length / 1e6)} million characters, ${loaded.errors.length} errors, Node ${process.version}`,
);
console.table(costs);
/** For the scan, which knows no other words than blanks part. */
const plain = parseCommonRules({ file: 'f', text }, { tokenise: byBlanks }).open();
console.table({ 'words of many rules': measured(busy), 'any words': measured(quiet) });
