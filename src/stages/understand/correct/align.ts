import type { Segment } from '../../../domain/segmenter.ts';
import type { Edit } from './correction.ts';

/** Words of a text and the words of its correction that stand in the same place. */
export interface ChangedWords {
  /** Numbers of the first word in the text given and of the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** Their part of the text given, as it stands there. */
  readonly typed: string;
  /** What stands there in the corrected text, word by word; never empty. */
  readonly words: readonly string[];
  /** The same as one piece of the corrected text. */
  readonly corrected: string;
}

/** A text and its words. */
export interface Cut {
  readonly text: string;
  readonly words: readonly Segment[];
}

/**
 * The words that a correction changes: the smallest groups of neighbours that begin and end at the same place in
 * both texts and differ.
 * @param before the text given
 * @param after the corrected text, which `edits` make of it
 */
export function changedWords(before: Cut, after: Cut, edits: readonly Edit[]): readonly ChangedWords[] {
  const given = before.words;
  const back = after.words.map(({ start, end }) => ({
    start: placeIn(edits, start, 'start'),
    end: placeIn(edits, end, 'end'),
  }));
  const groups: ChangedWords[] = [];
  let first = 0;
  let next = 0;
  while (first < given.length && next < back.length) {
    let end = first + 1;
    let last = next + 1;
    // Grows until neither side holds a word that reaches into the other's next one.
    for (;;) {
      const reach = Math.max(given[end - 1]!.end, back[last - 1]!.end);
      if (end < given.length && given[end]!.start < reach) end += 1;
      else if (last < back.length && back[last]!.start < reach) last += 1;
      else break;
    }
    const typed = before.text.slice(given[first]!.start, given[end - 1]!.end);
    const corrected = after.text.slice(after.words[next]!.start, after.words[last - 1]!.end);
    if (typed !== corrected) {
      const words = after.words.slice(next, last).map(({ text }) => text);
      groups.push({ first, end, typed, words, corrected });
    }
    first = end;
    next = last;
  }
  return groups;
}

/** The offset in the text given that an offset in the corrected text stands for. */
function placeIn(edits: readonly Edit[], offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const { start, end, replacement } of edits) {
    const from = start + shift;
    const to = from + replacement.length;
    if (offset < from || (side === 'start' && offset === from)) break;
    if (offset < to || (side === 'end' && offset === to && replacement !== '')) {
      return side === 'start' ? start : end;
    }
    shift += replacement.length - (end - start);
  }
  return offset - shift;
}
