/**
 * What a large file of synonyms costs: milliseconds to load, memory, microseconds a query; and the other kinds of
 * rule files beside it. `npm run build`, then `node --expose-gc bench/synonyms.mjs`.
 */
import { unexpanded } from '../dist/rules/expansion.js';
import { median } from './figures.mjs';
import { loading } from './loading.mjs';

const tokenise = (text) => text.split(/\s+/).filter((word) => word !== '');
const REQUEST = { context: new Map(), now: 0, selection: { filters: [], limitByLevel: false } };

let seed = 7;
function random(below) {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}

const SYLLABLES = ['ka', 'ro', 'min', 'tel', 'su', 'bar', 'no', 'lis', 'pe', 'dor', 'wa', 'gen', 'fi', 'tus'];
const coined = () =>
  Array.from({ length: 3 + random(3) }, () => SYLLABLES[random(SYLLABLES.length)]).join('');
const WORDS = [...new Set(Array.from({ length: 60_000 }, coined))];
const word = () => WORDS[random(WORDS.length)];
const phrase = () => Array.from({ length: 1 + random(3) }, word).join(' ');
const list = (count, make) => Array.from({ length: count }, make);

const LINES = 100_000;
const files = {
  'synonyms, 100,000 lines': [
    'f.synonyms.txt',
    list(LINES, (_, at) =>
      at % 3 === 0 ? `${phrase()} => ${phrase()}` : `${phrase()}, ${phrase()}, ${phrase()}`,
    ),
  ],
  'replacements, 100,000 lines': [
    'f.replace.txt',
    [...new Set(list(LINES, phrase))].map((input) => `${input} => ${word()}`),
  ],
  'word breaks, 10,000 words, German': [
    'f.word-break.json',
    [JSON.stringify({ dictionary: list(10_000, word), decompound: { morphology: 'GERMAN' } })],
  ],
  'regular expressions, 100 lines': [
    'f.regex.txt',
    list(100, () => `(\\d+ )?${word()}( ${word()})? => \${1}${word()}`),
  ],
};

/** Half of the words are in the files, half are two of them in one. */
const queries = list(2000, () =>
  list(1 + random(6), () => (random(2) === 0 ? word() : word() + word())).join(' '),
);
const expansions = queries.map((query) => unexpanded(query, tokenise(query)));

const rows = [];
for (const [name, [file, lines]] of Object.entries(files)) {
  await loading(file, lines.slice(0, 10).join('\n'));
  const { loaded, costs } = await loading(file, lines.join('\n'));
  const program = loaded.programOf('any');
  const times = list(21, () => {
    const from = performance.now();
    for (const expansion of expansions) program.rewrite(expansion, REQUEST);
    return ((performance.now() - from) * 1000) / expansions.length;
  });
  const matching = expansions.filter((expansion) => program.rewrite(expansion, REQUEST) !== expansion);
  rows.push({
    file: name,
    errors: loaded.errors.length,
    ...costs,
    'µs a query': Number(median(times).toFixed(1)),
    'queries that match': `${Math.round((100 * matching.length) / expansions.length)} %`,
  });
}
console.table(rows);
