/**
 * Choices of the compiler that measurements decide. The defaults are what measured best on 14,000 judged Chinese
 * queries, on fields of characters and of bigrams: the caller's clause alone knows no words, and words alone lose
 * what the dictionary cuts wrongly, so the caller's clause scores and the words sharpen it.
 */
export interface CompilePolicy {
  /** What the words found whole add to the score of the caller's own clause, as a boost. */
  readonly wordWeight: number;
  /** What the words add where they stand near one another: positions that they may be moved, and a boost. */
  readonly nearness: { readonly slop: number; readonly boost: number };
  /** Upper bound on the terms that the slots become, in all fields together; expansions over it are dropped. */
  readonly maxClauses: number;
}

export const DEFAULT_POLICY: CompilePolicy = {
  wordWeight: 0.25,
  nearness: { slop: 10, boost: 0.5 },
  maxClauses: 512,
};
