import type { Vectoriser } from '../../composition/vectors/vectoriser.ts';
import type { IndexAction } from './document.ts';
import { withMember } from './document.ts';

/** The same actions, with its vector at the end of each document; everything else keeps its bytes. */
export async function withVectors(
  vectoriser: Vectoriser,
  actions: readonly IndexAction[],
  signal: AbortSignal,
): Promise<readonly IndexAction[]> {
  const sources = actions.map(({ document }): unknown => JSON.parse(document.toString('utf8')));
  const vectors = await vectoriser.vectorsOf(sources, signal);
  return actions.map((action, at) => {
    const vector = vectors[at];
    return vector === undefined
      ? action
      : { ...action, document: withMember(action.document, vectoriser.field, vector) };
  });
}
