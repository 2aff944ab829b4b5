/**
 * Character classes of Unicode word segmentation (UAX #29) as Lucene's StandardTokenizer uses them, written
 * with the properties that JavaScript's regular expressions know. Each is the inside of a `[...]` with the v flag.
 */
const SOUTH_EAST_ASIAN =
  '[[\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Myanmar}\\p{Script=Khmer}\\p{Script=Tai_Le}\\p{Script=New_Tai_Lue}\\p{Script=Tai_Tham}\\p{Script=Tai_Viet}\\p{Script=Ahom}]&&[\\p{L}\\p{M}]]';
const KATAKANA = '[\\p{Script=Katakana}\\u3031-\\u3035\\u309B\\u309C\\u30A0\\u30FC\\uFF70]';
const EXTEND = '[\\p{Grapheme_Extend}\\p{Mc}\\p{Emoji_Modifier}\\u200D[\\p{Cf}--[\\u200B\\u200C]]\\u200C]';
const LETTER = `[[\\p{Alphabetic}\\u02C2-\\u02C5\\u02D2-\\u02D7\\u02DE\\u02DF\\u02ED\\u02EF-\\u02FF\\u055A-\\u055C\\u055E\\u058A\\u05F3\\uA708-\\uA716\\uA720\\uA721\\uA789\\uA78A\\uAB5B]--\\p{Ideographic}--${KATAKANA}--${SOUTH_EAST_ASIAN}--\\p{Script=Hiragana}--${EXTEND}]`;

const EX = `${EXTEND}*`;
const letter = `${LETTER}${EX}`;
const numeric = `\\p{Nd}${EX}`;
const katakana = `${KATAKANA}${EX}`;
const midLetter = `[:\\u00B7\\u0387\\u055F\\u05F4\\u2027\\uFE13\\uFE55\\uFF1A.\\u2018\\u2019\\u2024\\uFE52\\uFF07\\uFF0E']${EX}`;
const midNumber = `[,;\\u037E\\u0589\\u060C\\u060D\\u066C\\u07F8\\u2044\\uFE10\\uFE14\\uFE50\\uFE54\\uFF0C\\uFF1B.\\u2018\\u2019\\u2024\\uFE52\\uFF07\\uFF0E']${EX}`;
const joiner = `[\\p{Pc}\\u202F]${EX}`;
const hebrew = `\\p{Script=Hebrew}${EX}`;

const numberRun = `${numeric}(?:(?:(?:${joiner})*|${midNumber})${numeric})*`;
const letterRun = `${letter}(?:(?:(?:${joiner})*|${midLetter})${letter})*`;
const katakanaRun = `${katakana}(?:(?:${joiner})*${katakana})*`;
const hebrewRun = `${hebrew}(?:'|"${hebrew})`;
const wordRun = `(?:${katakanaRun}|(?:${hebrewRun}|${numberRun}|${letterRun})+)`;

const pattern = (source: string): RegExp => new RegExp(source, 'vy');

/** Rules in Lucene's order: the longest match wins, the first of equal ones names the type. */
export const WORD_RULES: readonly (readonly [RegExp, string])[] = [
  [
    pattern(
      '(?:\\p{RI}{2}|[0-9#*]\\uFE0F?\\u20E3|(?=\\P{ASCII})\\p{Emoji}[\\uFE0F\\p{EMod}]?(?:\\u200D\\p{Extended_Pictographic}[\\uFE0F\\p{EMod}]?)*|\\p{Extended_Pictographic}(?:\\u200D\\p{Extended_Pictographic}\\uFE0F?)+)',
    ),
    '<EMOJI>',
  ],
  [pattern(`(?:${joiner})*${numberRun}(?:${joiner})*`), '<NUM>'],
  [pattern(`(?:[\\p{Script=Hangul}&&\\p{L}]${EX})+`), '<HANGUL>'],
  [pattern(`(?:${katakana})+`), '<KATAKANA>'],
  [pattern(`(?:${joiner})*${wordRun}(?:(?:${joiner})+${wordRun})*(?:${joiner})*`), '<ALPHANUM>'],
  [pattern(`(?:${SOUTH_EAST_ASIAN}${EX})+`), '<SOUTHEAST_ASIAN>'],
  [pattern(`\\p{Script=Han}${EX}`), '<IDEOGRAPHIC>'],
  [pattern(`\\p{Script=Hiragana}${EX}`), '<HIRAGANA>'],
];
