import { areNeighbours } from '../english/edit-shape.ts';

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
const NEIGHBOURS = new Map(
  LETTERS.map((letter) => [letter, LETTERS.filter((other) => areNeighbours(letter, other))]),
);

/** What the letters would be but for one slip of the fingers: a key beside the right one, two keys in the wrong order, a key too many. */
export function typingSlips(letters: string): readonly string[] {
  const found = new Set<string>();
  for (let at = 0; at < letters.length; at += 1) {
    const [before, letter, after] = [letters.slice(0, at), letters[at]!, letters.slice(at + 1)];
    for (const other of NEIGHBOURS.get(letter) ?? []) found.add(before + other + after);
    if (after !== '') found.add(before + after[0]! + letter + after.slice(1));
    found.add(before + after);
  }
  found.delete(letters);
  return [...found];
}
