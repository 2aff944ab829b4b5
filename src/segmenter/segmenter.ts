import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';
import { WordList } from '../text/word-list.ts';
import { type BaseDictionary, baseDictionary } from './base-dictionary.ts';
import { latticeSegmenter, type PortableSegmenter } from './lattice-segmenter.ts';
import { bestPath, buildLattice } from './lattice.ts';
import { unitRuns } from './units.ts';
import { type UnknownWords, unknownWords } from './unknown-words.ts';
import { type DictionaryFile, readUserDictionaries } from './user-dictionary.ts';

export interface SegmenterOptions {
  readonly userDictionaries: readonly DictionaryFile[];
  /** `nodejieba` guesses words that no dictionary has; `off` leaves them as single characters. */
  readonly hmm: 'nodejieba' | 'off';
  readonly logger: Logger;
}

export interface LoadedSegmenter {
  readonly segmenter: PortableSegmenter;
  readonly health: DependencyHealth;
  /** A segmenter with more dictionaries on top, which shares everything else with this one. */
  readonly with: (more: MoreWords) => PortableSegmenter;
  /** Natural logarithm of the probability that lets a word win over every way to cut it. */
  readonly weightToCut: (word: string) => number;
}

/** Words beside those of everybody; of one that stands in several, the user's weight counts. */
export interface MoreWords {
  readonly userDictionaries: readonly DictionaryFile[];
  /** Of a catalogue. */
  readonly words?: WordList | undefined;
}

/** A word without a frequency must beat its own pieces by this much, in logarithms. */
const ENOUGH_MORE = 1;

/**
 * Loads the dictionaries and cuts text by them: jieba's algorithm (most probable path through the words that a
 * dictionary allows, a hidden Markov model for runs of single characters) over a lattice that keeps every reading.
 * @throws GatewayError `config_invalid` for a faulty user dictionary
 */
export async function createSegmenter(options: SegmenterOptions): Promise<LoadedSegmenter> {
  const base = baseDictionary();
  const guess = options.hmm === 'nodejieba' ? unknownWords(options.logger) : undefined;
  const common = withOverlay(base, [base.words], options.userDictionaries);
  const over = (dictionaries: readonly WordList[]): PortableSegmenter =>
    latticeSegmenter({ dictionaries, unknownWeight: base.unknownWeight, guess });
  return {
    segmenter: over(common),
    health: healthOf(options, guess),
    with: ({ userDictionaries, words }) => {
      const below = words === undefined ? common : [...common, words];
      return over(withOverlay(base, below, userDictionaries));
    },
    weightToCut: (word) => enough(base, common, word),
  };
}

function withOverlay(
  base: BaseDictionary,
  below: readonly WordList[],
  files: readonly DictionaryFile[],
): readonly WordList[] {
  if (files.length === 0) return below;
  const weights = new Map<string, number>();
  for (const [word, frequency] of readUserDictionaries(files)) {
    weights.set(word, frequency === null ? enough(base, below, word) : Math.log(frequency) - base.logTotal);
  }
  return [...below, WordList.of(weights)];
}

/** The weight that lets a word win over every way to cut it. */
function enough(base: BaseDictionary, below: readonly WordList[], word: string): number {
  const pieces = unitRuns(word).flatMap((units) =>
    bestPath(buildLattice(word, units, below, base.unknownWeight)),
  );
  return Math.min(0, pieces.reduce((sum, { weight }) => sum + weight, 0) + ENOUGH_MORE);
}

function healthOf({ hmm }: SegmenterOptions, guess: UnknownWords | undefined): DependencyHealth {
  if (hmm === 'off') return { name: 'segmenter', state: 'up', detail: 'dictionary lattice, no guessing' };
  if (guess === undefined) {
    return {
      name: 'segmenter',
      state: 'degraded',
      detail: 'dictionary lattice alone: nodejieba has no native binary here',
    };
  }
  return { name: 'segmenter', state: 'up', detail: 'dictionary lattice, unknown words guessed by nodejieba' };
}
