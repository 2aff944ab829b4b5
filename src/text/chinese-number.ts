const DIGITS = new Map(
  Array.from('零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖', (character, at) => [character, at % 10] as const),
);
DIGITS.set('两', 2);
const SMALL = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
]);
const LARGE = new Map([
  ['万', 1e4],
  ['亿', 1e8],
]);

/** Characters that a written number consists of, Western digits included; for a regular expression's class. */
export const NUMBER_CHARACTERS = '0-9.零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟';

/**
 * The value of a number in simplified Chinese characters, Western digits or both (两千, 1.5万, 三点五, 二〇二四, 两千五);
 * undefined for anything else.
 */
export function parseChineseNumber(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const [whole = '', fraction, ...rest] = text.split('点');
  if (rest.length > 0) return undefined;
  const value = wholeNumber(whole);
  if (value === undefined || fraction === undefined) return value;
  const decimals = digitRow(fraction);
  return decimals === undefined ? undefined : Number(`${value}.${decimals}`);
}

function wholeNumber(text: string): number | undefined {
  const row = text.length > 1 ? digitRow(text) : undefined;
  if (row !== undefined) return Number(row);
  let total = 0;
  let section = 0;
  let pending: number | undefined;
  let lastUnit = 0;
  let unitBound = Infinity;
  for (const [part] of text.matchAll(/\d+(?:\.\d+)?|[^]/gu)) {
    const digit = /^\d/.test(part) ? Number(part) : DIGITS.get(part);
    const small = SMALL.get(part);
    const large = LARGE.get(part);
    if (digit !== undefined) {
      if (pending !== undefined && pending !== 0) return undefined;
      pending = digit;
      if (digit === 0) lastUnit = 0;
    } else if (small !== undefined) {
      // 十五 is 15, and units fall within a section.
      if (small >= unitBound || (pending === undefined && small !== 10)) return undefined;
      section += (pending ?? 1) * small;
      [pending, lastUnit, unitBound] = [undefined, small, small];
    } else if (large !== undefined) {
      const count = section + (pending ?? 0);
      if (count === 0) return undefined;
      total += count * large;
      [section, pending, lastUnit, unitBound] = [0, undefined, large, Infinity];
    } else return undefined;
  }
  // 两千五 is 2500, 一万二 is 12000; after 零 a digit is what it says.
  const last =
    pending === undefined ? 0 : pending < 10 && lastUnit > 10 ? (pending * lastUnit) / 10 : pending;
  return text === '' ? undefined : total + section + last;
}

/** 二〇二四 → 2024; a row of digits without units. */
function digitRow(text: string): string | undefined {
  const digits = Array.from(text, (character) => (/\d/.test(character) ? character : DIGITS.get(character)));
  return text === '' || digits.includes(undefined) ? undefined : digits.join('');
}
