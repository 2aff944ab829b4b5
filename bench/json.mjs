/**
 * What reading, re-ordering and filtering an answer costs, beside JSON.parse of the same bytes, in one run.
 * `npm run build`, then `node bench/json.mjs`.
 */
import { parseDocument } from '../dist/json/document.js';
import { assembleAnswer, candidatesOf, orderOf, readAnswer } from '../dist/search-api/answer.js';
import { applyFilterPath, parseFilterPath } from '../dist/search-api/filter-path.js';
import { median } from './figures.mjs';

const SENTENCE = 'The quick brown \\"fox\\" jumps 手机壳 over the lazy dog. ';
const prose = (repeats) => ({
  title: 'x',
  description: SENTENCE.repeat(repeats),
  price: 1.5,
  tags: ['a', 'b'],
});
const table = (fields) =>
  Object.fromEntries(Array.from({ length: fields }, (_, i) => [`field${i}`, i * 1.5]));

const ANSWERS = {
  '10 hits of prose': answer(10, prose(24)),
  '100 hits of prose': answer(100, prose(150)),
  '100 hits of 450 numbers': answer(100, table(450)),
};

function answer(count, source) {
  const hits = Array.from({ length: count }, (_, i) => ({
    _index: 'i',
    _id: `id${i}`,
    _score: 9 - i / 100,
    _source: source,
  }));
  const total = { value: count, relation: 'eq' };
  return Buffer.from(JSON.stringify({ took: 3, timed_out: false, hits: { total, max_score: 9, hits } }));
}

/** Median of 21 rounds, in microseconds a run. */
function microseconds(work) {
  const rounds = Array.from({ length: 21 }, () => {
    const start = process.hrtime.bigint();
    for (let run = 0; run < 20; run += 1) work();
    return Number(process.hrtime.bigint() - start) / 20_000;
  });
  return Math.round(median(rounds));
}

const filter = parseFilterPath('hits.hits._id,hits.hits._source');
const rows = Object.entries(ANSWERS).map(([name, body]) => {
  const read = readAnswer(body);
  const order = orderOf(read, candidatesOf(read, 'lexical').toReversed());
  return {
    answer: name,
    bytes: body.length,
    'JSON.parse': microseconds(() => JSON.parse(body.toString())),
    parseDocument: microseconds(() => parseDocument(body)),
    readAnswer: microseconds(() => readAnswer(body)),
    assembleAnswer: microseconds(() => assembleAnswer(read, { order, tookMs: 1 })),
    applyFilterPath: microseconds(() => applyFilterPath(body, filter)),
  };
});
console.table(rows);
