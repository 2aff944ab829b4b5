import { describe, expect, test } from '@jest/globals';
import { judgedSetFrom } from '../../../../src/evaluation/import/judgments.ts';
import { readQuepidJson, readQuepidTable } from '../../../../src/evaluation/import/quepid.ts';

const rows = (...cells: readonly (readonly string[])[]) =>
  cells.map((row, at) => ({ line: at + 1, cells: row }));

describe('a Quepid table', () => {
  test('of a case has query, docid and rating; a query alone is one that nobody rated', () => {
    const { queries, judgments } = readQuepidTable(
      rows(
        ['query', 'docid', 'rating'],
        ['绿茶', 'a', '3'],
        ['绿茶', 'b', '0'],
        ['tea'],
        [' =1+1', 'c', '1'],
      ),
      'f.csv',
    );
    expect(queries).toEqual(['绿茶', 'tea', '=1+1']);
    expect(judgments).toEqual([
      { query: '绿茶', document: 'a', rating: 3 },
      { query: '绿茶', document: 'b', rating: 0 },
      { query: '=1+1', document: 'c', rating: 1 },
    ]);
  });

  test('of a book has a column a rater; a document’s grade is the mean of theirs', () => {
    const judgments = readQuepidTable(
      rows(['query', 'docid', 'Ann', 'Bo', 'Cy'], ['tea', 'a', '3', '', '2'], ['tea', 'b', '', '', '']),
      'f.csv',
    );
    const set = judgedSetFrom(judgments, undefined);
    expect(set.queries).toEqual([{ id: 'q1', text: 'tea', stage: null }]);
    expect(set.grades).toEqual(new Map([['q1', new Map([['a', 2.5]])]]));
  });

  test.each([
    [[['docid', 'query', 'rating']], 'f.csv:1: expected the columns query, docid and rating'],
    [[], 'f.csv:1: expected the columns'],
    [
      [
        ['query', 'docid', 'rating'],
        ['tea', 'a', 'good'],
      ],
      'f.csv:2: rating "good" is not a number',
    ],
    [
      [
        ['query', 'docid', 'rating'],
        ['tea', 'a', '1', '2'],
      ],
      'f.csv:2: more than 3 cells',
    ],
  ])('%j is none', (cells, message) => {
    expect(() => readQuepidTable(rows(...cells), 'f.csv')).toThrow(message);
  });
});

describe('Quepid’s JSON', () => {
  test.each([
    [
      'ratings of a case',
      {
        queries: [
          { query: 'tea', ratings: { a: 3, b: '1' } },
          { query: 'milk', ratings: {} },
        ],
      },
    ],
    ['a case', { queries: [{ query_text: 'tea', ratings: { a: 3, b: 1 } }, { query_text: 'milk' }] }],
  ])('is %s', (_, json) => {
    expect(readQuepidJson(JSON.stringify(json), 'f.json')).toEqual({
      queries: ['tea', 'milk'],
      judgments: [
        { query: 'tea', document: 'a', rating: 3 },
        { query: 'tea', document: 'b', rating: 1 },
      ],
    });
  });

  test('is a book; what raters could not judge, or put off, is no judgment', () => {
    const judgements = [
      { rating: 2 },
      { rating: null, unrateable: true },
      { rating: 1, judge_later: true },
      { rating: 3, explanation: 'fits' },
    ];
    const book = { name: 'b', query_doc_pairs: [{ query_text: 'tea', doc_id: 'a', judgements }] };
    const { judgments } = readQuepidJson(JSON.stringify(book), 'f.json');
    expect(judgments.map(({ rating }) => rating)).toEqual([2, 3]);
  });

  test.each([
    ['[]', 'f.json: not a JSON object'],
    ['{}', 'f.json: neither "queries" (a case) nor "query_doc_pairs" (a book)'],
    ['{"queries":[{"ratings":{}}]}', 'f.json: queries[0].query: not a text'],
    ['{"queries":[{"query":"a","ratings":{"b":true}}]}', 'f.json: queries[0].ratings.b: not a number'],
    ['{"query_doc_pairs":[{"query_text":"a"}]}', 'f.json: query_doc_pairs[0].doc_id: not a text'],
  ])('%s is none', (text, message) => {
    expect(() => readQuepidJson(text, 'f.json')).toThrow(message);
  });
});
