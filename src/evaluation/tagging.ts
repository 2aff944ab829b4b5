import type { Estimate } from './classification.ts';
import { bootstrap } from './bootstrap.ts';
import type { Proportion } from './proportion.ts';
import { proportion } from './proportion.ts';

/** A piece of a text with what it is, half-open. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly tag: string;
}

/** One text: its pieces, and those that a tagger found. */
export interface Tagged {
  readonly expected: readonly Piece[];
  readonly found: readonly Piece[];
}

export interface TagReport {
  readonly tag: string;
  /** Of the pieces that were found, those that are right; start, end and tag must be. */
  readonly precision: Proportion;
  /** Of the pieces that there are, those that were found. */
  readonly recall: Proportion;
  /** The interval is a bootstrap over texts. */
  readonly f1: Estimate;
}

export interface TaggingReport {
  /** All tags together (micro average). */
  readonly all: TagReport;
  /** The most frequent tag first. */
  readonly tags: readonly TagReport[];
}

interface Counts {
  readonly expected: number;
  readonly found: number;
  readonly right: number;
}

/** What taggings are worth, piece by piece. */
export function taggingReport(texts: readonly Tagged[]): TaggingReport {
  const tags = [
    ...new Set(texts.flatMap(({ expected, found }) => [...expected, ...found].map(({ tag }) => tag))),
  ];
  return {
    all: reportOf('all', texts),
    tags: tags
      .map((tag) => {
        const own = (pieces: readonly Piece[]): readonly Piece[] =>
          pieces.filter((piece) => piece.tag === tag);
        const only = texts.map(({ expected, found }) => ({ expected: own(expected), found: own(found) }));
        return reportOf(tag, only);
      })
      .sort((a, b) => b.recall.total - a.recall.total || (a.tag < b.tag ? -1 : 1)),
  };
}

function reportOf(tag: string, texts: readonly Tagged[]): TagReport {
  const counts = texts.map(countsOf);
  const { expected, found, right } = sum(counts);
  return {
    tag,
    precision: proportion(right, found),
    recall: proportion(right, expected),
    f1: {
      value: f1({ expected, found, right }),
      interval: bootstrap(counts.length, (sample) => f1(sum(Array.from(sample, (at) => counts[at]!)))),
    },
  };
}

function countsOf({ expected, found }: Tagged): Counts {
  const keys = new Set(expected.map(keyOf));
  return {
    expected: expected.length,
    found: found.length,
    right: found.filter((piece) => keys.has(keyOf(piece))).length,
  };
}

function keyOf({ start, end, tag }: Piece): string {
  return `${start} ${end} ${tag}`;
}

function sum(counts: readonly Counts[]): Counts {
  let [expected, found, right] = [0, 0, 0];
  for (const one of counts) {
    expected += one.expected;
    found += one.found;
    right += one.right;
  }
  return { expected, found, right };
}

function f1({ expected, found, right }: Counts): number {
  return expected + found === 0 ? 0 : (2 * right) / (expected + found);
}
