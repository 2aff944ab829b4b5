import type { Logger } from '../../../src/domain/logger.ts';
import type { Segmenter } from '../../../src/domain/segmenter.ts';

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Runs of letters and digits; Chinese in twos. */
export const wordSegmenter: Segmenter = {
  segment: (text) =>
    Array.from(text.matchAll(/\p{Script=Han}{1,2}|[a-z0-9]+/giu), (found) => ({
      text: found[0],
      start: found.index,
      end: found.index + found[0].length,
    })),
  words: (text) => wordSegmenter.segment(text),
};
