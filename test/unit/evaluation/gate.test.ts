import { describe, expect, test } from '@jest/globals';
import { broken, lossOf } from '../../../src/evaluation/gate.ts';

const comparison = (low: number, high: number) => ({
  off: 0.5,
  on: 0.5,
  difference: (low + high) / 2,
  interval: { low, high },
  p: 0.5,
  wins: 1,
  losses: 1,
  ties: 0,
});
const gate = {
  floors: new Map([['ndcg@10', 0.8]]),
  ceilings: new Map([['damage', 0.1]]),
  noLoss: ['ndcg@10'],
  stages: new Map([['segment', 0.9]]),
};
const measured = {
  queries: 60,
  values: new Map([
    ['ndcg@10', 0.8],
    ['damage', 0.1],
  ]),
  comparisons: new Map([['ndcg@10', comparison(-0.02, 0.01)]]),
  stages: new Map([['segment', 0.9]]),
};

describe('a gate', () => {
  test('holds where values are just what it asks for', () => {
    expect(broken(gate, measured)).toEqual([]);
  });

  test('says everything that does not hold', () => {
    const worse = {
      queries: 60,
      values: new Map([
        ['ndcg@10', 0.799],
        ['damage', 0.25],
      ]),
      comparisons: new Map([['ndcg@10', comparison(-0.02, -0.001)]]),
      stages: new Map([['segment', 0.5]]),
    };
    expect(broken(gate, worse)).toEqual([
      'ndcg@10 0.799 is below its floor 0.8',
      'damage 0.25 is above its ceiling 0.1',
      'ndcg@10 loses against plain search (95 % interval -0.02 … -0.001)',
      'stage segment 0.5 is below its floor 0.9',
    ]);
  });

  test('does not hold for what was not measured', () => {
    const nothing = { queries: 1, values: new Map(), comparisons: new Map(), stages: new Map() };
    expect(broken(gate, nothing)).toEqual([
      'ndcg@10 was not measured',
      'damage was not measured',
      'ndcg@10 was compared with nothing',
      'no query shows the stage segment',
    ]);
  });
});

test.each([
  [-0.02, 0.0, 60, false],
  [-0.02, -0.0001, 60, true],
  [-0.02, 0.01, 999, false],
  [-0.02, 0.01, 1000, true],
  [-0.005, 0.01, 1000, false],
  [0.001, 0.01, 5000, false],
])('an interval of %d … %d over %d queries: a loss is %p', (low, high, queries, loss) => {
  expect(lossOf(comparison(low, high), queries) !== undefined).toBe(loss);
});
