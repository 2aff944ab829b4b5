import { describe, expect, test } from '@jest/globals';
import { detailsOf, titleOf } from '../../../src/console/parts/hit-text.ts';

describe('titleOf', () => {
  test('is the title by its usual names, else the first text, else the id', () => {
    expect(titleOf({ brand: '声屿', title: '蓝牙耳机' }, 'p1')).toBe('蓝牙耳机');
    expect(titleOf({ price: 9, text: 'a passage' }, 'p1')).toBe('a passage');
    expect(titleOf({ price: 9 }, 'p1')).toBe('p1');
    expect(titleOf(null, 'p1')).toBe('p1');
  });
});

describe('detailsOf', () => {
  test('are the first few short fields besides the title; bare numbers have their names', () => {
    const source = {
      title: '蓝牙耳机',
      brand: '声屿',
      price: 159,
      in_stock: true,
      tags: ['a'],
      color: '黑',
      size: 'M',
    };
    expect(detailsOf(source, 'p1').map(([, value]) => value)).toEqual([
      '声屿',
      'price 159',
      'in_stock true',
      '黑',
    ]);
  });

  test('leave prose out, also where it is short', () => {
    const source = {
      title: 'A',
      brand: 'B',
      description: '训练表、跑姿、伤病预防。',
      note: 'Fits all.',
      price: 1,
    };
    expect(detailsOf(source, 'p1').map(([name]) => name)).toEqual(['brand', 'price']);
  });
});
