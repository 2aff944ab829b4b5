// Proposals for sentences as they are and with slips put in, each right or wrong.
// Usage: features.mjs DIST MODEL SENTENCES OUT
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, modelFile, sentences, out] = process.argv.slice(2);
const folder = join(resolve(dist), 'stages/understand/correct/chinese');
const load = (name) => import(pathToFileURL(join(folder, name)).href);
const { ChineseModel, readingKey } = await load('chinese-model.js');
const { CandidateSource } = await load('candidates.js');
const { proposalsFor, FEATURES } = await load('proposals.js');

const model = new ChineseModel(readFileSync(modelFile));
const source = new CandidateSource(model);
const RUN = /[\u4e00-\u9fff]+/g;
/** Characters rarer than this are put in for none. */
const RARE = -5;

let state = 7;
function random(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const known = new Map();
function soundalikes(character) {
  const before = known.get(character);
  if (before !== undefined) return before;
  const same = [];
  const near = [];
  for (const syllable of model.syllablesOf(character)) {
    for (const word of model.said(readingKey([model.classes[syllable]]))) {
      if (model.length(word) !== 1 || model.unigram(word) < RARE) continue;
      const other = model.word(word);
      if (other === character) continue;
      (model.syllablesOf(other).includes(syllable) ? same : near).push([other, model.unigram(word)]);
    }
  }
  known.set(character, { same, near });
  return { same, near };
}

/** One slip or two: mostly another character that is said the same, the more frequent ones more often. */
function slipped(sentence) {
  const places = [...sentence.matchAll(/[\u4e00-\u9fff]/g)].map((match) => match.index);
  if (places.length === 0) return sentence;
  const slips = random(3) === 0 ? 2 : 1;
  let text = sentence;
  for (let slip = 0; slip < slips; slip += 1) {
    const at = places[random(places.length)];
    const kind = random(10);
    const { same, near } = soundalikes(sentence[at]);
    const alike = Array.from(model.lookalikes(sentence[at]), (one) => [one, 0]);
    const options = kind < 7 ? same : kind < 8 ? near : alike;
    if (options.length === 0) continue;
    const [one, other] = [options[random(options.length)], options[random(options.length)]];
    text = text.slice(0, at) + (one[1] > other[1] ? one : other)[0] + text.slice(at + 1);
  }
  return text;
}

const rows = [];
for (const sentence of readFileSync(sentences, 'utf8').split('\n')) {
  if (sentence === '') continue;
  for (const text of [sentence, slipped(sentence)]) {
    for (const run of text.matchAll(RUN)) {
      for (const { start, end, text: meant, features } of proposalsFor(run[0], source, undefined)) {
        const right = sentence.slice(run.index + start, run.index + end) === meant ? 1 : 0;
        rows.push([right, text === sentence ? 0 : 1, ...features].join(' '));
      }
    }
  }
}
writeFileSync(out, `${FEATURES.join(' ')}\n${rows.join('\n')}\n`);
