/** Scripts whose words are seldom longer than a character or two: one by itself says something. */
const SAYS_ALONE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\uac00-\ud7a3]+$/u;
const LETTERS = /\p{L}/gu;

/**
 * Which share of the letters of words stands in parts that a vocabulary has learnt something of: a whole word, a part of two
 * letters or more, or a character that is a word. A text without letters is read.
 * @param partsOf the parts that a word is cut into; none where it cannot be covered
 */
export function shareRead(words: readonly string[], partsOf: (word: string) => readonly string[]): number {
  let [all, read] = [0, 0];
  for (const word of words) {
    all += lettersIn(word);
    const parts = partsOf(word);
    for (const part of parts) {
      const letters = lettersIn(part);
      if (letters > 1 || parts.length === 1 || SAYS_ALONE.test(part)) read += letters;
    }
  }
  return all === 0 ? 1 : read / all;
}

function lettersIn(text: string): number {
  return text.match(LETTERS)?.length ?? 0;
}
