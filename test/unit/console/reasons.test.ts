import { expect, test } from '@jest/globals';
import { BYPASS_REASONS } from '../../../src/search-api/bypass-reason.ts';
import { reasonsText } from '../../../src/console/text/reasons.ts';

test.each(['en', 'zh'] as const)('every reason to pass a search on is told in words: %s', (language) => {
  const told = Object.keys(reasonsText[language]);
  expect(told).toEqual(expect.arrayContaining([...Object.keys(BYPASS_REASONS), 'no_hits', 'overload']));
});
