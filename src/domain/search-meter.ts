/** What the stages of searches count; each call is cheap and never throws. */
export interface SearchMeter {
  /** A correction was proposed; `kept`: what the index holds spoke for the words as they were typed. */
  correction(outcome: 'replaced' | 'both' | 'suggested' | 'kept'): void;
  /** Nothing was found: by the query as it was understood, or still not after all that relaxation tried. */
  zeroResults(when: 'before_relaxation' | 'after_relaxation'): void;
}

export const NO_SEARCH_METER: SearchMeter = {
  correction() {},
  zeroResults() {},
};
