import { GatewayError } from '../../../errors.ts';
import { shuffle } from '../model/shuffle.ts';
import type { HeldOut, Outcome } from './calibration.ts';
import { fitTemperature, precisionSteps, probabilitiesOf } from './calibration.ts';
import { trainCrammerSinger } from './crammer-singer.ts';
import { featuresOf } from './features.ts';
import { IntentModel } from './intent-model.ts';
import { scoresOf } from './scores.ts';
import { Vectoriser } from './vectoriser.ts';

export interface IntentExample {
  readonly text: string;
  readonly intent: string;
  /**
   * What texts have in common that are much alike (made from one template, typed in one session). They stay in one
   * fold, so that probabilities are not learnt from texts that were as good as trained on.
   */
  readonly group?: string;
}

/** Measured on SMP2019, SMP2020 and CAIS: 1 to 5 differ by less than folds do. */
const COST = 1;
const FOLDS = 5;

interface Read {
  readonly features: readonly number[];
  readonly label: number;
}

/**
 * Trains a model: TF-IDF of 1 to 3 characters in a row and of words, a linear support vector machine over all
 * classes, probabilities from five folds. The same examples give the same model.
 * @param onFold called when a part of the work is done, 0..1
 * @throws GatewayError `bad_request` for less than two classes or less than ten examples
 */
export function trainIntentModel(
  examples: readonly IntentExample[],
  onFold: (share: number) => void = () => {},
): IntentModel {
  const intents = [...new Set(examples.map(({ intent }) => intent))].sort();
  if (intents.length < 2) throw new GatewayError('bad_request', 'training takes two intents or more');
  if (examples.length < 2 * FOLDS) {
    throw new GatewayError('bad_request', `training takes ${2 * FOLDS} examples or more`);
  }
  const numbers = new Map(intents.map((intent, number) => [intent, number]));
  const read = examples.map(({ text, intent }) => ({
    features: featuresOf(text),
    label: numbers.get(intent) ?? 0,
  }));
  const heldOut: HeldOut[] = [];
  const foldOf = folds(examples);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const fitted = fit(
      read.filter((_, at) => foldOf[at] !== fold),
      intents.length,
    );
    for (const { features, label } of read.filter((_, at) => foldOf[at] === fold)) {
      heldOut.push({ scores: fitted.scores(features), label });
    }
    onFold((fold + 1) / (FOLDS + 1));
  }
  const temperature = fitTemperature(heldOut);
  const { vectoriser, weights } = fit(read, intents.length);
  onFold(1);
  return new IntentModel({
    intents,
    temperature,
    steps: precisionSteps(heldOut.map((one) => outcomeOf(one, temperature))),
    vectoriser,
    weights: Float32Array.from(weights),
  });
}

/** The fold of each example, by chance; that of its group where it has one. */
function folds(examples: readonly IntentExample[]): readonly number[] {
  const keys = examples.map(({ group }, at) => group ?? at);
  const groups = new Map([...new Set(keys)].map((key, number) => [key, number]));
  const order = Uint32Array.from({ length: groups.size }, (_, at) => at);
  shuffle(order, FOLDS);
  return keys.map((key) => order[groups.get(key) ?? 0]! % FOLDS);
}

interface Fitted {
  readonly vectoriser: Vectoriser;
  readonly weights: Float64Array;
  scores(features: readonly number[]): Float64Array;
}

function fit(read: readonly Read[], classes: number): Fitted {
  const vectoriser = Vectoriser.fit(read.map(({ features }) => features));
  const vectors = read.map(({ features }) => vectoriser.vectorOf(features));
  const labels = read.map(({ label }) => label);
  const weights = trainCrammerSinger({ vectors, labels, classes, width: vectoriser.width }, { cost: COST });
  return {
    vectoriser,
    weights,
    scores: (features) => scoresOf(vectoriser.vectorOf(features), weights, classes),
  };
}

function outcomeOf({ scores, label }: HeldOut, temperature: number): Outcome {
  const probabilities = probabilitiesOf(scores, temperature);
  const probability = Math.max(...probabilities);
  return { probability, isRight: probabilities[label] === probability };
}
