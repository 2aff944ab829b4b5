import type { Candidate } from '../../../../src/domain/candidate.ts';
import type { CrossEncoder, Scoring } from '../../../../src/domain/cross-encoder.ts';

/** Candidates of leg 1, the first with the best score. */
export function someCandidates(
  documents: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): readonly Candidate[] {
  const ids = Object.keys(documents);
  return ids.map((id, at) => {
    const score = 10 * (ids.length - at);
    return {
      index: 'products',
      id,
      score,
      legs: [{ leg: 'lexical', rank: at + 1, score }],
      fields: documents[id]!,
      notes: [],
    };
  });
}

export const ids = (candidates: readonly Candidate[]): readonly string[] => candidates.map(({ id }) => id);

/** A model that says of each text what it is told to. */
export function aModel(say: (query: string, text: string) => number, temperature?: number): CrossEncoder {
  return {
    async score(query, texts): Promise<Scoring> {
      const scores = texts.map((text) => say(query, text));
      return {
        kind: 'scored',
        passes: [
          {
            modelId: 'ce@1',
            scores,
            depth: texts.length,
            ...(temperature === undefined ? {} : { temperature }),
          },
        ],
        shrunk: 'none',
      };
    },
  };
}
