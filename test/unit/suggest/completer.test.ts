import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pinyin } from 'pinyin-pro';
import type { Phrase } from '../../../src/domain/completion.ts';
import { completerOf } from './small-completer.ts';

const phrases: readonly Phrase[] = [
  { text: '手机壳', kind: 'query', weight: 900 },
  { text: '手机', kind: 'query', weight: 700 },
  { text: '手机支架', kind: 'phrase', weight: 40 },
  { text: '首饰盒', kind: 'phrase', weight: 60 },
  { text: '收音机', kind: 'category', weight: 12 },
  { text: '数据线', kind: 'query', weight: 300 },
  { text: 'iPhone 15', kind: 'query', weight: 500 },
  { text: 'iPhone 手机壳', kind: 'query', weight: 80 },
  { text: 'phone case', kind: 'query', weight: 400 },
  { text: 'wireless headphones', kind: 'query', weight: 350 },
  { text: '壳匠 苹果 iPhone 15 手机壳 磁吸防摔 雾黑', kind: 'product', weight: 1 },
  { text: '重庆火锅', kind: 'phrase', weight: 20 },
];
const completer = completerOf(phrases);
const complete = (text: string, context = ''): readonly string[] =>
  completer.complete({ text, size: 10, context }).map((completion) => completion.text);

describe('completions', () => {
  test.each([
    ['手机', '手机壳'],
    ['手', '手机壳'],
    ['shouji', '手机壳'],
    ['shouj', '手机壳'],
    ['shou', '手机壳'],
    ['sj', '手机壳'],
    ['sjk', '手机壳'],
    ['sj壳', '手机壳'],
    ['手jk', '手机壳'],
    ['手机ke', '手机壳'],
    ['ＳＪＫ', '手机壳'],
    ['sjx', '数据线'],
    ['chongqing', '重庆火锅'],
    ['cqhg', '重庆火锅'],
    ['iph', 'iPhone 15'],
    ['iphone15', 'iPhone 15'],
    ['iphone sj', 'iPhone 手机壳'],
    ['case', 'phone case'],
    ['headp', 'wireless headphones'],
    ['手機', '手机壳'],
  ])('of %s begin with %s', (typed, first) => {
    expect(complete(typed)[0]).toBe(first);
  });

  test.each([
    ['souji', '手机壳'],
    ['手几壳', '手机壳'],
    ['首机', '手机壳'],
    ['ipohn', 'iPhone 15'],
    ['iphoe', 'iPhone 15'],
    ['wirless', 'wireless headphones'],
    ['wireeless', 'wireless headphones'],
    ['hedphon', 'wireless headphones'],
    ['shuojike', '手机壳'],
  ])('of %s, which is misspelt, hold %s', (typed, meant) => {
    expect(complete(typed)).toContain(meant);
  });

  test('come most frequent first, and what begins so before what sounds so', () => {
    expect(complete('手机').slice(0, 3)).toEqual(['手机壳', '手机', '手机支架']);
    expect(complete('sj')[0]).toBe('手机壳');
  });

  test('come earlier where the context says so', () => {
    expect(complete('手机', '支架')[0]).toBe('手机支架');
    expect(completer.complete({ text: '手机', size: 1, context: '支架' })[0]!.score).toBeLessThanOrEqual(1);
  });

  test('hold each text once, however it is written', () => {
    const twice = completerOf([
      { text: 'USB-C', kind: 'query', weight: 3 },
      { text: 'usb c', kind: 'phrase', weight: 2 },
      { text: 'case case', kind: 'query', weight: 2 },
    ]);
    expect(twice.complete({ text: 'usb', size: 10, context: '' }).map(({ text }) => text)).toEqual(['USB-C']);
    expect(twice.complete({ text: 'case', size: 10, context: '' })).toHaveLength(1);
  });

  test('say what of them was typed', () => {
    const [iphone] = completer.complete({ text: 'iphone 1', size: 1, context: '' });
    expect(iphone).toMatchObject({ text: 'iPhone 15', typed: { start: 0, end: 8 } });
    const [inner] = completer.complete({ text: 'cas', size: 1, context: '' });
    expect(inner).toMatchObject({ text: 'phone case', typed: { start: 6, end: 9 } });
    const [pinyinTyped] = completer.complete({ text: 'shouj', size: 1, context: '' });
    expect(pinyinTyped).toMatchObject({ text: '手机壳', typed: { start: 0, end: 2 } });
  });

  test('of an empty box are what is popular; of signs and of what nobody asked for there are none', () => {
    expect(complete('  ').slice(0, 2)).toEqual(['手机壳', '手机']);
    expect([complete('?!'), complete('zzzzzzqq'), complete('手机'.repeat(40))]).toEqual([[], [], []]);
  });
});

const SYLLABLES_OF = (text: string): readonly string[] =>
  pinyin(text, { toneType: 'none', type: 'array', v: true });
const character = fc.constantFrom(...Array.from('手机壳数据线充电宝耳机防摔膜银行重庆长城音乐绿女'));
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const anyPhrase = fc.oneof(
  fc.array(character, { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
  fc
    .tuple(word, fc.array(character, { minLength: 1, maxLength: 4 }))
    .map(([first, all]) => `${first} ${all.join('')}`),
);
const anyPhrases = fc
  .array(fc.tuple(anyPhrase, fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 20 })
  .map((all) => all.map(([text, weight]): Phrase => ({ text, kind: 'query', weight })));
const plain = (text: string): string => text.replaceAll(' ', '');

describe('any phrases', () => {
  test('are found by every beginning of theirs', () => {
    fc.assert(
      fc.property(anyPhrases, (all) => {
        const some = completerOf(all);
        for (const { text } of all) {
          for (let length = 1; length <= text.length; length += 1) {
            const found = some.complete({ text: text.slice(0, length), size: 50, context: '' });
            expect(found.map((one) => plain(one.text))).toContain(plain(text));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('in Chinese are found by every beginning of their pinyin, by initials, and half and half', () => {
    const chinese = fc.array(fc.array(character, { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 15,
    });
    fc.assert(
      fc.property(chinese, (all) => {
        const texts = all.map((characters) => characters.join(''));
        const some = completerOf(texts.map((text) => ({ text, kind: 'query', weight: 1 })));
        const finds = (typed: string, text: string): void =>
          expect(some.complete({ text: typed, size: 50, context: '' }).map((one) => one.text)).toContain(
            text,
          );
        for (const text of texts) {
          const syllables = SYLLABLES_OF(text);
          const whole = syllables.join('');
          for (let length = 1; length <= whole.length; length += 1) finds(whole.slice(0, length), text);
          finds(syllables.map((one) => one[0]).join(''), text);
          for (let at = 0; at < text.length; at += 1) {
            finds(text.slice(0, at) + syllables.slice(at).join(''), text);
            finds(
              syllables
                .slice(0, at)
                .map((one) => one[0])
                .join('') + text.slice(at),
              text,
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('come with falling scores between 0 and 1, each once, at most as many as asked for', () => {
    fc.assert(
      fc.property(
        anyPhrases,
        fc.string({ maxLength: 12 }),
        fc.integer({ min: 1, max: 8 }),
        (all, text, size) => {
          const found = completerOf(all).complete({ text, size, context: '' });
          const scores = found.map(({ score }) => score);
          expect(found.length).toBeLessThanOrEqual(size);
          expect(scores).toEqual(scores.toSorted((a, b) => b - a));
          expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
          expect(new Set(found.map((one) => one.text)).size).toBe(found.length);
        },
      ),
    );
  });
});
