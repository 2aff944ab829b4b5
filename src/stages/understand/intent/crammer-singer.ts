import { shuffle } from '../model/shuffle.ts';
import type { SparseVector } from './vectoriser.ts';

export interface Examples {
  readonly vectors: readonly SparseVector[];
  /** Number of the class of each, 0..classes-1. */
  readonly labels: readonly number[];
  readonly classes: number;
  /** Length of the vectors. */
  readonly width: number;
}

export interface TrainingOptions {
  /** How much an error costs, against the size of the weights. */
  readonly cost: number;
}

/** Where the dual is solved well enough: liblinear's own default is 0.1. */
const TOLERANCE = 0.03;
const MOST_ROUNDS = 200;

/**
 * The multi-class support vector machine of Crammer and Singer (2001): one problem for all classes, in which the
 * right class must be ahead of the best other one. Solved in the dual, example by example (Keerthi et al. 2008).
 * @returns weights by feature, then class: `weights[feature * classes + class]`
 */
export function trainCrammerSinger(examples: Examples, { cost }: TrainingOptions): Float64Array {
  const { vectors, labels, classes, width } = examples;
  const weights = new Float64Array(width * classes);
  const duals = new Float64Array(vectors.length * classes);
  const squares = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, 0));
  const step = new Step(classes, cost);
  const order = Uint32Array.from(vectors, (_, at) => at);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    shuffle(order, round);
    let worst = 0;
    for (const example of order) {
      const vector = vectors[example]!;
      const label = labels[example]!;
      const own = duals.subarray(example * classes, (example + 1) * classes);
      step.readMargins(weights, vector, label);
      const violation = step.violation(own, label);
      if (violation <= 1e-12) continue;
      worst = Math.max(worst, violation);
      step.solve(own, label, squares[example]!);
      step.apply(weights, vector, own);
    }
    if (worst < TOLERANCE) break;
  }
  return weights;
}

/** The problem of one example with all others held still. */
class Step {
  readonly #classes: number;
  readonly #cost: number;
  /** Margins of the classes, 1 more for wrong ones. */
  readonly #gradient: Float64Array;
  readonly #sorted: Float64Array;
  readonly #next: Float64Array;

  constructor(classes: number, cost: number) {
    this.#classes = classes;
    this.#cost = cost;
    this.#gradient = new Float64Array(classes);
    this.#sorted = new Float64Array(classes);
    this.#next = new Float64Array(classes);
  }

  readMargins(weights: Float64Array, { places, values }: SparseVector, label: number): void {
    const gradient = this.#gradient.fill(1);
    gradient[label] = 0;
    for (let at = 0; at < places.length; at += 1) {
      const row = places[at]! * this.#classes;
      const value = values[at]!;
      for (let one = 0; one < this.#classes; one += 1) gradient[one]! += value * weights[row + one]!;
    }
  }

  /** How far the example is from its optimum, ≥ 0. */
  violation(duals: Float64Array, label: number): number {
    let [highest, lowest] = [-Infinity, Infinity];
    for (let one = 0; one < this.#classes; one += 1) {
      const value = this.#gradient[one]!;
      if (value > highest) highest = value;
      const canGrow = one === label ? duals[one]! < this.#cost : duals[one]! < 0;
      if (canGrow && value < lowest) lowest = value;
    }
    return highest - lowest;
  }

  /** The best duals of the example: at most the cost for the right class, at most 0 for others, 0 in sum. */
  solve(duals: Float64Array, label: number, square: number): void {
    const shifted = this.#next;
    for (let one = 0; one < this.#classes; one += 1) {
      shifted[one] = this.#gradient[one]! - square * duals[one]!;
    }
    const sorted = this.#sorted;
    sorted.set(shifted);
    sorted[label]! += square * this.#cost;
    sorted.sort();
    let level = sorted[this.#classes - 1]! - square * this.#cost;
    let taken = 1;
    while (taken < this.#classes && level < taken * sorted[this.#classes - 1 - taken]!) {
      level += sorted[this.#classes - 1 - taken]!;
      taken += 1;
    }
    level /= taken;
    for (let one = 0; one < this.#classes; one += 1) {
      const limit = one === label ? this.#cost : 0;
      shifted[one] = Math.min(limit, (level - shifted[one]!) / square);
    }
  }

  /** Moves duals and weights to what {@link solve} found. */
  apply(weights: Float64Array, { places, values }: SparseVector, duals: Float64Array): void {
    for (let one = 0; one < this.#classes; one += 1) {
      const change = this.#next[one]! - duals[one]!;
      duals[one] = this.#next[one]!;
      if (change === 0) continue;
      for (let at = 0; at < places.length; at += 1) {
        weights[places[at]! * this.#classes + one]! += change * values[at]!;
      }
    }
  }
}
