import type { Query } from '../../domain/query.ts';
import { firstCjk, isCut, lastCjk } from './words.ts';

/** What the understood query says beyond the caller's own text. */
export interface Reading {
  readonly query: Query;
  /** Whether the slots are the words of the text and nothing else. */
  readonly isPlain: boolean;
  /** Whether some word must be kept whole where an analyzer would cut it. */
  readonly isCut: boolean;
  /** The whole query as one text: the user's own, or its words where a stage changed them. */
  readonly text: string;
}

export function readingOf(query: Query): Reading {
  const isPlain = query.slots.length === 0 || (query.slots.every(isUsersWord) && spells(query));
  return {
    query,
    isPlain,
    isCut: query.slots.some(({ alternatives }) => alternatives.some(({ terms }) => terms.some(isCut))),
    text: isPlain || spells(query) ? query.text : joined(query),
  };
}

function isUsersWord({ alternatives }: Query['slots'][number]): boolean {
  const [only] = alternatives;
  return alternatives.length === 1 && only?.weight === 1 && only.terms.length === 1;
}

/** Whether the first terms, side by side, are the text: blanks, punctuation and case aside. */
function spells({ slots, text }: Query): boolean {
  const words = slots.map(({ alternatives }) => alternatives[0]?.terms.join('') ?? '');
  return letters(words.join('')) === letters(text);
}

function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, '').toLowerCase();
}

/** The first terms as one text, Chinese words without blanks between. */
function joined({ slots }: Query): string {
  let text = '';
  for (const { alternatives } of slots) {
    for (const term of alternatives[0]?.terms ?? []) {
      const touches = lastCjk(text) !== undefined && firstCjk(term) !== undefined;
      text += text === '' || touches ? term : ` ${term}`;
    }
  }
  return text;
}
