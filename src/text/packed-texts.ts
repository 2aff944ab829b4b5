/** Texts as one array of UTF-16 units, `<name>Text`, and where each begins, `<name>Starts`, with one more entry for the end. */
export function packTexts(
  name: string,
  texts: readonly string[],
): Readonly<Record<string, Uint16Array | Uint32Array>> {
  const starts = new Uint32Array(texts.length + 1);
  texts.forEach((text, at) => (starts[at + 1] = starts[at]! + text.length));
  const units = new Uint16Array(starts[texts.length]!);
  texts.forEach((text, number) => {
    for (let at = 0; at < text.length; at += 1) units[starts[number]! + at] = text.charCodeAt(at);
  });
  return { [`${name}Text`]: units, [`${name}Starts`]: starts };
}

export function unitsToText(units: Uint16Array): string {
  return String.fromCharCode(...units);
}
