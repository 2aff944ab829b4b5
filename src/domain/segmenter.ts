/** A piece of text; offsets are UTF-16 units of the text that was segmented. */
export interface Segment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Another way to cut a piece of a text, whose words cross those of the best reading. */
export interface OtherReading {
  /** Two or more, without gaps; the piece begins and ends where words of the best reading do. */
  readonly words: readonly Segment[];
  /** How much less likely than the best one; natural logarithm of odds, at least 0. */
  readonly lessLikely: number;
}

/** How a text may be read. */
export interface Readings {
  /** As {@link Segmenter.segment} gives it. */
  readonly best: readonly Segment[];
  /** The likeliest first; two may be about the same piece. */
  readonly others: readonly OtherReading[];
}

/** Cuts text into words: Chinese by dictionary, runs of Latin letters and digits kept whole. */
export interface Segmenter {
  /** The best reading, in order, without overlaps; blanks and punctuation belong to no segment. */
  segment(text: string): readonly Segment[];
  /** The best reading, and at most so many others. */
  readings(text: string, most: number): Readings;
  /** Every word that some reading allowed by the dictionary contains, by start, then by end. */
  words(text: string): readonly Segment[];
}
