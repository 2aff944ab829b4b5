// Proposals for sentences as they are and with slips put in, each right or wrong.
// Usage: features.mjs DIST MODEL SENTENCES OUT, which gets rows of 32-bit floats, OUT.json what stands in them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, modelFile, sentences, out] = process.argv.slice(2);
const folder = join(resolve(dist), 'stages/understand/correct/chinese');
const load = (name) => import(pathToFileURL(join(folder, name)).href);
const { ChineseModel, SAME_SOUND, SAME_SHAPE } = await load('chinese-model.js');
const { CandidateSource } = await load('candidates.js');
const { FEATURES } = await load('features.js');
const { ProposalSource } = await load('proposals.js');

const model = new ChineseModel(readFileSync(modelFile));
const source = new ProposalSource(new CandidateSource(model), undefined);
const RUN = /[\u4e00-\u9fff]+/g;
let state = 7;
function random(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

/** Of what a character may be mistaken for, those that are mistaken for it in one way or another. */
function alike(character, fits) {
  const code = character.charCodeAt(0);
  const found = [];
  for (let at = model.alikeStart(code); at < model.alikeEnd(code); at += 1) {
    if (fits(model.alikeKinds[at])) found.push(String.fromCharCode(model.alike[at]));
  }
  return found;
}

/** How slips come about, each as often as it stands here. */
const KINDS = [
  ...Array.from({ length: 13 }, () => (kind) => (kind & SAME_SOUND) !== 0),
  ...Array.from({ length: 2 }, () => (kind) => (kind & (SAME_SOUND | SAME_SHAPE)) === 0),
  ...Array.from({ length: 3 }, () => (kind) => (kind & SAME_SHAPE) !== 0),
];

/** What is typed for a character; one of twenty slips makes another one of it that nothing explains. */
function slip(character, places) {
  if (random(20) === 0) return places[random(places.length)][0];
  const options = alike(character, KINDS[random(KINDS.length)]);
  if (options.length === 0) return character;
  // The more frequent ones, which stand first, more often.
  return options[Math.min(random(options.length), random(options.length))];
}

/** How many slips, by how many places there are. */
function slipsFor(places) {
  const often = places > 7 ? [1, 1, 1, 2, 2, 3] : places > 4 ? [1, 1, 2, 2] : [1];
  return often[random(often.length)];
}

/** One slip to three, often side by side. */
function slipped(sentence) {
  const places = [...sentence.matchAll(/[\u4e00-\u9fff]/g)];
  if (places.length === 0) return sentence;
  const slips = slipsFor(places.length);
  let text = sentence;
  let last = random(places.length);
  for (let made = 0; made < slips; made += 1) {
    if (made > 0) last = random(5) < 2 ? (last + 1) % places.length : random(places.length);
    const { index } = places[last];
    text = text.slice(0, index) + slip(sentence[index], places) + text.slice(index + 1);
  }
  return text;
}

const COLUMNS = ['right', 'typo', 'text', 'start', 'end', 'length', ...FEATURES];
const rows = [];
let number = 0;
for (const sentence of readFileSync(sentences, 'utf8').split('\n')) {
  if (sentence === '') continue;
  for (const text of [sentence, slipped(sentence), slipped(sentence)]) {
    number += 1;
    for (const { 0: run, index } of text.matchAll(RUN)) {
      for (const { start, end, text: meant, features } of source.of(run)) {
        const place = { start: start + index, end: end + index };
        const right = sentence.slice(place.start, place.end) === meant ? 1 : 0;
        const typo = text === sentence ? 0 : 1;
        rows.push(Float32Array.of(right, typo, number, place.start, place.end, text.length, ...features));
      }
    }
  }
}
writeFileSync(out, Buffer.concat(rows.map(({ buffer }) => Buffer.from(buffer))));
writeFileSync(`${out}.json`, JSON.stringify({ columns: COLUMNS }));
