import { describe, expect, test } from '@jest/globals';
import type { Words } from '../../../../src/rules/common/readings.ts';
import { expand, ruleCases, shown } from './cases.ts';

/** The best reading of each text here; what is not here is one word. */
const READINGS: Readonly<Record<string, readonly string[]>> = {
  苹果手机: ['苹果', '手机'],
  苹果手机壳: ['苹果', '手机壳'],
  手机壳套: ['手机壳', '套'],
  新手机: ['新', '手机'],
  新手机会: ['新手', '机会'],
  智能手机: ['智能手机'],
  红色手机: ['红色', '手机'],
  红手机: ['红', '手机'],
  二手书: ['二手书'],
};
const DICTIONARY = [
  '苹果',
  '手机',
  '手机壳',
  '壳',
  '新',
  '新手',
  '机会',
  '手',
  '机',
  '会',
  '智能',
  '智能手机',
  '套',
  '红色',
];

const tokenise = (text: string): readonly string[] =>
  text
    .split(/\s+/)
    .flatMap((piece) => READINGS[piece] ?? [piece])
    .filter((piece) => piece !== '');

const words: Words = (text) => {
  const found: { text: string; start: number; end: number }[] = [];
  for (let start = 0; start < text.length; start += 1) {
    for (let end = start + 1; end <= text.length; end += 1) {
      const word = text.slice(start, end);
      if (end === start + 1 || DICTIONARY.includes(word)) found.push({ text: word, start, end });
    }
  }
  return found;
};

ruleCases(
  'Chinese words are cut as queries are',
  [
    ['手机 => / SYNONYM: 电话', '苹果手机', '苹果 , 手机 | 电话'],
    ['手机 => / SYNONYM: 电话', '手机', '手机 | 电话'],
    ['苹果手机 => / UP: x', '苹果手机', '苹果 , 手机 ; up 1: x'],
    ['苹果手机 => / UP: x', '苹果 手机', '苹果 , 手机 ; up 1: x'],
    ['苹果 手机 => / UP: x', '苹果手机', '苹果 , 手机 ; up 1: x'],
    ['苹果手机 => / SYNONYM: iphone', '苹果手机', '苹果 | iphone , 手机 | iphone'],
    ['手机 => / SYNONYM: 智能手机', '手机', '手机 | 智能手机'],
    ['手机 => / SYNONYM: 红色手机', '手机', '手机 | 红色+手机'],
    ['手机 => / UP: 红色手机', '手机', '手机 ; up 1: 红色 手机'],
    ['手机 => / UP: "红色手机"~1', '手机', '手机 ; up 1: "红色 手机"~1'],
    ['手机 => / FILTER: -f:红色手机', '手机', '手机 ; filter: -f:红色 -f:手机'],
    ['苹果手机 => / DELETE: 苹果', '苹果手机', '手机 ; deleted 苹果'],
    ['"手机" => / UP: x', '手机', '手机 ; up 1: x'],
    ['"手机" => / UP: x', '苹果手机', '苹果 , 手机'],
    ['手机" => / UP: x', '苹果手机', '苹果 , 手机 ; up 1: x'],
    ['手* => / SYNONYM: $1', '手机', '手机 | 机'],
    ['*机 => / SYNONYM: $1', '手机', '手机 | 手'],
    ['手機 => / UP: x', '手机', '手机 ; up 1: x'],
    ['手机 => / UP: x', '手機', '手機 ; up 1: x'],
    ['ＡＢＣ => / UP: x', 'abc', 'abc ; up 1: x'],
    ['abc => / UP: x', 'ＡＢＣ', 'ＡＢＣ ; up 1: x'],
    ['手机\u3000壳 => / UP: x', '手机 壳', '手机 , 壳 ; up 1: x'],
  ],
  { tokenise },
);

ruleCases(
  'other readings match too, never parts of words',
  [
    ['手机 => / UP: x', '苹果手机壳', '苹果 , 手机壳 ; up 1: x'],
    ['苹果手机 => / UP: x', '苹果手机壳', '苹果 , 手机壳 ; up 1: x'],
    ['手机 => / SYNONYM: 电话', '苹果手机壳', '苹果 , 手机壳 | 电话+壳'],
    ['苹果手机 => / SYNONYM: iphone', '苹果手机壳', '苹果 | iphone+壳 , 手机壳 | iphone+壳'],
    ['壳 => / UP: x', '手机壳套', '手机壳 , 套 ; up 1: x'],
    ['果手 => / UP: x', '苹果手机', '苹果 , 手机'],
    ['手机 => / UP: x', '新手机会', '新手 , 机会 ; up 1: x'],
    ['新手 => / UP: x', '新手机', '新 , 手机 ; up 1: x'],
    ['手机" => / UP: x', '苹果手机壳', '苹果 , 手机壳'],
    ['"手机 => / UP: x', '苹果手机壳', '苹果 , 手机壳'],
    ['壳" => / UP: x', '苹果手机壳', '苹果 , 手机壳 ; up 1: x'],
    ['壳" => / UP: x', '苹果手机壳 红', '苹果 , 手机壳 , 红'],
    ['手机 => / DELETE', '苹果手机壳', '苹果 , 手机壳'],
    ['手机 => / UP: x', '苹果手机', '苹果 , 手机 ; up 1: x'],
    ['智能 手机 => / UP: x', '智能手机', '智能手机 ; up 1: x'],
    ['果 手 => / UP: x', '苹果 手机', '苹果 , 手机'],
  ],
  { tokenise, words },
);

describe('another reading', () => {
  test('fires a rule once, whatever readings it is in', () => {
    expect(shown(expand('手机 => / UP: x', '苹果手机', { tokenise, words }))).toBe('苹果 , 手机 ; up 1: x');
  });

  test('is what the match tells', () => {
    const { matched } = expand('手机 => / UP: x', '苹果手机壳', { tokenise, words });
    expect(matched).toMatchObject([{ match: '手机', type: 'exact', line: 1 }]);
  });
});
