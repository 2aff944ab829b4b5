/** One place where a corrected text differs from the one given. */
export interface Edit {
  /** Half-open range of UTF-16 units in the text given; empty where something was put in. */
  readonly start: number;
  readonly end: number;
  /** What stands there now; empty where something was taken out. */
  readonly replacement: string;
}

/** Another text that the user may have meant. */
export interface CorrectionCandidate {
  /** The whole text, corrected. */
  readonly text: string;
  /** In order, without overlaps; applied to the text given they make `text`. */
  readonly edits: readonly Edit[];
  /** Calibrated probability that this is what was meant, 0..1. */
  readonly confidence: number;
}

/** What a corrector makes of a text. */
export interface Correction {
  /** Best first, never the text as given; empty where that is left alone. */
  readonly candidates: readonly CorrectionCandidate[];
}

/** Proposes texts that may have been meant. Pure, synchronous and bounded: a text it cannot read stays as it is. */
export interface Corrector {
  correct(text: string): Correction;
}

/** What is done with a candidate. */
export type Outcome = 'replace' | 'both' | 'suggest' | 'none';

/** Least confidence for each outcome, 0..1, falling in this order. */
export interface OutcomeThresholds {
  /** The candidate takes the text's place, and the user is told. */
  readonly replace: number;
  /** Both are searched, the candidate at a lower weight. */
  readonly both: number;
  /** The candidate is shown, not searched. */
  readonly suggest: number;
}

/** The outcome that a confidence allows. */
export function outcomeOf(confidence: number, thresholds: OutcomeThresholds): Outcome {
  if (confidence >= thresholds.replace) return 'replace';
  if (confidence >= thresholds.both) return 'both';
  return confidence >= thresholds.suggest ? 'suggest' : 'none';
}

/** The words of a catalogue, which a corrector takes for known and proposes first. */
export interface CatalogueVocabulary {
  /** How many documents hold the term (case-folded; its words parted by one blank), 0 where none does. */
  frequency(term: string): number;
  /** log10 of the probability that a word follows another, -9..0; of the word alone where nothing stands before it. */
  follows(before: string | undefined, word: string): number;
}
