/**
 * Writes what the corrector sees of every word of typed and intended queries, for train.py.
 * Usage: node features.mjs DIST MODEL PAIRS.tsv OUT [WORDS.tsv]   (PAIRS: id, typed, intended; WORDS: typed, intended)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [dist, modelFile, pairsFile, out, wordsFile] = process.argv.slice(2);
const folder = resolve(dist, 'stages/understand/correct/english');
const { openEnglishModel } = await import(`${folder}/english-model.js`);
const { surroundingsOf } = await import(`${folder}/context.js`);
const { readings } = await import(`${folder}/readings.js`);
const { tokens } = await import(`${folder}/tokens.js`);
const { FEATURES } = await import(`${folder}/features.js`);

const model = openEnglishModel(readFileSync(modelFile));
const values = [];
const groups = [];
const sameWord = (a, b) => a !== undefined && b !== undefined && a.key === b.key;

/** One group a word: query, its fold, whether the query has an error, readings, the right one (-1: none). */
function add(query, fold, typed, intended) {
  const typedTokens = tokens(typed);
  const meantTokens = tokens(intended);
  if (typedTokens.length !== meantTokens.length) return;
  const faulty = typed !== intended ? 1 : 0;
  const keys = typedTokens.map(({ key }) => key);
  typedTokens.forEach((token, at) => {
    if (!token.open) return;
    const found = readings({ model }, token.key, surroundingsOf(model, keys, at));
    const meant = meantTokens[at].key;
    const right = sameWord(token, meantTokens[at]) ? 0 : found.findIndex(({ text }) => text === meant);
    groups.push(query, fold, faulty, found.length, right);
    for (const { features } of found) values.push(features);
  });
  if (typedTokens.every((token, at) => sameWord(token, meantTokens[at]) || !token.open)) {
    if (faulty) groups.push(query, fold, 2, 0, -1);
  }
}

const seen = new Set();
let query = 0;
for (const line of readFileSync(pairsFile, 'utf8').split('\n')) {
  const [, typed, intended] = line.split('\t');
  if (intended === undefined) continue;
  const base = intended.toLowerCase().trim();
  let fold = 0;
  for (const character of base) fold = (fold * 31 + character.codePointAt(0)) % 9973;
  add(query++, fold % 5, typed.trim().toLowerCase(), base);
  if (seen.has(base)) continue;
  seen.add(base);
  add(query++, fold % 5, base, base);
}
/** Misspelt words without a query around them: fold -1, so that they are trained on and not measured. */
function addWord(typed, intended, faulty) {
  if (!/^[a-z]{3,24}$/.test(typed) || !/^[a-z]{3,24}$/.test(intended)) return;
  const found = readings({ model }, typed, { left: -1, right: -1, far: [] });
  const right = typed === intended ? 0 : found.findIndex(({ text }) => text === intended);
  groups.push(query++, -1, faulty, found.length, right);
  for (const { features } of found) values.push(features);
}

if (wordsFile !== undefined) {
  const meant = new Set();
  for (const line of readFileSync(wordsFile, 'utf8').toLowerCase().split('\n')) {
    const [typed, intended] = line.split('\t');
    if (intended === undefined || typed === intended) continue;
    addWord(typed, intended, 1);
    meant.add(intended);
  }
  for (const word of meant) addWord(word, word, 0);
}
const matrix = new Float32Array(values.length * FEATURES.length);
values.forEach((row, at) => matrix.set(row, at * FEATURES.length));
writeFileSync(`${out}.features`, matrix);
writeFileSync(`${out}.groups`, new Int32Array(groups));
writeFileSync(`${out}.json`, JSON.stringify(FEATURES));
