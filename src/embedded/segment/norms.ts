/** Lengths below this are exact in a norm byte. */
const FREE = 24;

/** Lucene's SmallFloat.intToByte4: a length in one byte, three bits of mantissa from 40 on. */
export function lengthToByte(length: number): number {
  return length < FREE ? length : FREE + packed(length - FREE);
}

function packed(value: number): number {
  const bits = 32 - Math.clz32(value);
  if (bits < 4) return value;
  const shift = bits - 4;
  return ((value >>> shift) & 7) | ((shift + 1) << 3);
}
