import { parseDocument } from '../../json/document.ts';
import { splice } from '../../json/splice.ts';
import type { Vectoriser } from '../../composition/vectors/vectoriser.ts';
import type { IndexAction } from './document.ts';

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

function withMember(json: Buffer, key: string, value: string): Buffer {
  const { root } = parseDocument(json);
  const isEmpty = root.members().next().done === true;
  const end = root.end - 1;
  const bytes = Buffer.from(`${isEmpty ? '' : ','}${JSON.stringify(key)}:${value}`);
  return splice(json, [{ start: end, end, bytes }]);
}
