import { expect, test } from '@jest/globals';
import { percent } from '../../../src/console/parts/numbers.ts';

test('a percentage stays in one piece at the end of a line', () => {
  expect([percent(0.5612), percent(0.5612, 0)]).toEqual(['56.1\u00a0%', '56\u00a0%']);
});
