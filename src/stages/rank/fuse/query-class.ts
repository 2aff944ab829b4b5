import { type Query, wordCount } from '../../../domain/query.ts';

/** Kinds of queries that legs serve differently. */
export const QUERY_CLASSES = ['exact', 'misspelt', 'sentence', 'zh', 'en', 'short', 'long'] as const;
export type QueryClass = (typeof QUERY_CLASSES)[number];

/** One word with a digit in it: a number of an article or a model, not something to be understood. */
const CODE = /^(?=.*\d)[\p{L}\d][\p{L}\d._/-]{3,}$/u;
const HAN = /\p{Script=Han}/u;
const SHORT_WORDS = 2;
const LONG_WORDS = 5;
/** As many as `feedback` asks for. Not Chinese: its cut pieces are shorter than words, and it was not measured. */
const SENTENCE_WORDS = 10;

/** Every class that a query belongs to, the one that says most first. */
export function classesOf(query: Query): readonly QueryClass[] {
  const { text, spelling } = query;
  const words = wordCount(query);
  const isZh = HAN.test(text);
  return QUERY_CLASSES.filter((name) => {
    if (name === 'exact') return !isZh && CODE.test(text.trim());
    if (name === 'misspelt') return spelling !== null && spelling.outcome !== 'suggested';
    if (name === 'sentence') return !isZh && words >= SENTENCE_WORDS;
    if (name === 'zh') return isZh;
    if (name === 'en') return !isZh;
    return name === 'short' ? words <= SHORT_WORDS : words >= LONG_WORDS;
  });
}
