import type { CatalogueVocabulary } from '../correction.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SHORTEST = 4;

/**
 * Words of the catalogue one edit from the typed one. A catalogue is asked word by word, as it changes at any time:
 * about 54 questions a letter (Norvig 2007).
 */
export function catalogueWords(typed: string, vocabulary: CatalogueVocabulary): readonly string[] {
  if (typed.length < SHORTEST) return [];
  const found = new Set<string>();
  const ask = (word: string): void => {
    if (word !== typed && vocabulary.frequency(word) > 0) found.add(word);
  };
  for (let at = 0; at <= typed.length; at += 1) {
    const head = typed.slice(0, at);
    const tail = typed.slice(at);
    if (tail !== '') ask(head + tail.slice(1));
    if (tail.length > 1) ask(head + tail[1]! + tail[0]! + tail.slice(2));
    for (const letter of LETTERS) {
      ask(head + letter + tail);
      if (tail !== '') ask(head + letter + tail.slice(1));
    }
  }
  return [...found];
}
