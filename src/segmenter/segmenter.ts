import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';
import type { Segment, Segmenter } from '../domain/segmenter.ts';
import { foldCaseInPlace } from '../text/normalise.ts';
import { WordList } from '../text/word-list.ts';
import { type BaseDictionary, baseDictionary } from './base-dictionary.ts';
import { bestPath, buildLattice, type Edge } from './lattice.ts';
import { type Unit, unitRuns } from './units.ts';
import { type UnknownWords, unknownWords } from './unknown-words.ts';
import { type DictionaryFile, readUserDictionaries } from './user-dictionary.ts';

export interface SegmenterOptions {
  readonly userDictionaries: readonly DictionaryFile[];
  /** `nodejieba` guesses words that no dictionary has; `off` leaves them as single characters. */
  readonly hmm: 'nodejieba' | 'off';
  readonly logger: Logger;
}

export interface LoadedSegmenter {
  readonly segmenter: Segmenter;
  readonly health: DependencyHealth;
  /** A segmenter with more dictionaries on top, which shares everything else with this one. */
  readonly with: (more: MoreWords) => Segmenter;
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
  return {
    segmenter: segmenterOf(base, common, guess),
    health: healthOf(options, guess),
    with: ({ userDictionaries, words }) => {
      const below = words === undefined ? common : [...common, words];
      return segmenterOf(base, withOverlay(base, below, userDictionaries), guess);
    },
    weightToCut: (word) => enough(base, common, word),
  };
}

function segmenterOf(
  base: BaseDictionary,
  dictionaries: readonly WordList[],
  guess: UnknownWords | undefined,
): Segmenter {
  const latticeOf = (folded: string, units: readonly Unit[]): readonly (readonly Edge[])[] =>
    buildLattice(folded, units, dictionaries, base.unknownWeight);
  return {
    segment(text) {
      const folded = foldCaseInPlace(text);
      return unitRuns(text).flatMap((units) => {
        const path = bestPath(latticeOf(folded, units));
        return joinUnknown(path, units, folded, guess).map(([from, to]) => cut(text, units, from, to));
      });
    },
    words(text) {
      const folded = foldCaseInPlace(text);
      return unitRuns(text).flatMap((units) =>
        latticeOf(folded, units)
          .flat()
          .map(({ from, to }) => cut(text, units, from, to)),
      );
    },
  };
}

function cut(text: string, units: readonly Unit[], from: number, to: number): Segment {
  const start = units[from]!.start;
  const end = units[to - 1]!.end;
  return { text: text.slice(start, end), start, end };
}

/** Unit ranges of the path's words, with single Chinese characters that follow one another guessed into words. */
function joinUnknown(
  path: readonly Edge[],
  units: readonly Unit[],
  folded: string,
  guess: UnknownWords | undefined,
): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  let single: number[] = [];
  const flush = (): void => {
    const [first] = single;
    if (first === undefined) return;
    if (guess === undefined || single.length === 1)
      ranges.push(...single.map((at): [number, number] => [at, at + 1]));
    else ranges.push(...guessed(units, single, folded, guess));
    single = [];
  };
  for (const { from, to } of path) {
    if (to - from === 1 && units[from]!.isHan) {
      single.push(from);
      continue;
    }
    flush();
    ranges.push([from, to]);
  }
  flush();
  return ranges;
}

function guessed(
  units: readonly Unit[],
  single: readonly number[],
  folded: string,
  guess: UnknownWords,
): [number, number][] {
  const ranges: [number, number][] = [];
  const first = single[0]!;
  let from = first;
  for (const word of guess(folded.slice(units[first]!.start, units[single.at(-1)!]!.end))) {
    const to = from + [...word].length;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
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
