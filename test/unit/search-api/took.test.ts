import { expect, test } from '@jest/globals';
import { tookOf } from '../../../src/search-api/took.ts';

test.each([
  ['{"took":12,"timed_out":false}', 12],
  ['{\n  "took" : 0,\n  "hits" : {}', 0],
  ['{"hits":{"took":5}}', null],
  ['{"took":"5"}', null],
  ['{"took":', null],
  ['{"error":{"reason":"took"},"status":400}', null],
  ['', null],
])('%s took %s', (body, took) => {
  expect(tookOf(Buffer.from(body))).toBe(took);
});
