import { expect, test } from '@jest/globals';
import type { Query } from '../../../src/domain/query.ts';
import { compiled, index, segmented } from './compiling.ts';

const fields = index({ title: 'character' });
const bodyOf = (query: string) => `{"query":{"multi_match":{"query":"${query}","fields":["title"]}}}`;
const match = (query: string, options = {}) => ({ match: { title: { query, ...options } } });
const phrase = (query: string) => ({ match_phrase: { title: { query } } });

test('characters: among other fields, the caller’s clause stands beside what only scores', () => {
  const query = segmented('苹果手机', ['苹果', '手机']);
  const near = { match_phrase: { title: { query: '苹果手机', slop: 10, boost: 0.5 } } };
  const words = { bool: { should: [phrase('苹果'), phrase('手机')], boost: 0.25 } };
  expect(compiled(bodyOf('苹果手机'), query, fields)).toEqual({
    query: { dis_max: { queries: [{ bool: { must: [match('苹果手机')], should: [words, near] } }] } },
  });
});

test('characters: what the caller’s clause matches need not be looked for twice', () => {
  const plain = segmented('sneakers', ['sneakers']);
  const slots = plain.slots.map((slot) => ({
    ...slot,
    alternatives: [...slot.alternatives, { terms: ['trainers'], weight: 0.8, origin: 'synonym' }],
  }));
  const query: Query = { ...plain, slots };
  const other = match('trainers', { boost: 0.8 });
  const matching = {
    bool: {
      should: [match('sneakers'), { constant_score: { filter: other, boost: 0 } }],
      minimum_should_match: 1,
    },
  };
  const words = { bool: { should: [{ dis_max: { queries: [match('sneakers'), other] } }], boost: 0.25 } };
  expect(compiled(bodyOf('sneakers'), query, fields)).toEqual({
    query: { dis_max: { queries: [{ bool: { must: [matching], should: [words] } }] } },
  });
});
