import type { IndexDescription } from '../../../domain/catalog.ts';
import type { TextEncoder } from '../../../domain/text-encoder.ts';
import { encoderNamedIn } from '../../../domain/usual-pipeline.ts';

/** The vectors of an index, and the encoder that they came from. */
export interface Vectors {
  readonly kind: 'vectors';
  readonly encoder: TextEncoder;
  readonly field: string;
  /** Least cosine that means something with this encoder, where the mapping says one. */
  readonly similarity: number | undefined;
}

/** What a mapping says of vectors does not fit what there is: neighbours would be wrong ones. */
export interface Misfit {
  readonly kind: 'misfit';
  readonly fault: string;
}

/**
 * What the mapping's `_meta.relevance` (`encoder`, `vector`, `similarity`) says of an index's vectors; undefined where
 * it names no encoder.
 */
export function vectorsOf(
  index: IndexDescription | undefined,
  encoderOf: (modelId: string) => TextEncoder | undefined,
): Vectors | Misfit | undefined {
  const modelId = index && encoderNamedIn(index.meta);
  if (index === undefined || modelId === undefined) return undefined;
  const { vector: field, similarity } = index.meta;
  if (typeof field !== 'string')
    return misfit('_meta.relevance names an encoder but no vector field ("vector")');
  const encoder = encoderOf(modelId);
  if (encoder === undefined) return misfit(`its vectors are of encoder ${modelId}, which is not loaded`);
  const described = index.fields.get(field);
  if (described === undefined) return misfit(`it has no field ${field}`);
  if (described.type !== 'dense_vector')
    return misfit(`${field} is of type ${described.type}; only dense_vector is searched`);
  if (described.dims !== encoder.dims) {
    const held = described.dims === undefined ? 'an unknown number of' : String(described.dims);
    return misfit(`${field} holds ${held} dimensions, encoder ${modelId} gives ${encoder.dims}`);
  }
  return {
    kind: 'vectors',
    encoder,
    field,
    similarity: typeof similarity === 'number' ? similarity : undefined,
  };
}

function misfit(fault: string): Misfit {
  return { kind: 'misfit', fault };
}
