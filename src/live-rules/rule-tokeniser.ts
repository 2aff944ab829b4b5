import type { Segmenter } from '../domain/segmenter.ts';
import type { Tokenise } from '../rules/expansion.ts';
import { normalise } from '../text/normalise.ts';
import { simplify } from '../text/simplify.ts';

/** Words as queries are cut: their writing made uniform, then segmented; blanks always part. */
export function tokeniserOf(segmenter: Segmenter): Tokenise {
  return (text) => segmenter.segment(simplify(normalise(text).text)).map((word) => word.text);
}

/** Words that no dictionary cuts, parted by a blank each: most of many rule files. */
const PLAIN_WORDS = /^[a-z0-9]+(?: [a-z0-9]+)*$/i;
/** Different words that are remembered at a time. */
const MOST_REMEMBERED = 20_000;

/** The same words come again and again in rule files. */
export function remembering(tokenise: Tokenise): Tokenise {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    if (PLAIN_WORDS.test(text)) return text.split(' ');
    const before = known.get(text);
    if (before !== undefined) return before;
    const words = tokenise(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, words);
    return words;
  };
}
