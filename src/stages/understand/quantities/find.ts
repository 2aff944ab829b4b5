import { NUMBER_CHARACTERS, parseChineseNumber } from '../../../text/chinese-number.ts';
import { HAN_UNITS, LATIN_UNITS } from './units.ts';

/** A number with a unit; offsets are UTF-16 units of the text. */
export interface Measure {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly unit: string;
}

/** What a price must be: bounds are inclusive unless `strict`; null where there is none. */
export interface PriceBound {
  readonly start: number;
  readonly end: number;
  readonly min: number | null;
  readonly max: number | null;
}

const NUMBER = `([${NUMBER_CHARACTERS}]+)`;
const MEASURE = new RegExp(
  `(?<![\\p{L}\\p{N}.])${NUMBER}(?: ?(${LATIN_UNITS})(?![\\p{Script=Latin}\\p{N}])|(${HAN_UNITS})(?!\\p{N}))` +
    `|(?<=\\p{Script=Han})${NUMBER}(${HAN_UNITS})(?!\\p{N})`,
  'giu',
);

/** What holds none of these says no number: nearly every text, and the patterns below start at every character. */
const HOLDS_NUMBER = new RegExp(`[${NUMBER_CHARACTERS}]`, 'u');

const MONEY_WORD = '(?:元人民币|块钱|元|块|人民币|rmb|dollars?|usd|bucks|euros?|eur|pounds?|gbp|yuan)';
const MONEY_SIGN = '[$€£¥￥]';
/** An amount that says that it is money. */
const AMOUNT = `(?:${MONEY_SIGN} ?${NUMBER}|${NUMBER} ?${MONEY_WORD})`;
/** The first amount of a range may leave the currency to the second. */
const FIRST = `${MONEY_SIGN}? ?${NUMBER} ?${MONEY_WORD}?`;

type Read = (low: number, high: number) => Pick<PriceBound, 'min' | 'max'>;

const PATTERNS: readonly (readonly [RegExp, Read])[] = [
  [
    pattern(`(?:between ?|from ?|从)?${FIRST} ?(?:-|~|–|到|至| to | and ) ?${AMOUNT}(?:之间)?`),
    (low, high) => ({ min: Math.min(low, high), max: Math.max(low, high) }),
  ],
  [
    pattern(`${AMOUNT}(?:以下|以内|之内|之下|内| or less| max(?:imum)?(?!\\p{L}))`),
    (amount) => ({ min: null, max: amount }),
  ],
  [
    pattern(
      `(?:不超过|低于|少于|小于|便宜于|最多|最高|under |below |less than |up to |at most |cheaper than |max )${AMOUNT}`,
    ),
    (amount) => ({ min: null, max: amount }),
  ],
  [pattern(`${AMOUNT}(?:以上|之上|起| or more| and up)`), (amount) => ({ min: amount, max: null })],
  [
    pattern(`(?:高于|大于|超过|至少|最少|不低于|over |above |more than |at least |from )${AMOUNT}`),
    (amount) => ({ min: amount, max: null }),
  ],
  [
    pattern(`(?:around |about |大约|大概)?${AMOUNT}(?:左右|上下)`),
    (amount) => ({ min: amount * 0.8, max: amount * 1.2 }),
  ],
];

function pattern(source: string): RegExp {
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}.])${source}`, 'iu');
}

/** Numbers with units, in order, without overlaps. */
export function findMeasures(text: string): readonly Measure[] {
  if (!HOLDS_NUMBER.test(text)) return [];
  const found: Measure[] = [];
  for (const match of text.matchAll(MEASURE)) {
    const [whole, first, latin, han, second, secondUnit] = match;
    const value = parseChineseNumber(first ?? second ?? '');
    const unit = latin ?? han ?? secondUnit;
    if (value === undefined || unit === undefined) continue;
    found.push({ start: match.index, end: match.index + whole.length, value, unit });
  }
  return found;
}

/** What the text says of the price; undefined where it says nothing, or no amount of money. */
export function findPrice(text: string): PriceBound | undefined {
  if (!HOLDS_NUMBER.test(text)) return undefined;
  for (const [expression, read] of PATTERNS) {
    const match = expression.exec(text);
    if (match === null) continue;
    const amounts = match
      .slice(1)
      .flatMap((group) => (group === undefined ? [] : [parseChineseNumber(group)]));
    if (amounts.length === 0 || amounts.includes(undefined)) continue;
    const [low = 0, high = low] = amounts as number[];
    return { start: match.index, end: match.index + match[0].length, ...read(low, high) };
  }
  return undefined;
}
