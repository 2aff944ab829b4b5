import type { CaseOptions, FaultCase, RuleCase } from '../common/cases.ts';

/** " / " stands for a line end, as in rules. */
export type FileCase = readonly [file: string, text: string, query: string, slots: string];

/** A sentence of the language's description, in our words, and what shows that it holds. */
export interface Sentence {
  /** Section and number, as `1.2.3`. */
  readonly number: string;
  readonly says: string;
  /** Rules, a query, and what becomes of it. */
  readonly cases?: readonly RuleCase[];
  /** Rules and their faults. */
  readonly faults?: readonly FaultCase[];
  /** How the rules of `cases` and `faults` are read. */
  readonly options?: CaseOptions;
  /** Files of other kinds, each by itself: its name, its text, a query, and the slots, as `a | b c , d`. */
  readonly files?: readonly FileCase[];
  /** The same with their faults. */
  readonly fileFaults?: readonly (readonly [file: string, text: string, ...faults: readonly string[]])[];
  /** Tests elsewhere: the file in `test/`, and words of the test's title or of a row of its table. */
  readonly elsewhere?: readonly (readonly [file: string, words: string])[];
}
