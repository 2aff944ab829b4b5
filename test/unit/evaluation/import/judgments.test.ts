import { describe, expect, test } from '@jest/globals';
import { joined, readJudgmentList } from '../../../../src/evaluation/import/judgment-list.ts';
import { judgedSetFrom } from '../../../../src/evaluation/import/judgments.ts';

const LIST = {
  name: 'ESCI',
  judgmentRatings: [
    {
      query: 'red dress',
      ratings: [
        { docId: 'A', rating: '100.000' },
        { docId: 'B', rating: 1 },
      ],
    },
    { query: 'jeans', ratings: [{ docId: 'A', rating: '0.000' }] },
  ],
};
const SET = { name: 'set', querySetQueries: [{ queryText: 'hat' }, { queryText: 'red dress' }] };

describe('a judgment list', () => {
  test('holds the ratings of each query, as text or as numbers', () => {
    const expected = {
      queries: ['red dress', 'jeans'],
      judgments: [
        { query: 'red dress', document: 'A', rating: 100 },
        { query: 'red dress', document: 'B', rating: 1 },
        { query: 'jeans', document: 'A', rating: 0 },
      ],
    };
    expect(readJudgmentList(JSON.stringify(LIST), 'f')).toEqual(expected);
    const answer = { took: 1, hits: { total: { value: 1 }, hits: [{ _id: 'x', _source: LIST }] } };
    expect(readJudgmentList(JSON.stringify(answer), 'f')).toEqual(expected);
  });

  test('together with a query set has the queries of the set, in its order', () => {
    const parts = [LIST, SET].map((json) => readJudgmentList(JSON.stringify(json), 'f'));
    expect(joined(parts).queries).toEqual(['hat', 'red dress']);
    expect(joined(parts).judgments.map(({ document }) => document)).toEqual(['A', 'B']);
    expect(joined(parts.slice(0, 1)).queries).toEqual(['red dress', 'jeans']);
  });

  test.each([
    ['{}', 'f: neither "judgmentRatings" (a judgment list) nor "querySetQueries" (a query set)'],
    ['{"judgmentRatings":[{}]}', 'f: judgmentRatings[0]: no "query"'],
    ['{"judgmentRatings":[{"query":"a"}]}', 'f: judgmentRatings[0]: no list of "ratings"'],
    ['{"judgmentRatings":[{"query":"a","ratings":[{"docId":"b"}]}]}', 'with a "rating" that is no number'],
    ['{"querySetQueries":["a"]}', 'f: querySetQueries[0]: no "queryText"'],
  ])('%s is none', (text, message) => {
    expect(() => readJudgmentList(text, 'f')).toThrow(message);
  });
});

describe('ratings', () => {
  const judgments = readJudgmentList(JSON.stringify(LIST), 'f');

  test('become grades by thresholds', () => {
    const set = judgedSetFrom(judgments, [1, 10, 100]);
    expect(set.queries.map(({ id, text }) => [id, text])).toEqual([
      ['q1', 'red dress'],
      ['q2', 'jeans'],
    ]);
    expect([...set.grades].map(([id, grades]) => [id, Object.fromEntries(grades)])).toEqual([
      ['q1', { A: 3, B: 1 }],
      ['q2', { A: 0 }],
    ]);
  });

  test('that are no grades are not taken for some: a gain of 2^100 would drown all others', () => {
    expect(() => judgedSetFrom(judgments, undefined)).toThrow(
      'a rating of 100 is no grade: say from which rating on each grade goes, such as --grades 1,10,100',
    );
  });
});
