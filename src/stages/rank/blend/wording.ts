import { GatewayError } from '../../../errors.ts';
import { gramsOf } from './grams.ts';
import { fnv1a } from '../../../text/fnv1a.ts';

/** What a model file holds of a wording. */
export interface WordingFile {
  /** The expression, `wording(title)`. */
  readonly name: string;
  /** What a step of a weight is worth. */
  readonly step: number;
  /** One signed byte a bucket, base64. */
  readonly weights: string;
}

/** Buckets that hashes fall into, a power of two; what shares one is told apart by nothing. */
export const BUCKETS = 2 ** 15;
/** Characters in a row: one, two and three. */
const LENGTHS = [1, 2, 3];

/** A text as buckets and how much of it lies in each; its length is 1. */
export interface GramVector {
  readonly buckets: Uint32Array;
  readonly values: Float64Array;
}

/**
 * How good texts are whose wording is like this one's, whatever was asked: a linear model over hashed characters in a row
 * (Weinberger et al. 2009).
 */
export class Wording {
  readonly #weights: Float64Array;

  /** @param weights one a bucket */
  constructor(weights: Float64Array) {
    this.#weights = weights;
  }

  /** @throws GatewayError `config_invalid` */
  static open({ name, step, weights }: WordingFile): Wording {
    const bytes = Buffer.from(weights, 'base64');
    if (bytes.length !== BUCKETS || !Number.isFinite(step)) {
      throw new GatewayError('config_invalid', `${name}: ${BUCKETS} weights and a step are wanted`);
    }
    return new Wording(Float64Array.from(new Int8Array(bytes), (byte) => byte * step));
  }

  /** As a file holds it: a weight loses what is less than half a step. */
  static write(name: string, weights: Float64Array): WordingFile {
    const greatest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const step = greatest === 0 ? 1 : greatest / 127;
    const bytes = Int8Array.from(weights, (weight) => Math.round(weight / step));
    return { name, step, weights: Buffer.from(bytes.buffer).toString('base64') };
  }

  /** @param letters of a case-folded text, without blanks */
  of(letters: readonly string[]): number {
    const { buckets, values } = gramVector(letters);
    return values.reduce((sum, value, at) => sum + value * this.#weights[buckets[at]!]!, 0);
  }
}

/** Each different combination of characters counts once; all of them together are of length 1. */
export function gramVector(letters: readonly string[]): GramVector {
  const counts = new Map<number, number>();
  for (const length of LENGTHS) {
    for (const gram of gramsOf(letters, length)) {
      const bucket = fnv1a(gram) % BUCKETS;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
  }
  const norm = Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
  return {
    buckets: Uint32Array.from(counts.keys()),
    values: Float64Array.from(counts.values(), (count) => count / norm),
  };
}
