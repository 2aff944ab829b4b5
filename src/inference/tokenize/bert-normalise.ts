/** Settings of a `BertNormalizer`, named as in tokenizer.json. */
export interface BertNormalising {
  readonly cleanText: boolean;
  readonly handleChineseChars: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
}

// As the Rust tokenizer has it, gaps in the last range but two included.
const HAN =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;
/** Of unassigned code points nothing is known, so they stay; a half of a surrogate pair never was a character. */
const UNPRINTABLE = /(?![\t\n\r])[\0\ufffd\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const BLANK = /[\t\n\r\p{White_Space}]/gu;
const ACCENT = /\p{Mn}/gu;
const PRINTABLE_ASCII = /^[ -~]*$/;
const WORD = /[!-/:-@[-`{-~\p{P}]|[^!-/:-@[-`{-~\p{P}\p{White_Space}]+/gu;

/**
 * Hugging Face's `BertNormalizer`: equal to the Rust implementation for every code point but some 600 marks, signs
 * and controls of rarely written scripts that came into Unicode after version 8.
 */
export function bertNormalise(text: string, settings: BertNormalising): string {
  if (PRINTABLE_ASCII.test(text)) return settings.lowercase ? text.toLowerCase() : text;
  let result = text;
  if (settings.cleanText) result = result.replace(UNPRINTABLE, '').replace(BLANK, ' ');
  if (settings.handleChineseChars) result = result.replace(HAN, ' $& ');
  if (settings.stripAccents) result = result.normalize('NFD').replace(ACCENT, '');
  // Rust lowers character by character; JavaScript knows that a sigma at the end of a word is written otherwise.
  return settings.lowercase ? result.replaceAll('Σ', 'σ').toLowerCase() : result;
}

/** `BertPreTokenizer`: words, and each punctuation mark by itself. */
export function bertWords(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}
