import type { HanCut } from '../../domain/catalog.ts';

/** Scripts written without blanks, whose words analyzers cut into characters or bigrams. */
const CJK = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const HOLDS_CJK = new RegExp(CJK, 'u');
const CJK_PAIR = new RegExp(CJK + CJK, 'u');
const LONE_CJK = new RegExp(`^${CJK}$`, 'u');
const ONLY_HAN = /^\p{Script=Han}+$/u;
const ANOTHER_LETTER = /[\p{L}\p{N}].*[\p{L}\p{N}]/u;

/**
 * How a term is asked for.
 * - `phrase`: its pieces side by side, as in the text.
 * - `all`: its pieces anywhere.
 * - `any`: any of its pieces.
 * - `own`: as the caller's own operator says.
 */
export type Ask = 'phrase' | 'all' | 'any' | 'own';

/** Whether an analyzer may cut a term that is one word: 手机, T恤, 15寸. */
export function isCut(term: string): boolean {
  return HOLDS_CJK.test(term) && ANOTHER_LETTER.test(term);
}

/** Whether a term is a single character of such a script. */
export function isLone(term: string): boolean {
  return LONE_CJK.test(term);
}

/** Whether terms are a piece of a text, cut into words: nothing but Chinese characters that stand in it side by side. */
export function isCutOf(terms: readonly string[], text: string): boolean {
  const piece = terms.join('');
  return ONLY_HAN.test(piece) && text.includes(piece);
}

/** How a field finds a term. */
export function askFor(term: string, cut: HanCut | null): Ask {
  if (!isCut(term)) return 'own';
  // The analyzer knows words; where it cuts this one, its pieces may overlap and need not stand side by side.
  if (cut === 'word') return 'all';
  // 15寸 in 15寸屏 is indexed as 15 and 寸屏: 寸 alone is not there to be found.
  if (cut === 'bigram' && !CJK_PAIR.test(term)) return 'any';
  return 'phrase';
}

export function firstCjk(term: string): string | undefined {
  const [first] = term;
  return first !== undefined && isLone(first) ? first : undefined;
}

export function lastCjk(term: string): string | undefined {
  const last = Array.from(term).at(-1);
  return last !== undefined && isLone(last) ? last : undefined;
}
