import { describe, expect, test } from '@jest/globals';
import { type Query, typedQuery } from '../../../../../src/domain/query.ts';
import type { OtherReading, Segmenter } from '../../../../../src/domain/segmenter.ts';
import type { StageContext } from '../../../../../src/pipeline/stage.ts';
import { correct } from '../../../../../src/stages/understand/correct.ts';
import type { CorrectionCandidate } from '../../../../../src/stages/understand/correct/correction.ts';
import { createProposer } from '../../../../../src/stages/understand/correct/proposal.ts';
import { normalise } from '../../../../../src/stages/understand/normalise.ts';
import { segment } from '../../../../../src/stages/understand/segment.ts';
import { aContext } from '../../../pipeline/fixtures.ts';

const WORDS = /苹果|手机壳|鸡壳|\p{Script=Han}|[a-z]+/giu;
/** Knows a few words. */
const segmenter: Segmenter = {
  segment: (text) =>
    Array.from(text.matchAll(WORDS), ([word], at) => {
      const found = [...text.matchAll(WORDS)][at]!;
      return { text: word, start: found.index, end: found.index + word.length };
    }),
  readings: (text, most) => ({
    best: segmenter.segment(text),
    others: text === '苹果手机壳' ? [OTHER].slice(0, most) : [],
  }),
  words: () => [],
};

/** Of the corrected text. */
const OTHER: OtherReading = {
  words: [
    { text: '苹果手', start: 0, end: 3 },
    { text: '机壳', start: 3, end: 5 },
  ],
  lessLikely: 0,
};

const SHELL: CorrectionCandidate = {
  text: '苹果手机壳',
  edits: [
    { start: 0, end: 1, replacement: '苹' },
    { start: 3, end: 4, replacement: '机' },
  ],
  confidence: 0.9,
};

interface Case {
  readonly confidence: number;
  /** Documents by text; a text that is missing cannot be counted. */
  readonly documents?: Readonly<Record<string, number>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly typed?: string;
}

async function corrected({ confidence, documents = {}, options = {}, typed = '平果手鸡壳' }: Case) {
  const asked: string[] = [];
  const notes: unknown[] = [];
  const counted: string[] = [];
  const ctx: StageContext = {
    ...aContext(),
    note: (value) => void notes.push(value),
    meter: { correction: (outcome) => void counted.push(outcome), zeroResults() {} },
    count: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => documents[text] ?? null);
    },
  };
  const corrector = {
    correct: (text: string) => ({ candidates: text === '平果手鸡壳' ? [{ ...SHELL, confidence }] : [] }),
  };
  const thresholds = { replace: 0.8, both: 0.5, suggest: 0.2 };
  const dependencies = {
    segmenterOf: () => segmenter,
    proposerOf: () => createProposer([{ corrector, thresholds }]),
  };
  let query: Query = typedQuery(typed);
  for (const stage of [normalise(), segment(dependencies), correct(dependencies, options)]) {
    query = await stage.run(query, ctx);
  }
  return { query, asked, notes, counted };
}

const ABSENT = { 平果: 0, 苹果: 40, 手鸡壳: 0, 手机壳: 12 };
const words = ({ slots }: Query): readonly string[] => slots.map(({ key }) => key);

test('where the index does not know what one corrector proposes, the next one is heard', async () => {
  const other = { ...SHELL, text: '苹果手鸡壳', edits: SHELL.edits.slice(0, 1), confidence: 0.6 };
  const correctors = [other, { ...SHELL, confidence: 0.9 }].map((candidate) => ({
    corrector: { correct: () => ({ candidates: [candidate] }) },
    thresholds: { replace: 0.8, both: 0.5, suggest: 0.2 },
  }));
  const ask = async (documents: Readonly<Record<string, number>>): Promise<Query> => {
    const ctx = {
      ...aContext(),
      count: async (texts: readonly string[]) => texts.map((one) => documents[one] ?? 0),
    };
    const dependencies = { segmenterOf: () => segmenter, proposerOf: () => createProposer(correctors) };
    let query = typedQuery('平果手鸡壳');
    for (const stage of [segment(dependencies), correct(dependencies)]) query = await stage.run(query, ctx);
    return query;
  };
  expect((await ask({ 苹果: 40, 手机壳: 12 })).spelling?.suggested).toBe('苹果手机壳');
  expect((await ask({ 苹果: 40 })).spelling?.suggested).toBe('苹果手鸡壳');
  expect((await ask({ 平果: 40, 苹果: 40, 手机壳: 12 })).spelling).toBeNull();
  expect((await ask({})).spelling).toBeNull();
});

describe('correct', () => {
  test('what the index does not hold is replaced by what it does, and said so', async () => {
    const { query, asked, notes } = await corrected({ confidence: 0.9, documents: ABSENT });
    expect(query.text).toBe('苹果手机壳');
    expect(words(query)).toEqual(['苹果', '手机壳']);
    expect(query.typed).toBe('平果手鸡壳');
    expect(query.slots.map(({ span }) => query.typed.slice(span.start, span.end))).toEqual([
      '平果',
      '手鸡壳',
    ]);
    expect(query.spelling).toEqual({
      original: '平果手鸡壳',
      used: '苹果手机壳',
      suggested: '苹果手机壳',
      outcome: 'replaced',
      confidence: 0.9,
    });
    expect(asked).toEqual(['平果', '苹果', '手鸡壳', '手机壳']);
    expect(notes).toContainEqual({ proposed: '苹果手机壳', confidence: 0.9, outcome: 'replace' });
  });

  test('a corrected text has its other readings as well, as one that was typed so', async () => {
    const { query, notes } = await corrected({ confidence: 0.9, documents: ABSENT });
    const other = { terms: ['苹果手', '机壳'], weight: 0.25, origin: 'segment' };
    expect(query.slots.map(({ alternatives }) => alternatives)).toEqual([
      [{ terms: ['苹果'], weight: 1, origin: 'user' }, other],
      [{ terms: ['手机壳'], weight: 1, origin: 'user' }, other],
    ]);
    expect(notes).toContainEqual({ readings: [{ words: ['苹果手', '机壳'], lessLikely: 0 }] });
    const none = await corrected({ confidence: 0.9, documents: ABSENT, options: { readings: 0 } });
    expect(none.query.slots.map(({ alternatives }) => alternatives.length)).toEqual([1, 1]);
    const light = await corrected({
      confidence: 0.9,
      documents: ABSENT,
      options: { readingWeight: 0.1 },
    });
    expect(light.query.slots[0]?.alternatives[1]?.weight).toBe(0.05);
  });

  test('full-width and traditional ways of writing keep their offsets', async () => {
    const { query } = await corrected({ confidence: 0.9, documents: ABSENT, typed: ' 平\u200b果手鷄壳' });
    expect(query.slots.map(({ span }) => query.typed.slice(span.start, span.end))).toEqual([
      '平\u200b果',
      '手鷄壳',
    ]);
  });

  test.each([
    ['the index knows the words as typed', { ...ABSENT, 平果: 3 }],
    ['the index does not hold the correction', { ...ABSENT, 手机壳: 0 }],
  ])('left alone: %s', async (_, documents) => {
    const { query } = await corrected({ confidence: 0.95, documents });
    expect(query.text).toBe('平果手鸡壳');
    expect(query.spelling).toBeNull();
    expect(query.slots.every(({ alternatives }) => alternatives.length === 1)).toBe(true);
  });

  test.each([
    ['a middling confidence', { confidence: 0.6, documents: { ...ABSENT, 平果: null as never } }],
    ['the same slip in a few documents', { confidence: 0.95, documents: { ...ABSENT, 平果: 1, 苹果: 400 } }],
    ['a low confidence that the index supports', { confidence: 0.3, documents: ABSENT }],
    ['an index that cannot be asked', { confidence: 0.95 }],
  ])('searched beside the words as typed: %s', async (_, given) => {
    const { query } = await corrected({ ...given, options: { weight: 0.4 } });
    expect(query.text).toBe('平果手鸡壳');
    expect(words(query)).toEqual(['平', '果', '手', '鸡壳']);
    expect(query.slots.map(({ alternatives }) => alternatives[1])).toEqual([
      { terms: ['苹果'], weight: 0.4, origin: 'correct' },
      { terms: ['苹果'], weight: 0.4, origin: 'correct' },
      { terms: ['手机壳'], weight: 0.4, origin: 'correct' },
      { terms: ['手机壳'], weight: 0.4, origin: 'correct' },
    ]);
    expect(query.spelling).toMatchObject({ used: '平果手鸡壳', suggested: '苹果手机壳', outcome: 'both' });
  });

  test('only suggested where it is not sure and cannot ask', async () => {
    const { query, asked } = await corrected({ confidence: 0.3, options: { ask: false } });
    expect(query.slots.every(({ alternatives }) => alternatives.length === 1)).toBe(true);
    expect(query.spelling).toMatchObject({ used: '平果手鸡壳', outcome: 'suggested' });
    expect(asked).toEqual([]);
  });

  test('nothing is asked for a text that is left alone', async () => {
    const { query, asked } = await corrected({ confidence: 0.9, typed: '苹果手机壳' });
    expect(query.spelling).toBeNull();
    expect(asked).toEqual([]);
  });

  test('says which options it takes', () => {
    const dependencies = { segmenterOf: () => segmenter, proposerOf: () => () => undefined };
    expect(() => correct(dependencies, { weigth: 1 })).toThrow(
      'stage correct has no option "weigth"; it takes ask, weight',
    );
    expect(() => correct(dependencies, { weight: 3 })).toThrow('"weight" must be a number from 0.01 to 1');
  });
});

test.each([
  ['replaced', 0.9, ABSENT],
  ['both', 0.9, {}],
  ['suggested', 0.3, {}],
  ['kept', 0.9, { ...ABSENT, 平果: 40 }],
])('a correction that is %s is counted as that', async (outcome, confidence, documents) => {
  expect((await corrected({ confidence, documents })).counted).toEqual([outcome]);
  expect((await corrected({ confidence, documents, typed: '苹果' })).counted).toEqual([]);
});
