/** A number at the front of a word, and what follows it. */
export interface Quantity {
  readonly number: number;
  /** Empty where the word is just a number. */
  readonly unit: string;
}

const QUANTITY = /^(\d*)(?:[.,](\d*))?(\D.*)?$/su;

/** Reads `65`, `65inch`, `1.5l`, `1,5l`, `.5l` and `12.inch`; undefined for a word that begins otherwise. */
export function readQuantity(word: string): Quantity | undefined {
  const [, whole = '', decimals = '', unit = ''] = QUANTITY.exec(word) ?? [];
  if (whole === '' && decimals === '') return undefined;
  // A second point or comma: a date or a version, no quantity.
  if (/^[.,]/.test(unit)) return undefined;
  return { number: Number(`${whole || '0'}.${decimals || '0'}`), unit };
}

/** Rounded to so many digits after the point, halves up, as if calculated in decimals. */
export function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  // 15 digits are exact in a double: what is beyond them is its error.
  return Math.floor(Number((value * factor + 0.5).toPrecision(15))) / factor;
}
