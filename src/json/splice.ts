export interface Replacement {
  readonly start: number;
  /** Exclusive; equal to `start` to insert. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/**
 * A copy with ranges of bytes replaced.
 * @param replacements sorted, without overlaps
 * @throws RangeError when they are not, or reach outside
 */
export function splice(bytes: Uint8Array, replacements: readonly Replacement[]): Buffer {
  const parts: Uint8Array[] = [];
  let kept = 0;
  for (const { start, end, bytes: replacement } of replacements) {
    if (!(start >= kept && end >= start && end <= bytes.length)) {
      throw new RangeError(`replacement ${start}..${end} is out of order or out of range`);
    }
    parts.push(bytes.subarray(kept, start), replacement);
    kept = end;
  }
  parts.push(bytes.subarray(kept));
  return Buffer.concat(parts);
}
