import type { Segmenter } from '../../../../src/domain/segmenter.ts';

/** Cuts into pairs of characters, and keeps Latin words. */
export const PAIRS: Segmenter = {
  segment: (text) =>
    [...text.matchAll(/\p{Script=Han}{1,2}|[a-z0-9]+/giu)].map(({ 0: word, index: start }) => ({
      text: word,
      start,
      end: start + word.length,
    })),
  words: () => [],
  readings: () => ({ best: [], others: [] }),
};
