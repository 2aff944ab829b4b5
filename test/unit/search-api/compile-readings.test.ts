import { describe, expect, test } from '@jest/globals';
import type { Query } from '../../../src/domain/query.ts';
import { compile } from '../../../src/search-api/compile.ts';
import { DEFAULT_POLICY } from '../../../src/search-api/compile/policy.ts';
import { compiled, index, request, segmented } from './compiling.ts';

const phrase = (text: string) => ({ match_phrase: { title: { query: text } } });

describe('another reading', () => {
  const other = { terms: ['乒乓球拍', '卖'], weight: 0.2, origin: 'segment' };
  const plain = segmented('乒乓球拍卖', ['乒乓球', '拍卖']);
  const read: Query = {
    ...plain,
    slots: plain.slots.map((slot) => ({ ...slot, alternatives: [...slot.alternatives, { ...other }] })),
  };
  const or = '{"query":{"match":{"title":"乒乓球拍卖"}}}';
  const and = '{"query":{"match":{"title":{"query":"乒乓球拍卖","operator":"and"}}}}';
  const either = (word: string, last: object) => ({
    dis_max: { queries: [phrase(word), { bool: { must: [phrase('乒乓球拍'), last], boost: 0.2 } }] },
  });
  const quarter = (word: string, last: object) => ({
    dis_max: {
      queries: [
        { match_phrase: { title: { query: word, boost: 0.25 } } },
        { bool: { must: [phrase('乒乓球拍'), last], boost: 0.05 } },
      ],
    },
  });

  test('scores the words found whole; on characters it matches nothing that the text does not', () => {
    const last = { match: { title: { query: '卖' } } };
    expect(compiled(or, read, index({ title: 'character' }))).toMatchObject({
      query: {
        bool: {
          should: [
            { match: { title: { query: '乒乓球拍卖' } } },
            quarter('乒乓球', last),
            quarter('拍卖', last),
            {},
          ],
        },
      },
    });
  });

  test('where all words are asked for, all of one reading do; a lone character is a pair on pairs', () => {
    expect(compiled(and, read, index({ title: 'bigram' }))).toMatchObject({
      query: {
        bool: {
          filter: [{ bool: { must: [either('乒乓球', phrase('拍卖')), either('拍卖', phrase('拍卖'))] } }],
        },
      },
    });
  });

  test('is left out where there are too many clauses', () => {
    const policy = { ...DEFAULT_POLICY, maxClauses: 2 };
    const { body, notes } = compile(request(or), read, index({ title: 'character' }), policy);
    expect(Buffer.from(body).toString()).not.toContain('乒乓球拍"');
    expect(notes).toContainEqual({ droppedExpansions: 2 });
  });
});
