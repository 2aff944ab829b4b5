import type { Candidate } from '../../../src/domain/candidate.ts';
import type { RankStage } from '../../../src/pipeline/stage.ts';

/** A rank stage `witness` that leaves the order alone, and what it was given last; to be emptied by whoever reads it. */
export interface Witness {
  readonly stage: RankStage;
  seen: readonly Candidate[];
}

export function createWitness(): Witness {
  const witness: Witness = {
    seen: [],
    stage: {
      name: 'witness',
      kind: 'rank',
      onError: 'skip',
      depth: 1,
      fuses: true,
      run: (candidates) => (witness.seen = candidates),
    },
  };
  return witness;
}
