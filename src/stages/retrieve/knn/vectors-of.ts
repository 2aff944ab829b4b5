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

/** Encoders that are there now. */
export interface Encoders {
  /** The one of this id, if it is loaded. */
  of(modelId: string): TextEncoder | undefined;
  /** Whether nothing is known of any because what runs them is not there. */
  areAway(): boolean;
}

/** The mapping names an encoder, which may be there again in a moment. */
export interface Away {
  readonly kind: 'away';
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
  encoders: Encoders,
): Vectors | Misfit | Away | undefined {
  const modelId = index && encoderNamedIn(index.meta);
  if (index === undefined || modelId === undefined) return undefined;
  const { vector: field, similarity } = index.meta;
  if (typeof field !== 'string')
    return misfit('_meta.relevance names an encoder but no vector field ("vector")');
  const encoder = encoders.of(modelId);
  if (encoder === undefined && encoders.areAway()) return { kind: 'away' };
  if (encoder === undefined) return misfit(`its vectors are of encoder ${modelId}, which is not loaded`);
  const described = index.fields.get(field);
  if (described === undefined) return misfit(`it has no field ${field}`);
  if (described.type !== 'dense_vector')
    return misfit(`${field} is of type ${described.type}; only dense_vector is searched`);
  if (described.dims !== encoder.dims) {
    const held = described.dims === undefined ? 'an unknown number of' : String(described.dims);
    return misfit(`${field} holds ${held} dimensions, encoder ${modelId} gives ${encoder.dims}`);
  }
  // There the least similarity is a greatest distance, and hardly anything would lie within it.
  if (described.similarity === 'l2_norm')
    return misfit(`${field} compares by l2_norm: map it with similarity cosine or dot_product`);
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
