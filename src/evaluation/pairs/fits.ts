/** What a score says of another scale. */
export type Fit = (score: number) => number;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The line of least squares; level where all scores are equal. */
export function linearFit(points: readonly Point[]): Fit {
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  let [xy, xx] = [0, 0];
  for (const { x, y } of points) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
  }
  const slope = xx === 0 ? 0 : xy / xx;
  return (score) => meanY + slope * (score - meanX);
}

const STEPS = 50;
/** Keeps a perfect separation, or a constant score, from an infinite slope. */
const RIDGE = 1e-3;

/**
 * The logistic curve of greatest likelihood (Platt 1999), by Newton's method on scores brought to mean 0 and
 * deviation 1: the probability that y is 1.
 * @param points y is 0 or 1
 */
export function logisticFit(points: readonly Point[]): Fit {
  const centre = mean(points.map(({ x }) => x));
  const scale = Math.sqrt(mean(points.map(({ x }) => (x - centre) ** 2))) || 1;
  const standard = points.map(({ x, y }) => ({ x: (x - centre) / scale, y }));
  let [slope, offset] = [0, 0];
  for (let step = 0; step < STEPS; step += 1) {
    let [gs, go, hss, hso, hoo] = [-RIDGE * slope, -RIDGE * offset, RIDGE, 0, RIDGE];
    for (const { x, y } of standard) {
      const p = sigmoid(slope * x + offset);
      const weight = p * (1 - p);
      gs += (y - p) * x;
      go += y - p;
      hss += weight * x * x;
      hso += weight * x;
      hoo += weight;
    }
    const determinant = hss * hoo - hso * hso;
    if (!(determinant > 0)) break;
    const [ds, dO] = [(hoo * gs - hso * go) / determinant, (hss * go - hso * gs) / determinant];
    // Far steps overshoot where nearly all points lie on one side.
    const damping = Math.min(1, 4 / Math.max(Math.abs(ds), Math.abs(dO), 1e-12));
    slope += damping * ds;
    offset += damping * dO;
    if (Math.abs(ds) + Math.abs(dO) < 1e-9) break;
  }
  return (score) => sigmoid((slope * (score - centre)) / scale + offset);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
