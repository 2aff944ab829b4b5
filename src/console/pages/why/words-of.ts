import type { Explanation } from '../../../admin-api/explain.ts';

type Query = NonNullable<Explanation['query']>;

/** A word as it was typed; without a slot where a stage or a rule left it out. */
export interface TypedWord {
  readonly word: string;
  readonly slot: Query['slots'][0] | undefined;
}

/** Everything that was typed but blanks, in order: the slots, and between them what no slot stands for. */
export function wordsOf({ typed, slots }: Pick<Query, 'typed' | 'slots'>): readonly TypedWord[] {
  const words: TypedWord[] = [];
  const leftOut = (from: number, to: number): void => {
    const word = typed.slice(from, to).trim();
    if (word !== '') words.push({ word, slot: undefined });
  };
  let at = 0;
  for (const slot of [...slots].sort((a, b) => a.span.start - b.span.start)) {
    const { start, end } = slot.span;
    leftOut(at, start);
    words.push({ word: typed.slice(start, end), slot });
    at = Math.max(at, end);
  }
  leftOut(at, typed.length);
  return words;
}
