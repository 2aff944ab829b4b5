import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeBackends } from '../ports/backends.ts';
import { openShop, type Shop } from './shop.ts';

/** What no text may take; busy machines take their time to make an index, too. */
jest.setTimeout(60_000);

const STAGES = ['normalise', 'segment', 'correct', 'compounds', 'rules', 'quantities', 'tag', 'lexical'];
const MEGABYTE = 1 << 20;
/** Control characters but those that JSON has names for. */
const CONTROLS = '\u0000\u0001\u0007\u000b\u001b\u007f\u0085';

const TOO_MANY = 'more words than a query may have clauses';

/** Texts in which nothing can be understood: whatever is done with them, they find what they find plainly. */
const MEANINGLESS: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['blanks', ' \t\u3000\u00a0 '],
  ['a megabyte of one letter', 'a'.repeat(MEGABYTE)],
  ['a megabyte of Chinese without a blank', '红鞋'.repeat(MEGABYTE / 6)],
  ['only emoji', '👟🔴👨‍👩‍👧‍👦🏳️‍🌈'],
  ['right-to-left', 'أحذية حمراء \u202eseohs der\u202c'],
  ['a lone high surrogate', 'red \ud83d shoes'],
  ['a lone low surrogate', '\udc5f红'],
  ['10,000 words', 'red shoes '.repeat(5000)],
  ['10,000 different words', Array.from({ length: 10_000 }, (_, at) => `w${at}`).join(' ')],
  [TOO_MANY, Array.from({ length: 130_000 }, (_, at) => `w${at}`).join(' ')],
  ['only characters without width', '\u200b\u200c\u200d\u2060\ufeff'],
  ['only control characters', CONTROLS],
  ['a character with a thousand accents', `a${'\u0301'.repeat(1000)}`],
  ['everything that queries are escaped from', '\\"*?:(){}[]^~+-!&|/<>$1%%x%%'],
];

/** Texts that hold words between what is no word. */
const UNTIDY: readonly (readonly [name: string, text: string])[] = [
  ['characters without width in words', 'r\u200bed sh\u2060oes'],
  ['control characters between words', `red${CONTROLS}shoes`],
  ['words that are turned around for the eye', '\u202ared\u202c \u2067shoes\u2069'],
];

describeBackends('hostile texts', (adapter) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(adapter, { pipelines: { understanding: STAGES } });
  });
  afterAll(() => shop.close());

  const asked = (text: string, pipeline: string): ReturnType<Shop['search']> =>
    shop.search(
      { query: { multi_match: { query: text, fields: ['title', 'text'] } }, size: 20 },
      { 'relevance-pipeline': pipeline },
    );
  /** All that does not change by itself. */
  const answerOf = ({ text }: { readonly text: string }): string => text.replace(/"took":\d+/, '"took":0');

  test.each(MEANINGLESS)('%s is answered as plain Elasticsearch answers it', async (name, text) => {
    const plain = await asked(text, 'off');
    const improved = await asked(text, 'understanding');
    if (name === TOO_MANY) expect(plain.status).toBe(400);
    expect(improved.status).toBe(plain.status);
    expect(improved.relevance).toMatch(/^(?:bypass; reason=|applied)/);
    expect(answerOf(improved) === answerOf(plain)).toBe(true);
  });

  test.each(UNTIDY)('%s: nothing is lost', async (_, text) => {
    const plain = await asked(text, 'off');
    const improved = await asked(text, 'understanding');
    expect(improved.status).toBe(plain.status);
    expect(improved.found.hits.total.value).toBeGreaterThanOrEqual(plain.found.hits.total.value);
    expect(improved.found.hits.total.value).toBeGreaterThan(0);
  });

  test('the next search is answered as ever', async () => {
    const found = await asked('red shoes', 'understanding');
    expect(found.relevance).toMatch(/^applied/);
    expect(found.found.hits.hits[0]?._source?.['title']).toBe('red shoes');
  });
});
