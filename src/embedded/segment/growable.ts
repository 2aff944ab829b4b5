/** A typed array that doubles as it grows; what was written never moves. */
type Typed = Int32Array | Float64Array | Float32Array | Uint8Array;

/** At least `length` elements, the old ones in front, the rest `fill`. */
export function grown<T extends Typed>(array: T, length: number, fill = 0): T {
  if (length <= array.length) return array;
  const size = Math.max(length, array.length * 2, 4);
  const make = array.constructor as new (size: number) => T;
  const next = new make(size);
  next.set(array);
  if (fill !== 0) next.fill(fill, array.length);
  return next;
}
