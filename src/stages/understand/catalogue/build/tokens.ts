import type { Segmenter } from '../../../../domain/segmenter.ts';
import { termKey } from '../term-key.ts';

/** Words that follow one another, with nothing between them but blanks and hyphens. */
export type WordRun = readonly string[];

/** Longer texts are read up to here, in UTF-16 units: a description is no place for names any more. */
const LONGEST = 20_000;
const RUN = /[\p{L}\p{M}\p{N}'\u2019 -]+/gu;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}]+)*/gu;
const HAN = /\p{Script=Han}/u;
const ONLY_HAN = /^\p{Script=Han}+$/u;
const MARKS = /\p{M}/gu;

/** The words of a text in runs: Chinese as the segmenter cuts it, others between blanks, without accents. */
export function wordRuns(text: string, segmenter: Segmenter): readonly WordRun[] {
  return Array.from(termKey(text.slice(0, LONGEST)).matchAll(RUN), ([run]) =>
    Array.from(run.matchAll(WORD)).flatMap(([word]) =>
      HAN.test(word) ? segmenter.segment(word).map((segment) => segment.text) : [withoutAccents(word)],
    ),
  ).filter((run) => run.length > 0);
}

/** As the corrector of English looks words up: straight apostrophes, no accents. */
export function withoutAccents(word: string): string {
  return word.normalize('NFKD').replaceAll(MARKS, '').replaceAll('\u2019', "'");
}

export function isHan(text: string): boolean {
  return ONLY_HAN.test(text);
}

/** Words as one phrase; undefined where Chinese and other words stand side by side: nobody agrees on their blanks. */
export function phraseOf(words: readonly string[]): string | undefined {
  const chinese = words.filter(isHan).length;
  if (chinese === words.length) return words.join('');
  return chinese === 0 && !words.some((word) => HAN.test(word)) ? words.join(' ') : undefined;
}
