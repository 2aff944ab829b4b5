/** Place of the first value that is not less, in rising order, between two places; the second where all are. */
export function lowerBound(
  values: Uint16Array | Uint32Array,
  wanted: number,
  from = 0,
  to = values.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
