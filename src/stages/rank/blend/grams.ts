/** Characters of a text, blanks left out. */
export function lettersOf(text: string): readonly string[] {
  return Array.from(text.replaceAll(/\s+/g, ''));
}

/** So many neighbouring characters, each combination once. */
export function gramsOf(letters: readonly string[], length: number): readonly string[] {
  const grams = new Set<string>();
  for (let at = 0; at + length <= letters.length; at += 1) grams.add(letters.slice(at, at + length).join(''));
  return [...grams];
}
