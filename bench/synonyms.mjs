/**
 * What a large file of synonyms costs: milliseconds to load, memory, microseconds a query; and the other kinds of
 * rule files beside it. `npm run build`, then `node --expose-gc bench/synonyms.mjs`.
 */
import { unexpanded } from '../dist/rules/expansion.js';
import { parseRegexRules } from '../dist/rules/regex/parse.js';
import { parseReplaceRules } from '../dist/rules/replace/parse.js';
import { parseSynonyms } from '../dist/rules/synonyms/parse.js';
import { parseWordBreak } from '../dist/rules/word-break/parse.js';

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
    list(LINES, (_, at) =>
      at % 3 === 0 ? `${phrase()} => ${phrase()}` : `${phrase()}, ${phrase()}, ${phrase()}`,
    ),
    (text) => parseSynonyms({ file: 'f', text }, { tokenise }),
  ],
  'replacements, 100,000 lines': [
    [...new Set(list(LINES, phrase))].map((input) => `${input} => ${word()}`),
    (text) => parseReplaceRules({ file: 'f', text }, { tokenise }),
  ],
  'word breaks, 100,000 words, German': [
    [JSON.stringify({ dictionary: list(LINES, word), decompound: { morphology: 'GERMAN' } })],
    (text) => parseWordBreak({ file: 'f', text }),
  ],
  'regular expressions, 100 lines': [
    list(100, () => `(\\d+ )?${word()}( ${word()})? => \${1}${word()}`),
    (text) => parseRegexRules({ file: 'f', text }),
  ],
};

/** Half of the words are in the files, half are two of them in one. */
const queries = list(2000, () =>
  list(1 + random(6), () => (random(2) === 0 ? word() : word() + word())).join(' '),
);
const expansions = queries.map((query) => unexpanded(query, tokenise(query)));

function used() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const rows = Object.entries(files).map(([name, [lines, parse]]) => {
  const text = lines.join('\n');
  parse(lines.slice(0, 10).join('\n'));
  const before = used();
  const start = performance.now();
  const file = parse(text);
  const load = performance.now() - start;
  const heap = used() - before;
  const times = list(21, () => {
    const from = performance.now();
    for (const expansion of expansions) file.program.rewrite(expansion, REQUEST);
    return ((performance.now() - from) * 1000) / expansions.length;
  });
  const matching = expansions.filter((expansion) => file.program.rewrite(expansion, REQUEST) !== expansion);
  return {
    file: name,
    errors: file.errors.length,
    'load ms': Math.round(load),
    'heap MiB': Math.round(heap / 2 ** 20),
    'µs a query': Number(times.toSorted((a, b) => a - b)[10].toFixed(1)),
    'queries that match': `${Math.round((100 * matching.length) / expansions.length)} %`,
  };
});
console.table(rows);
