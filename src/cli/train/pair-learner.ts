import { foldsOf } from '../../evaluation/cross-validation.ts';
import type { BlendFile } from '../../stages/rank/blend/blend-file.ts';
import { WORDING } from '../../stages/rank/blend/features.ts';
import { fitWording, type WordingExample } from '../../stages/rank/blend/fit-wording.ts';
import { trainOnPairs } from '../../stages/rank/blend/train-pairs.ts';
import { gramVector, Wording } from '../../stages/rank/blend/wording.ts';
import { Words } from '../../stages/rank/blend/words.ts';

/** A labelled pair with what is known of it but its wording, which is still to be learnt. */
export interface PairExample {
  readonly query: string;
  readonly text: string;
  readonly label: number;
  /** One number a feature, NaN in the places of wordings. */
  readonly row: Float64Array;
}

export interface PairTraining {
  readonly id: string;
  readonly features: readonly string[];
  readonly seed: number;
}

/** Parts that a wording is learnt in for the trees: they must not see it where it knows the answer. */
const FOLDS = 4;

export function isWording(feature: string): boolean {
  return feature.startsWith(`${WORDING}(`);
}

/**
 * A blend from pairs. Where a wording is asked for, the trees see of each text what was learnt of it from other texts
 * (stacking, Wolpert 1992); the model holds what was learnt from all of them.
 */
export function learnPairs(pairs: readonly PairExample[], { id, features, seed }: PairTraining): BlendFile {
  const places = features.flatMap((name, at) => (isWording(name) ? [at] : []));
  if (places.length === 0) return trainOnPairs(pairs, { id, features, wordings: [] });
  const examples = pairs.map(({ text, label }): WordingExample => ({ vector: vectorOf(text), label }));
  const said = new Float64Array(pairs.length);
  for (const fold of foldsOf(pairs, { keyOf: ({ text }) => text, folds: FOLDS, seed })) {
    const inside = new Set(fold);
    const wording = new Wording(fitWording(examples.filter((_, at) => !inside.has(at))));
    for (const at of fold) said[at] = wording.of(lettersOf(pairs[at]!.text));
  }
  const rows = pairs.map(({ row, label }, at) => ({
    label,
    row: row.map((value, place) => (places.includes(place) ? said[at]! : value)),
  }));
  const weights = fitWording(examples);
  const wordings = places.map((place) => Wording.write(features[place]!, weights));
  return trainOnPairs(rows, { id, features, wordings });
}

/** The row as the finished model sees it, its own wordings in their places. */
export function rowFor({ features, wordings = [] }: BlendFile): (example: PairExample) => Float64Array {
  const opened = new Map(wordings.map((wording) => [wording.name, Wording.open(wording)]));
  const byPlace = features.map(({ name }) => opened.get(name));
  return ({ row, text }) => {
    const letters = lettersOf(text);
    return row.map((value, at) => byPlace[at]?.of(letters) ?? value);
  };
}

function vectorOf(text: string): WordingExample['vector'] {
  return gramVector(lettersOf(text));
}

function lettersOf(text: string): readonly string[] {
  return new Words(text).letters;
}
