import { bootstrap } from '../bootstrap.ts';
import type { Estimate } from '../classification.ts';
import { placesOf, sampleRanks } from './ranks.ts';

/**
 * Spearman's rank correlation, −1 to 1, with its 95 % bootstrap interval over pairs: Pearson's of the ranks, equal
 * values at the mean of theirs. 0 where either side has one value only.
 */
export function spearman(scores: ArrayLike<number>, labels: ArrayLike<number>): Estimate {
  const [x, y] = [placesOf(scores), placesOf(labels)];
  return estimate(scores.length, (sample) => pearson(sampleRanks(x, sample), sampleRanks(y, sample)));
}

/**
 * Area under the ROC curve, 0 to 1, with its 95 % bootstrap interval over pairs: how often a positive has a higher score than a
 * negative, equal scores counting half (Mann and Whitney). 0.5 where there is only one kind.
 */
export function auc(scores: ArrayLike<number>, isPositive: (at: number) => boolean): Estimate {
  const places = placesOf(scores);
  return estimate(scores.length, (sample) => {
    const ranks = sampleRanks(places, sample);
    let positives = 0;
    let sum = 0;
    sample.forEach((at, place) => {
      if (!isPositive(at)) return;
      positives += 1;
      sum += ranks[place]!;
    });
    const negatives = sample.length - positives;
    if (positives === 0 || negatives === 0) return 0.5;
    return (sum - (positives * (positives + 1)) / 2) / (positives * negatives);
  });
}

function estimate(count: number, statistic: (sample: Uint32Array) => number): Estimate {
  const all = Uint32Array.from({ length: count }, (_, at) => at);
  return { value: statistic(all), interval: bootstrap(count, statistic) };
}

function pearson(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, at) => {
    const [dx, dy] = [value - meanX, y[at]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
