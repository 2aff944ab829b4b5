import { describe, expect, test } from '@jest/globals';
import { readQrels, readQueries } from '../../../src/evaluation/judged-set.ts';

describe('queries.jsonl', () => {
  test('gives id, text and stage; blank lines and a byte order mark are skipped', () => {
    const lines = [
      '\uFEFF{"_id":"q1","text":"手机壳","stage":"segment"}\r',
      '',
      '{"_id":"q2","text":"tea","x":1}',
    ];
    expect(readQueries(lines, 'queries.jsonl')).toEqual([
      { id: 'q1', text: '手机壳', stage: 'segment' },
      { id: 'q2', text: 'tea', stage: null },
    ]);
  });

  test.each([
    ['{"text":"tea"}', 'queries.jsonl:1: no "_id", or not a string'],
    ['{"_id":"q1"}', 'queries.jsonl:1: no "text", or not a string'],
    ['{"_id":', 'queries.jsonl:1: not a JSON object'],
    ['null', 'queries.jsonl:1: not a JSON object'],
  ])('%s names its line', (line, message) => {
    expect(() => readQueries([line], 'queries.jsonl')).toThrow(message);
  });

  test('an id that comes twice is refused', () => {
    const line = '{"_id":"q1","text":"tea"}';
    expect(() => readQueries([line, line], 'q')).toThrow('q:2: query "q1" was there before');
  });
});

describe('qrels.tsv', () => {
  const header = 'query-id\tcorpus-id\tscore';

  test('gives grades by query; fractions stay, negative grades are 0', () => {
    const grades = readQrels([header, 'q1\td1\t3', 'q1\td2\t2.5\r', '', 'q2\td1\t-2'], 'qrels.tsv');
    expect([...(grades.get('q1') ?? [])]).toEqual([
      ['d1', 3],
      ['d2', 2.5],
    ]);
    expect([...(grades.get('q2') ?? [])]).toEqual([['d1', 0]]);
  });

  test.each([
    [['q1\td1\t3'], 'qrels.tsv:1: expected a header line'],
    [[header, 'q1 d1 3'], 'qrels.tsv:2: expected three columns'],
    [[header, 'q1\td1\thigh'], 'qrels.tsv:2: score "high" is not a number'],
    [[header, 'q1\td1\t'], 'qrels.tsv:2: score "" is not a number'],
  ])('%j is refused', (lines, message) => {
    expect(() => readQrels(lines, 'qrels.tsv')).toThrow(message);
  });

  test('of a pair judged twice the last judgment counts: real sets have such pairs', () => {
    const grades = readQrels([header, 'q1\td1\t0', 'q1\td1\t2'], 'qrels.tsv');
    expect([...(grades.get('q1') ?? [])]).toEqual([['d1', 2]]);
  });
});
