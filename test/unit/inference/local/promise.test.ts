import { expect, test } from '@jest/globals';
import { byPromise } from '../../../../src/inference/local/promise.ts';

test('texts that both the list and the model put first come first', () => {
  expect(byPromise([0, 1, 2, 3], [4, 3, 2, 1])).toEqual([0, 1, 2, 3]);
  // The list's first is the model's last; the second is good for both.
  expect(byPromise([0, 1, 2, 3], [1, 4, 3, 2])[0]).toBe(1);
});

test('texts that were not scored are left out; equal scores keep the list’s order', () => {
  expect(byPromise([0, 1, 2, 3], [null, 1, null, 1])).toEqual([1, 3]);
  expect(byPromise([], [])).toEqual([]);
});
