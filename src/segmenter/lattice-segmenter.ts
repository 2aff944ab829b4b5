import type { Logger } from '../domain/logger.ts';
import type { Segment, Segmenter } from '../domain/segmenter.ts';
import { foldCaseInPlace } from '../text/normalise.ts';
import { type WordArrays, WordList } from '../text/word-list.ts';
import { bestPath, buildLattice, type Edge } from './lattice.ts';
import { otherReadings } from './other-readings.ts';
import { type Unit, unitRuns } from './units.ts';
import { type UnknownWords, unknownWords } from './unknown-words.ts';

/** What a segmenter is made of, as data that threads share. */
export interface SegmenterParts {
  /** A later one's weight counts where several have a word. */
  readonly dictionaries: readonly WordArrays[];
  /** Weight of what is no word. */
  readonly unknownWeight: number;
  /** Whether words that no dictionary has are guessed. */
  readonly guesses: boolean;
}

/** A segmenter that other threads can have as well. */
export interface PortableSegmenter extends Segmenter {
  parts(): SegmenterParts;
}

interface LatticeOptions {
  readonly dictionaries: readonly WordList[];
  readonly unknownWeight: number;
  readonly guess: UnknownWords | undefined;
}

/**
 * The segmenter that these are the parts of.
 * @throws Error where that one guesses and this thread cannot: they would cut differently
 */
export function segmenterFrom(
  { dictionaries, unknownWeight, guesses }: SegmenterParts,
  logger: Logger,
): PortableSegmenter {
  const guess = guesses ? unknownWords(logger) : undefined;
  if (guesses && guess === undefined) throw new Error('unknown words cannot be guessed in this thread');
  return latticeSegmenter({
    dictionaries: dictionaries.map((arrays) => WordList.over(arrays)),
    unknownWeight,
    guess,
  });
}

/** Cuts text by the words of these dictionaries. */
export function latticeSegmenter({ dictionaries, unknownWeight, guess }: LatticeOptions): PortableSegmenter {
  const latticeOf = (folded: string, units: readonly Unit[]): readonly (readonly Edge[])[] =>
    buildLattice(folded, units, dictionaries, unknownWeight);
  return {
    parts: () => ({
      dictionaries: dictionaries.map((list) => list.shared()),
      unknownWeight,
      guesses: guess !== undefined,
    }),
    segment(text) {
      const folded = foldCaseInPlace(text);
      return unitRuns(text).flatMap((units) => {
        const path = bestPath(latticeOf(folded, units));
        return joinUnknown(path, units, folded, guess).map(([from, to]) => cut(text, units, from, to));
      });
    },
    readings(text, most) {
      const folded = foldCaseInPlace(text);
      const runs = unitRuns(text).map((units) => {
        const lattice = latticeOf(folded, units);
        const best = joinUnknown(bestPath(lattice), units, folded, guess);
        return { units, best, others: most === 0 ? [] : otherReadings(lattice, best) };
      });
      return {
        best: runs.flatMap(({ units, best }) => best.map(([from, to]) => cut(text, units, from, to))),
        others: runs
          .flatMap(({ units, others }) =>
            others.map(({ words, lessLikely }) => ({
              words: words.map(({ from, to }) => cut(text, units, from, to)),
              lessLikely,
            })),
          )
          .toSorted((a, b) => a.lessLikely - b.lessLikely)
          .slice(0, most),
      };
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
