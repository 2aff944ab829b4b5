import { describe, expect, test } from '@jest/globals';
import { randomNumbers } from '../../../../../src/evaluation/random.ts';
import { BlendModel } from '../../../../../src/stages/rank/blend/blend-model.ts';
import { lambdasOf } from '../../../../../src/stages/rank/blend/lambdas.ts';
import type { JudgedWindow } from '../../../../../src/stages/rank/blend/train-blend.ts';
import { treeTrainer } from '../../../../../src/stages/rank/blend/train-trees.ts';
import { trainOnPairs } from '../../../../../src/stages/rank/blend/train-pairs.ts';

const FEATURES = ['score', 'number(a)', 'number(b)'];

/** Relevant is where just one of two features is high, which no weighted sum can say. */
function eitherOr(count: number): readonly JudgedWindow[] {
  const chance = randomNumbers(3);
  return Array.from({ length: count }, () => {
    const rows = Array.from({ length: 20 }, () => Float64Array.of(chance(), chance(), chance()));
    const grades = rows.map(([, a, b]) => Number(a! > 0.5 !== b! > 0.5));
    const ideal = grades
      .toSorted((a, b) => b - a)
      .slice(0, 10)
      .reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);
    return { rows, grades, ideal };
  });
}

/** How often a relevant candidate has the higher score of two. */
function rightPairs(model: BlendModel, windows: readonly JudgedWindow[]): number {
  let [right, all] = [0, 0];
  for (const { rows, grades } of windows) {
    const scores = rows.map((row) => model.score(row));
    for (const better of rows.keys()) {
      for (const worse of rows.keys()) {
        if (grades[better]! <= grades[worse]!) continue;
        all += 1;
        right += Number(scores[better]! > scores[worse]!);
      }
    }
  }
  return right / all;
}

describe('trees of the blend', () => {
  const windows = eitherOr(120);
  const [train, rest] = [windows.slice(0, 90), windows.slice(90)];
  const fit = treeTrainer(train, { id: 'shop@1', features: FEATURES });

  test('say what features mean together', () => {
    const model = BlendModel.open(JSON.stringify(fit(60)));
    expect(rightPairs(model, rest)).toBeGreaterThan(0.9);
    expect(rightPairs(BlendModel.trusted(fit(0)), rest)).toBeLessThan(0.6);
  });

  test('without trees the order is as it was', () => {
    const model = BlendModel.open(JSON.stringify(fit(0)));
    const scores = rest[0]!.rows.map((row) => model.score(row));
    const byScore = rest[0]!.rows.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]!);
    const asTheyCame = rest[0]!.rows.map((_, at) => at);
    asTheyCame.sort((a, b) => rest[0]!.rows[b]![0]! - rest[0]!.rows[a]![0]!);
    expect(byScore).toEqual(asTheyCame);
  });

  test('more trees begin with those of fewer, and the same windows give the same trees', () => {
    const again = treeTrainer(train, { id: 'shop@1', features: FEATURES });
    expect(again(5).trees).toEqual(fit(10).trees!.slice(0, 5));
  });

  test('what each feature adds is together the score', () => {
    const model = BlendModel.trusted(fit(60));
    for (const row of rest[0]!.rows) {
      const sum = model.explain(row).reduce((total, { adds }) => total + adds, 0);
      expect(sum).toBeCloseTo(model.score(row), 9);
    }
  });

  test('nothing to learn gives no trees', () => {
    const alike = train.map((window) => ({ ...window, grades: window.grades.map(() => 0), ideal: 0 }));
    expect(treeTrainer(alike, { id: 'shop@1', features: FEATURES })(10).trees).toEqual([]);
  });

  test('the slopes of a list are those of its loss', () => {
    const { grades, ideal } = windows[0]!;
    const scores = grades.map((_, at) => Math.sin(at));
    const { slopes } = lambdasOf({ grades, ideal }, scores);
    // The order, and with it what hangs on a pair, stays as it is for a step so small.
    const order = grades.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]!);
    const discount = (at: number): number => 1 / Math.log2(order.indexOf(at) + 2);
    const lossAt = (values: readonly number[]): number =>
      grades.reduce(
        (sum, better, a) =>
          sum +
          grades.reduce((inner, worse, b) => {
            if (better <= worse) return inner;
            const hangs = ((2 ** better - 2 ** worse) * Math.abs(discount(a) - discount(b))) / ideal;
            return inner + hangs * Math.log(1 + Math.exp(values[b]! - values[a]!));
          }, 0),
        0,
      );
    slopes.forEach((slope, at) => {
      const moved = (by: number): number =>
        lossAt(scores.map((one, place) => (place === at ? one + by : one)));
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(slope, 5);
    });
  });
});

test('trees on pairs follow labels that no weighted sum gives', () => {
  const chance = randomNumbers(5);
  const pairs = Array.from({ length: 600 }, () => {
    const row = Float64Array.of(chance(), chance() < 0.1 ? NaN : chance());
    return { row, label: Number(row[0]! > 0.5 !== row[1]! > 0.5) * 2 };
  });
  const features = ['number(a)', 'number(b)'];
  const file = trainOnPairs(pairs, { id: 'pairs@1', features, wordings: [] });
  const model = BlendModel.open(JSON.stringify(file));
  const mean = (label: number): number => {
    const of = pairs.filter((pair) => pair.label === label);
    return of.reduce((sum, { row }) => sum + model.score(row), 0) / of.length;
  };
  expect(mean(2) - mean(0)).toBeGreaterThan(1.2);
});
