import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hitChanges } from '../../../../src/http/search/hit-changes.ts';

const hits = (ids: string) => [...ids].map((id) => ({ index: 'a', id }));
const told = (before: string, after: string) =>
  hitChanges(hits(before), hits(after)).map(({ id, before: was, after: is, change }) => [
    id,
    was,
    is,
    change,
  ]);

test('hits stay, move, come and go', () => {
  expect(told('abcd', 'acex')).toEqual([
    ['a', 1, 1, 'same'],
    ['c', 3, 2, 'moved'],
    ['e', null, 3, 'new'],
    ['x', null, 4, 'new'],
    ['b', 2, null, 'lost'],
    ['d', 4, null, 'lost'],
  ]);
});

test('documents of two indices with one id are two', () => {
  const change = hitChanges([{ index: 'a', id: '1' }], [{ index: 'b', id: '1' }]);
  expect(change.map(({ index, change: what }) => [index, what])).toEqual([
    ['b', 'new'],
    ['a', 'lost'],
  ]);
});

test('a list that holds an id twice counts its first place', () => {
  expect(told('aba', 'ab')).toEqual([
    ['a', 1, 1, 'same'],
    ['b', 2, 2, 'same'],
  ]);
});

test('every hit of either list is told once, those of the second in its order', () => {
  const list = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
  fc.assert(
    fc.property(list, list, (before, after) => {
      const changes = hitChanges(hits(before.join('')), hits(after.join('')));
      expect(changes.slice(0, after.length).map(({ id }) => id)).toEqual(after);
      expect(changes.map(({ id }) => id).toSorted()).toEqual([...new Set([...before, ...after])].toSorted());
      for (const { before: was, after: is, change } of changes) {
        expect(change === 'same').toBe(was === is);
        expect(change === 'new').toBe(was === null);
        expect(change === 'lost').toBe(is === null);
      }
    }),
  );
});
