import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../domain/logger.ts';

/** Guesses the words in a run of characters that no dictionary joins. */
export type UnknownWords = (run: string) => readonly string[];

interface Jieba {
  load(files: { dict: string; idfDict: string; userDict: string }): void;
  cutHMM(text: string): string[];
}

let loaded: { readonly guess: UnknownWords | undefined } | undefined;

/**
 * nodejieba's hidden Markov model. Only the model is loaded: with its own 5 MB dictionary, which the lattice
 * holds already, it would cost 1.6 s and 255 MB; with stubs in the dictionary's place it costs 50 ms and 10 MB.
 * Undefined where its native binary could not be built.
 */
export function unknownWords(logger: Logger): UnknownWords | undefined {
  loaded ??= { guess: load(logger) };
  return loaded.guess;
}

function load(logger: Logger): UnknownWords | undefined {
  const stub = (name: string): string =>
    fileURLToPath(new URL(`../../dictionaries/hmm-stub/${name}`, import.meta.url));
  try {
    const jieba = createRequire(import.meta.url)('nodejieba') as Jieba;
    jieba.load({ dict: stub('dict.utf8'), idfDict: stub('idf.utf8'), userDict: stub('user.utf8') });
    return (run) => jieba.cutHMM(run);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn({ reason }, 'nodejieba cannot be loaded; words that no dictionary has are not guessed');
    return undefined;
  }
}
