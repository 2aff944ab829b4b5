/** What a model said of a text that it was not trained on. */
export interface HeldOut {
  /** Of each class. */
  readonly scores: Float64Array;
  readonly label: number;
}

/** A score divided by the temperature is the logarithm of an odd; outside these nothing is calibrated any more. */
const COLDEST = 0.01;
const WARMEST = 10;
const ROUNDS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Scores as probabilities that sum to 1 (softmax); the order stays. */
export function probabilitiesOf(scores: Float64Array, temperature: number): Float64Array {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  const shares = scores.map((score) => Math.exp((score - top) / temperature));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/**
 * The temperature that makes the held-out labels most likely (Guo et al. 2017), by golden-section search. As if one
 * more text had been wrong (Platt 1999), so that a model without a mistake does not take itself for infallible.
 */
export function fitTemperature(heldOut: readonly HeldOut[]): number {
  const doubt = 1 / (heldOut.length + 2);
  const loss = (logarithm: number): number => {
    const temperature = Math.exp(logarithm);
    return heldOut.reduce((sum, { scores, label }) => {
      const probability = probabilitiesOf(scores, temperature)[label] ?? 0;
      return sum - (1 - doubt) * surely(probability) - doubt * surely(1 - probability);
    }, 0);
  };
  let [low, high] = [Math.log(COLDEST), Math.log(WARMEST)];
  for (let round = 0; round < ROUNDS; round += 1) {
    const span = (high - low) * GOLDEN;
    if (loss(high - span) < loss(low + span)) high = low + span;
    else low = high - span;
  }
  return Math.exp((low + high) / 2);
}

/** A finite logarithm of what may be no more than rounding. */
function surely(probability: number): number {
  return Math.log(Math.max(probability, Number.EPSILON));
}

/** A prediction of a held-out text. */
export interface Outcome {
  readonly probability: number;
  readonly isRight: boolean;
}

/** From a probability on, at least this share of the predictions is right. */
export interface PrecisionStep {
  readonly probability: number;
  /** Lower end of Wilson's 95 % interval, 0..1. */
  readonly precision: number;
}

const STEPS = 100;
const Z = 1.959964;

/** How precise predictions are from each probability on, at about a hundred of these, rising. */
export function precisionSteps(outcomes: readonly Outcome[]): readonly PrecisionStep[] {
  const sorted = [...outcomes].sort((a, b) => a.probability - b.probability);
  let right = sorted.filter(({ isRight }) => isRight).length;
  const every = Math.max(1, Math.floor(sorted.length / STEPS));
  return sorted.flatMap(({ probability, isRight }, at) => {
    const step = { probability, precision: lowerEnd(right, sorted.length - at) };
    if (isRight) right -= 1;
    return at % every === 0 ? [step] : [];
  });
}

function lowerEnd(count: number, total: number): number {
  const share = count / total;
  const squared = Z ** 2 / total;
  const half = Z * Math.sqrt((share * (1 - share)) / total + squared / (4 * total));
  return Math.max(0, (share + squared / 2 - half) / (1 + squared));
}
