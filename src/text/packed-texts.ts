/** Texts one behind the other. */
export interface PackedTexts {
  /** UTF-16 units of all of them. */
  readonly text: Uint16Array;
  /** Where each begins, with one more entry for the end of the last. */
  readonly starts: Uint32Array;
}

export function packed(texts: readonly string[]): PackedTexts {
  const starts = new Uint32Array(texts.length + 1);
  texts.forEach((text, at) => (starts[at + 1] = starts[at]! + text.length));
  const units = new Uint16Array(starts[texts.length]!);
  texts.forEach((text, number) => {
    for (let at = 0; at < text.length; at += 1) units[starts[number]! + at] = text.charCodeAt(at);
  });
  return { text: units, starts };
}

/** The same as sections of a file: `<name>Text` and `<name>Starts`. */
export function packTexts(
  name: string,
  texts: readonly string[],
): Readonly<Record<string, Uint16Array | Uint32Array>> {
  const { text, starts } = packed(texts);
  return { [`${name}Text`]: text, [`${name}Starts`]: starts };
}

export function unitsToText(units: Uint16Array): string {
  return String.fromCharCode(...units);
}
