/** Letters that Unicode does not decompose but Lucene's ASCIIFoldingFilter spells in ASCII. */
const SPELLED: readonly (readonly [string, string])[] = [
  ['ßẞ', 'ss'],
  ['Æ', 'AE'],
  ['æ', 'ae'],
  ['Œ', 'OE'],
  ['œ', 'oe'],
  ['ØƆ', 'O'],
  ['øɔ', 'o'],
  ['ÐĐƉ', 'D'],
  ['ðđɖ', 'd'],
  ['Þ', 'TH'],
  ['þ', 'th'],
  ['Ł', 'L'],
  ['łƚ', 'l'],
  ['Ħ', 'H'],
  ['ħ', 'h'],
  ['ıɨ', 'i'],
  ['Ɨ', 'I'],
  ['ĸ', 'q'],
  ['Ŋ', 'N'],
  ['ŋŉ', 'n'],
  ['Ŧ', 'T'],
  ['ŧ', 't'],
  ['ſ', 's'],
  ['ƀ', 'b'],
  ['Ƃ', 'B'],
  ['Ƒ', 'F'],
  ['ƒ', 'f'],
  ['Ɠ', 'G'],
  ['ƙ', 'k'],
  ['Ƶ', 'Z'],
  ['ƶ', 'z'],
  ['ĳ', 'ij'],
  ['Ĳ', 'IJ'],
  ['‘’‚‛‹›', "'"],
  ['“”„‟«»', '"'],
  ['‐‑‒–—', '-'],
];
const TABLE = new Map(SPELLED.flatMap(([from, to]) => Array.from(from, (char) => [char, to] as const)));

/** Accents, width and typographic forms off, as Lucene's ASCIIFoldingFilter does for Latin letters. */
export function foldToAscii(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let out = '';
  for (const char of text) out += foldChar(char);
  return out;
}

function foldChar(char: string): string {
  const spelled = TABLE.get(char);
  if (spelled !== undefined) return spelled;
  if (!/[\p{Script=Latin}\uff01-\uff5e\u2070-\u208e]/u.test(char)) return char;
  const bare = char.normalize('NFKD').replace(/\p{Mn}/gu, '');
  return /^[\0-\x7f]+$/.test(bare) ? bare : char;
}
