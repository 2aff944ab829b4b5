import { randomNumbers } from '../../../src/evaluation/random.ts';
import { BRANDS, CATEGORIES, pick, unitVector, vector, zipf } from './corpus.ts';
import type { Random } from './corpus.ts';
import { HAN, NOUNS, OTHERS } from './words.ts';

/** A kind of search body; places in double braces are filled from the corpus. */
export interface Shape {
  readonly name: string;
  readonly body: unknown;
}

const WORDS = [...NOUNS, ...OTHERS];

function typo(random: Random, word: string): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  const kind = Math.floor(random() * 3);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1) return `${word.slice(0, at)}e${word.slice(at)}`;
  return word.slice(0, at - 1) + word[at]! + word[at - 1]! + word.slice(at + 1);
}

function phrase(random: Random, count: number, documents: Corpus): string {
  const text = String(pick(random, documents)['body']).toLowerCase().replaceAll('.', '').split(' ');
  const start = Math.floor(random() * Math.max(1, text.length - count));
  return text.slice(start, start + count).join(' ');
}

type Corpus = readonly Readonly<Record<string, unknown>>[];

function fill(name: string, random: Random, documents: Corpus): unknown {
  const [kind, argument = '1'] = name.split(' ');
  const count = Number(argument);
  const day = new Date(Date.UTC(2023, Math.floor(random() * 20), 1 + Math.floor(random() * 28)));
  const fillers: Readonly<Record<string, () => unknown>> = {
    words: () =>
      Array.from({ length: count }, () => (random() < 0.5 ? pick(random, WORDS) : zipf(random, WORDS))).join(
        ' ',
      ),
    noun: () => zipf(random, NOUNS),
    typo: () =>
      typo(
        random,
        pick(
          random,
          WORDS.filter((word) => word.length > 4),
        ),
      ),
    prefix: () =>
      pick(
        random,
        WORDS.filter((word) => word.length > 4),
      ).slice(0, 3),
    phrase: () => phrase(random, count, documents),
    han: () => Array.from({ length: count }, () => zipf(random, HAN)).join(''),
    brand: () => pick(random, BRANDS),
    category: () => pick(random, CATEGORIES),
    number: () => Math.floor(random() * count),
    serial: () => String(Math.floor(random() * documents.length)),
    day: () => day.toISOString().slice(0, 10),
    month: () => day.toISOString().slice(0, 7),
    vector: () => vector(random),
    unit: () => unitVector(random),
    msm: () => pick(random, ['1', '2', '-1', '75%', '-25%', '2<75%', '1<-1 3<60%']),
  };
  return fillers[kind!]!();
}

function expand(json: unknown, random: Random, documents: Corpus): unknown {
  if (Array.isArray(json)) return json.map((one) => expand(one, random, documents));
  if (typeof json === 'object' && json !== null) {
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [key, expand(value, random, documents)]),
    );
  }
  if (typeof json !== 'string') return json;
  const whole = /^\{\{([^}]+)\}\}$/.exec(json);
  if (whole !== null) return fill(whole[1]!, random, documents);
  return json.replaceAll(/\{\{([^}]+)\}\}/g, (_, name: string) => String(fill(name, random, documents)));
}

/** The `count` bodies of a shape; the same for every run. */
export function bodies(shape: Shape, count: number, documents: Corpus): readonly unknown[] {
  const seed = Array.from(shape.name).reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7);
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => expand(shape.body, random, documents));
}
