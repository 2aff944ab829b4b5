/** Lucene's BM25 as Elasticsearch configures it, rounded to 32-bit floats where Lucene does. */

const { fround } = Math;
const K1 = fround(1.2);
const B = fround(0.75);
/** Elasticsearch keeps the factor (k1 + 1) that Lucene dropped in version 8 (LegacyBM25Similarity). */
const LEGACY_FACTOR = fround(1 + K1);
const FREE_VALUES = 24;

function longToInt4(value: number): number {
  const bits = 32 - Math.clz32(value);
  if (bits < 4) return value;
  const shift = bits - 4;
  return ((value >>> shift) & 7) | ((shift + 1) << 3);
}

function int4ToLong(code: number): number {
  const bits = code & 7;
  const shift = (code >>> 3) - 1;
  return shift === -1 ? bits : (bits | 8) * 2 ** shift;
}

/** `SmallFloat.intToByte4`: a length as one byte, exact below 40, then three bits of mantissa. */
export function lengthToByte(length: number): number {
  return length < FREE_VALUES ? length : FREE_VALUES + longToInt4(length - FREE_VALUES);
}

/** The length that a norm byte stands for. */
export const LENGTH_TABLE: Float32Array = Float32Array.from({ length: 256 }, (_, byte) =>
  byte < FREE_VALUES ? byte : FREE_VALUES + int4ToLong(byte - FREE_VALUES),
);

export interface TermStatistics {
  readonly docFreq: number;
  readonly docCount: number;
}

export function idf({ docFreq, docCount }: TermStatistics): number {
  return fround(Math.log(1 + (docCount - docFreq + 0.5) / (docFreq + 0.5)));
}

export interface Bm25 {
  /** boost × idf × (k1 + 1) */
  readonly weight: number;
  readonly idf: number;
  readonly averageLength: number;
  /** By norm byte, what a frequency is multiplied with. */
  readonly inverse: Float32Array;
}

const inverseTables = new Map<number, Float32Array>();
const MAX_TABLES = 256;

function inverseTable(averageLength: number): Float32Array {
  const known = inverseTables.get(averageLength);
  if (known !== undefined) return known;
  const table = LENGTH_TABLE.map((length) => {
    const share = fround(fround(B * length) / averageLength);
    return 1 / fround(K1 * fround(1 - B + share));
  });
  if (inverseTables.size >= MAX_TABLES) inverseTables.clear();
  inverseTables.set(averageLength, table);
  return table;
}

/** A scorer for terms of one field; `idf` is the sum over the terms of a phrase. */
export function bm25(boost: number, idfSum: number, averageLength: number): Bm25 {
  const weight = fround(fround(fround(boost) * LEGACY_FACTOR) * fround(idfSum));
  const average = fround(averageLength);
  return { weight, idf: fround(idfSum), averageLength: average, inverse: inverseTable(average) };
}

/** `norm` is the length byte; fields without norms score as if their length were 1. */
export function bm25Score(similarity: Bm25, freq: number, norm: number): number {
  const { weight, inverse } = similarity;
  return fround(weight - fround(weight / fround(1 + fround(fround(freq) * inverse[norm]!))));
}
