const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Lucene's EnglishAnalyzer. */
export const ENGLISH_STOP_WORDS = words(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with',
);

/** Lucene's CJKAnalyzer. */
export const CJK_STOP_WORDS = words(
  'a and are as at be but by for if in into is it no not of on or s such t that the their then there these they this to was will with www',
);
