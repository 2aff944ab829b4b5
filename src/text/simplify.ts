import { Converter } from 'opencc-js/t2cn';

const HAN = /\p{Script=Han}/u;
const HAN_RUN = /\p{Script=Han}+/gu;
/** Japanese writes with characters that only look traditional. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

const convert = Converter({ from: 't', to: 'cn' });

/**
 * Traditional Chinese characters as simplified ones, by phrase where a character alone has several (乾燥 → 干燥, but
 * 乾隆). Every UTF-16 offset stays valid. Texts with kana stay as they are.
 */
export function simplify(text: string): string {
  if (!HAN.test(text) || KANA.test(text)) return text;
  return text.replaceAll(HAN_RUN, (run) => {
    const simplified = convert(run);
    return simplified.length === run.length ? simplified : byCharacter(run);
  });
}

function byCharacter(run: string): string {
  let text = '';
  for (const character of run) {
    const simplified = convert(character);
    text += simplified.length === character.length ? simplified : character;
  }
  return text;
}
