import { LRUCache } from 'lru-cache';
import type { CorrectionCandidate, Corrector, Outcome, OutcomeThresholds } from './correction.ts';
import { outcomeOf } from './correction.ts';

/** The best correction of a text, and what its confidence allows. */
export interface Proposal extends CorrectionCandidate {
  readonly outcome: Exclude<Outcome, 'none'>;
  /** Another corrector's, for when the index does not know this one; undefined where there is none. */
  readonly next?: Proposal;
}

/** Undefined where a text is left alone. */
export type Proposer = (text: string) => Proposal | undefined;

/** A corrector with the thresholds that were measured for it. */
export interface CalibratedCorrector {
  readonly corrector: Corrector;
  readonly thresholds: OutcomeThresholds;
}

const RANK = { replace: 3, both: 2, suggest: 1 } as const;

/** Asks all correctors, each of which leaves alone what is not its language; the surest outcome goes first. */
export function createProposer(correctors: readonly CalibratedCorrector[]): Proposer {
  return (text) => {
    const proposals: Proposal[] = [];
    for (const { corrector, thresholds } of correctors) {
      const [candidate] = corrector.correct(text).candidates;
      if (candidate === undefined) continue;
      const outcome = outcomeOf(candidate.confidence, thresholds);
      if (outcome !== 'none') proposals.push({ ...candidate, outcome });
    }
    if (proposals.length < 2) return proposals[0];
    return proposals
      .sort((a, b) => RANK[b.outcome] - RANK[a.outcome] || b.confidence - a.confidence)
      .filter((one, at, all) => all.findIndex((other) => other.text === one.text) === at)
      .reduceRight<Proposal | undefined>(
        (next, one) => (next === undefined ? one : { ...one, next }),
        undefined,
      );
  };
}

/** Letters of texts that are remembered; about 3 MB. */
const REMEMBERED_LETTERS = 200_000;
const LONGEST = 100;

/**
 * The same, which remembers texts: what people search for is searched for again and again, and looking for corrections
 * is most of what understanding a text costs.
 */
export function remembering(propose: Proposer): Proposer {
  const known = new LRUCache<string, { readonly proposal: Proposal | undefined }>({
    maxSize: REMEMBERED_LETTERS,
    sizeCalculation: (_, text) => text.length + 1,
  });
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.proposal;
    const proposal = propose(text);
    if (text.length <= LONGEST) known.set(text, { proposal });
    return proposal;
  };
}
