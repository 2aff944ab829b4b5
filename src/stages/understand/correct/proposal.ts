import type { CorrectionCandidate, Corrector, Outcome, OutcomeThresholds } from './correction.ts';
import { outcomeOf } from './correction.ts';

/** The best correction of a text, and what its confidence allows. */
export interface Proposal extends CorrectionCandidate {
  readonly outcome: Exclude<Outcome, 'none'>;
}

/** Undefined where a text is left alone. */
export type Proposer = (text: string) => Proposal | undefined;

/** A corrector with the thresholds that were measured for it. */
export interface CalibratedCorrector {
  readonly corrector: Corrector;
  readonly thresholds: OutcomeThresholds;
}

const RANK = { replace: 3, both: 2, suggest: 1 } as const;

/** Asks all correctors, each of which leaves alone what is not its language; the surest outcome wins. */
export function createProposer(correctors: readonly CalibratedCorrector[]): Proposer {
  return (text) => {
    let best: Proposal | undefined;
    for (const { corrector, thresholds } of correctors) {
      const [candidate] = corrector.correct(text).candidates;
      if (candidate === undefined) continue;
      const outcome = outcomeOf(candidate.confidence, thresholds);
      if (outcome === 'none') continue;
      if (best === undefined || isSurer({ ...candidate, outcome }, best)) best = { ...candidate, outcome };
    }
    return best;
  };
}

function isSurer(one: Proposal, other: Proposal): boolean {
  if (one.outcome !== other.outcome) return RANK[one.outcome] > RANK[other.outcome];
  return one.confidence > other.confidence;
}
