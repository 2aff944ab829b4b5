import type { CaseOptions, FaultCase, RuleCase } from '../common/cases.ts';

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
  /** Tests elsewhere: the file in `test/`, and words of the test's title or of a row of its table. */
  readonly elsewhere?: readonly (readonly [file: string, words: string])[];
}
