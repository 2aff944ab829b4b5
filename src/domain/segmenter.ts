/** A piece of text; offsets are UTF-16 units of the text that was segmented. */
export interface Segment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Cuts text into words: Chinese by dictionary, runs of Latin letters and digits kept whole. */
export interface Segmenter {
  /** The best reading, in order, without overlaps; blanks and punctuation belong to no segment. */
  segment(text: string): readonly Segment[];
  /** Every word that some reading allowed by the dictionary contains, by start, then by end. */
  words(text: string): readonly Segment[];
}
