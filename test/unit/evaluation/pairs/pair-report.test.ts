import { describe, expect, test } from '@jest/globals';
import { classificationReport } from '../../../../src/evaluation/classification.ts';
import { bigramCoverage } from '../../../../src/evaluation/pairs/coverage.ts';
import { readPairs } from '../../../../src/evaluation/pairs/labelled-pair.ts';
import {
  crossEntropy,
  meanAbsoluteError,
  meanSquaredError,
} from '../../../../src/evaluation/pairs/losses.ts';
import { pairReport } from '../../../../src/evaluation/pairs/pair-report.ts';

describe('pairs', () => {
  test('are query, text and label', () => {
    expect(readPairs(['\uFEFF绿茶\t龙井 茶\t1\r', '', 'a\tb\t0.5'], 'f')).toEqual([
      { query: '绿茶', text: '龙井 茶', label: 1 },
      { query: 'a', text: 'b', label: 0.5 },
    ]);
  });

  test.each([
    ['a\tb', 'f:1: expected query TAB text TAB label'],
    ['a\tb\t1\t2', 'f:1: expected query TAB text TAB label'],
    ['query\ttext\tlabel', 'f:1: label "label" is not a number'],
    ['a\tb\t', 'f:1: label "" is not a number'],
  ])('%j is none', (line, message) => {
    expect(() => readPairs([line], 'f')).toThrow(message);
  });
});

// The examples of scikit-learn's reference: log_loss, mean_squared_error, mean_absolute_error, f1_score.
describe('losses', () => {
  test('are those of the manual’s examples', () => {
    expect(crossEntropy([true, false, false, true], [0.9, 0.1, 0.2, 0.65])).toBeCloseTo(0.21616, 5);
    expect(meanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8])).toBe(0.375);
    expect(meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8])).toBe(0.5);
    const predicted = [0, 2, 1, 0, 0, 1];
    const results = [0, 1, 2, 0, 1, 2].map((expected, at) => ({
      expected: String(expected),
      predicted: String(predicted[at]),
      probability: 1,
    }));
    expect(classificationReport(results).macroF1.value).toBeCloseTo(0.26666, 4);
  });

  test('of a certain mistake is large and finite', () => {
    expect(crossEntropy([true], [0])).toBeCloseTo(34.5, 1);
    expect(crossEntropy([], [])).toBe(0);
  });
});

describe('the coverage of a query’s pairs of characters', () => {
  test.each([
    ['蓝牙耳机', '无线蓝牙耳机 入耳式', 1],
    ['蓝牙耳机', '蓝牙音箱', 1 / 3],
    ['USB c', 'usb-C', 2 / 3],
    ['茶', '绿茶', 1],
    ['茶', '咖啡', 0],
    ['', 'x', 0],
  ])('%j in %j is %d', (query, text, expected) => {
    expect(bigramCoverage(query, text)).toBeCloseTo(expected, 12);
  });
});

describe('the report', () => {
  const pairs = Array.from({ length: 60 }, (_, at) => ({
    query: `q${at % 20}`,
    text: `t${at}`,
    label: Math.floor(at / 20),
  }));

  test('of scores that know the label is perfect, though they have another scale', () => {
    const report = pairReport(
      pairs,
      pairs.map(({ label }) => 100 - 10 * (2 - label)),
      1,
    );
    expect(report).toMatchObject({
      pairs: 60,
      spearman: { value: 1, interval: { low: 1, high: 1 } },
      auc: { value: 1 },
      accuracy: { count: 60, total: 60 },
      macroF1: { value: 1 },
    });
    expect(report.mse).toBeCloseTo(0, 12);
    expect(report.mae).toBeCloseTo(0, 12);
    expect(report.crossEntropy).toBeLessThan(0.1);
  });

  test('of scores that know nothing says so, also where it fits something', () => {
    const report = pairReport(
      pairs,
      pairs.map(() => 7),
      1,
    );
    expect(report.spearman.value).toBe(0);
    expect(report.auc.value).toBe(0.5);
    expect(report.crossEntropy).toBeCloseTo(-(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3), 1);
    expect(report.mse).toBeCloseTo(2 / 3, 6);
  });

  test('tells labels on a scale from classes', () => {
    const scaled = pairs.map((pair, at) => ({ ...pair, label: at / 10 }));
    const report = pairReport(
      scaled,
      scaled.map(({ label }) => label),
      3,
    );
    expect([report.accuracy, report.macroF1]).toEqual([null, null]);
    expect(report.spearman.value).toBeCloseTo(1, 12);
  });

  test('measures nothing on the queries that it was fitted on', () => {
    // One query's labels are turned around: a cut that saw them would serve them.
    const turned = pairs.map((pair) => (pair.query === 'q0' ? { ...pair, label: 2 - pair.label } : pair));
    const report = pairReport(
      turned,
      pairs.map(({ label }) => label),
      1,
    );
    expect(report.accuracy).toMatchObject({ count: 58, total: 60 });
  });

  test('refuses scores that are no numbers', () => {
    expect(() =>
      pairReport(
        pairs,
        pairs.map(() => NaN),
        1,
      ),
    ).toThrow('no score for "q0"');
  });
});
