import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import type { Segmenter } from '../../../../src/domain/segmenter.ts';
import type { QueryStage, StageContext } from '../../../../src/pipeline/stage.ts';
import { createSegmenter } from '../../../../src/segmenter/segmenter.ts';
import { normalise } from '../../../../src/stages/understand/normalise.ts';
import { segment } from '../../../../src/stages/understand/segment.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const notes: unknown[] = [];
const context = (): StageContext => ({
  ...aContext(),
  note: (value) => void notes.push(value),
});
const run = async (stage: QueryStage, query: Query): Promise<Query> => stage.run(query, context());

describe('normalise', () => {
  test('makes width, blanks and invisible characters uniform and keeps case in the text, not in the key', async () => {
    const query = await run(normalise(), typedQuery(' ＩＰｈｏｎｅ\u200b１５　手机壳 '));
    expect(query.text).toBe('IPhone15 手机壳');
    expect(query.key).toBe('iphone15 手机壳');
    expect(query.typed).toBe(' ＩＰｈｏｎｅ\u200b１５　手机壳 ');
  });

  test('leaves a text of invisible characters alone', async () => {
    const typed = typedQuery('\u200b\u200d');
    expect(await run(normalise(), typed)).toBe(typed);
  });

  test.each([
    ['兩千毫安充電寶', '两千毫安充电宝'],
    ['乾燥機與乾隆', '干燥机与乾隆'],
    ['東京の時計', '東京の時計'],
    ['蘋果 iPhone 15 手機殼', '苹果 iPhone 15 手机壳'],
  ])('%s is written %s', async (typed, text) => {
    expect((await run(normalise(), typedQuery(typed))).text).toBe(text);
    expect((await run(normalise({ traditional: 'keep' }), typedQuery(typed))).text).toBe(typed);
  });

  test('says which options it takes', () => {
    expect(() => normalise({ nfc: true })).toThrow(
      'stage normalise has no option "nfc"; it takes traditional',
    );
    expect(() => normalise({ traditional: 'no' })).toThrow('"traditional" must be one of simplify, keep');
  });
});

describe('segment', () => {
  let segmenter: Segmenter;
  beforeAll(async () => {
    const file = 'dictionaries/commerce.dict.txt';
    const loaded = await createSegmenter({
      userDictionaries: [{ file, text: readFileSync(file, 'utf8') }],
      hmm: 'off',
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    segmenter = loaded.segmenter;
  });
  const understood = async (typed: string): Promise<Query> =>
    run(segment({ segmenterOf: () => segmenter }), await run(normalise(), typedQuery(typed)));

  test('each word becomes a slot that points into what was typed', async () => {
    const typed = 'ｉＰｈｏｎｅ１５ｐｒｏ手机壳';
    const { slots } = await understood(typed);
    expect(slots.map(({ key, alternatives }) => [key, alternatives[0]?.terms])).toEqual([
      ['iphone15pro', ['iPhone15pro']],
      ['手机壳', ['手机壳']],
    ]);
    expect(slots.map(({ span }) => typed.slice(span.start, span.end))).toEqual([
      'ｉＰｈｏｎｅ１５ｐｒｏ',
      '手机壳',
    ]);
  });

  test('asks for the segmenter of the index that is searched', async () => {
    const asked: string[] = [];
    const stage = segment({
      segmenterOf: (index) => {
        asked.push(index);
        return segmenter;
      },
    });
    await run(stage, typedQuery('红色连衣裙'));
    expect(asked).toEqual(['products']);
  });

  test('says in explain what was cut', async () => {
    notes.length = 0;
    await understood('红色连衣裙');
    expect(notes).toContainEqual({ words: ['红色', '连衣裙'] });
  });

  test('another reading of a piece may be said in place of each of its words, by all of its own', async () => {
    notes.length = 0;
    const { slots } = await understood('红色乒乓球拍卖');
    const said = slots.map(({ alternatives }) => alternatives.map(({ terms }) => terms.join('/')));
    expect(said[0]).toEqual(['红色']);
    expect(said.slice(1)).toEqual([
      ['乒乓球', '乒乓球拍/卖', '乒乓/球拍/卖'],
      ['拍卖', '乒乓球拍/卖', '乒乓/球拍/卖'],
    ]);
    const [own, likely, unlikely] = slots[1]!.alternatives;
    expect([own!.weight, likely!.origin]).toEqual([1, 'segment']);
    // Two slots share what a reading weighs; less likely ones weigh less.
    expect(likely!.weight).toBeLessThan(0.25);
    expect(unlikely!.weight).toBeLessThan(likely!.weight);
    expect(notes).toContainEqual(
      expect.objectContaining({
        readings: expect.arrayContaining([{ words: ['乒乓球拍', '卖'], lessLikely: expect.any(Number) }]),
      }),
    );
  });

  test('how many other readings, and what they weigh, is configured', async () => {
    const slotsBy = async (options: Readonly<Record<string, unknown>>): Promise<Query['slots']> =>
      (await run(segment({ segmenterOf: () => segmenter }, options), typedQuery('乒乓球拍卖'))).slots;
    expect((await slotsBy({ readings: 0 })).map(({ alternatives }) => alternatives.length)).toEqual([1, 1]);
    const [light] = await slotsBy({ readings: 1, weight: 0.1 });
    const [heavy] = await slotsBy({ readings: 1, weight: 1 });
    const weights = [light, heavy].map((slot) => slot!.alternatives[1]!.weight);
    expect(weights[1]! / weights[0]!).toBeCloseTo(10, 1);
    expect(() => segment({ segmenterOf: () => segmenter }, { readings: 9 })).toThrow('"readings"');
  });

  test('punctuation alone makes no slots', async () => {
    expect((await understood('？！')).slots).toEqual([]);
  });

  test('spans rise and stay inside the text, whatever was typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (typed) => {
        const { slots } = await understood(typed);
        let end = 0;
        for (const { span } of slots) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(typed.length);
      }),
    );
  });

  test('takes no options', () => {
    expect(() => segment({ segmenterOf: () => segmenter }, { hmm: false })).toThrow('has no option "hmm"');
  });
});
