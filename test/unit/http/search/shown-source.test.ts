import { expect, test } from '@jest/globals';
import { shownSource } from '../../../../src/http/search/shown-source.ts';

test('the first few fields where none are asked for', () => {
  const source = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, at]));
  expect(Object.keys(shownSource(source, undefined) ?? {})).toEqual([
    'f0',
    'f1',
    'f2',
    'f3',
    'f4',
    'f5',
    'f6',
    'f7',
  ]);
});

test('fields by key and by path, what is not there left out', () => {
  const source = { title: 't', 'a.b': 1, brand: { name: 'Acme' }, constructor: 'own' };
  expect(shownSource(source, ['title', 'a.b', 'brand.name', 'brand.none', 'title.x', 'toString'])).toEqual({
    title: 't',
    'a.b': 1,
    'brand.name': 'Acme',
  });
});

test('long texts, lists and deep objects are cut, never inside a character', () => {
  const source = { text: '😀'.repeat(400), odd: `x${'😀'.repeat(400)}`, vector: Array(384).fill(0.5) };
  const shown = shownSource(source, undefined) as Record<string, string & unknown[]>;
  expect(shown['text']).toBe(`${'😀'.repeat(150)}…`);
  expect(shown['odd']).toBe(`x${'😀'.repeat(149)}…`);
  expect(shown['vector']).toHaveLength(11);
  expect(shownSource({ a: { b: { c: { d: { e: 1 } } } } }, undefined)).toEqual({
    a: { b: { c: { d: '…' } } },
  });
});

test('a hit without source has none', () => {
  expect(shownSource(null, ['title'])).toBeNull();
});
