import type { Query, Slot } from '../../../domain/query.ts';

const BLANK = /\s/;

/** The text of a query without some of its words, each unit with where it was typed; no blank follows another. */
export function textWithout(
  { text, key, origins, typed }: Query,
  gone: readonly Slot[],
): Pick<Query, 'text' | 'key' | 'origins'> {
  const kept: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const from = origins[at] ?? typed.length;
    if (gone.some(({ span }) => span.start <= from && from < span.end)) continue;
    const before = kept.at(-1);
    if (BLANK.test(text[at]!) && (before === undefined || BLANK.test(text[before]!))) continue;
    kept.push(at);
  }
  while (kept.length > 0 && BLANK.test(text[kept.at(-1)!]!)) kept.pop();
  const of = (whole: string): string => kept.map((at) => whole[at]).join('');
  return {
    text: of(text),
    // Folding may have changed the length; then the text is folded as it is cut.
    key: key.length === text.length ? of(key) : of(text).toLowerCase(),
    origins: [...kept.map((at) => origins[at] ?? typed.length), typed.length],
  };
}
