import { expect, test } from '@jest/globals';
import { clauseLine } from '../../../src/console/pages/why/clause-line.ts';

const NOTHING = { must: [], should: [], mustNot: [], phrase: null, raw: null } as const;

test.each([
  ['a word of a field', { ...NOTHING, must: [{ text: '云陌', fields: ['brand'] }] }, 'brand:云陌'],
  ['words that must not stand there', { ...NOTHING, mustNot: [{ text: 'used' }] }, '-used'],
  [
    'a required word among others',
    { ...NOTHING, must: [{ text: 'a' }], should: [{ text: 'b', fields: ['title', 'brand'] }] },
    '+a title,brand:b',
  ],
  ['a phrase', { ...NOTHING, phrase: { terms: ['red', 'shoes'], slop: 2 } }, '"red shoes"~2'],
  [
    'a query of the engine',
    { ...NOTHING, raw: '{"range": {"price": {"gte": 500}}}' },
    '{"range": {"price": {"gte": 500}}}',
  ],
])('a clause is one line: %s', (_, clause, line) => {
  expect(clauseLine(clause)).toBe(line);
});
