/** Phrases for benches of completion: words of the sample catalogue, recombined; the same in every run. */
import { readFileSync } from 'node:fs';

/** The most that are kept. */
export const PHRASES = 200_000;

let seed = 20_261_126;
/** 0..1, the same in every run (mulberry32). */
export function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
export const oneOf = (list) => list[Math.floor(random() * list.length)];

/** Phrase → how often it was asked for. */
export function recombined() {
  const corpus = readFileSync(new URL('../samples/products/corpus.jsonl', import.meta.url), 'utf8');
  const texts = corpus
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const words = texts.flatMap(({ title, description }) =>
    `${title} ${description}`.match(/\p{Script=Han}{1,4}|[a-z0-9]+/giu),
  );
  const [han, latin] = [
    words.filter((word) => /\p{Script=Han}/u.test(word)),
    words.filter((word) => /[a-z]/i.test(word)),
  ];
  const phrases = new Map();
  while (phrases.size < PHRASES) {
    const count = 1 + Math.floor(random() * 3);
    const pick = random();
    const parts = Array.from({ length: count }, () => oneOf(pick < 0.6 ? han : latin));
    const text =
      pick < 0.5 ? parts.join('') : pick < 0.6 ? `${oneOf(latin)} ${parts.join('')}` : parts.join(' ');
    // As in query logs: few are asked for often.
    phrases.set(text, Math.ceil(1 / (random() ** 2 + 1e-5)));
  }
  return phrases;
}
