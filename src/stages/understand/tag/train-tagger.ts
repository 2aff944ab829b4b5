import { GatewayError } from '../../../errors.ts';
import { shuffle } from '../model/shuffle.ts';
import type { ChainWeights } from './chain.ts';
import { placeScores } from './chain.ts';
import { charactersOf, featuresOf, ROWS } from './features.ts';
import type { TaggedRange } from './labels.ts';
import { LabelSet } from './labels.ts';
import { marginals } from './marginals.ts';
import { PhraseTable } from './phrase-table.ts';
import { TagModel } from './tag-model.ts';

export interface TagExample {
  readonly text: string;
  /** In order, without overlaps. */
  readonly ranges: readonly TaggedRange[];
}

/** Rounds, steps and decay were measured on a fifth of the Taobao titles held out of training. */
const ROUNDS = 10;
/** Size of the first steps. */
const RATE = 0.03;
/** Pulls weights to zero at each step, so that what was seen once stays small. */
const DECAY = 1e-4;

interface Sentence {
  readonly rows: readonly Uint32Array[];
  readonly labels: readonly number[];
}

/**
 * Trains a linear-chain conditional random field (Lafferty et al. 2001) over characters. Phrases of the examples
 * become a table; in training a phrase counts only where another example has it too, as it will be with new texts.
 * @param onRound called when a part of the work is done, 0..1
 * @throws GatewayError `bad_request` where nothing is tagged
 */
export function trainTagger(
  examples: readonly TagExample[],
  onRound: (share: number) => void = () => {},
): TagModel {
  const tags = [...new Set(examples.flatMap(({ ranges }) => ranges.map(({ tag }) => tag)))].sort();
  if (tags.length === 0)
    throw new GatewayError(
      'bad_request',
      'no text has a tag: give some characters labels such as B-BRAND and I-BRAND beside O',
    );
  const labelSet = new LabelSet(tags);
  const read = examples.map(({ text, ranges }) => ({ characters: charactersOf(text), ranges }));
  const { phrases, counts } = phrasesOf(read);
  const sentences = read.map(({ characters, ranges }): Sentence => {
    const own = new Map<string, number>();
    for (const { start, end } of ranges) {
      const phrase = characters.slice(start, end).join('');
      own.set(phrase, (own.get(phrase) ?? 0) + 1);
    }
    const elsewhere = (phrase: string): boolean => (counts.get(phrase) ?? 0) > (own.get(phrase) ?? 0);
    return {
      rows: featuresOf(characters, phrases, elsewhere),
      labels: labelSet.labelsOf(ranges, characters.length),
    };
  });
  const weights = train(sentences, labelSet.size, onRound);
  return new TagModel({ tags, phrases, weights });
}

interface Phrases {
  readonly phrases: PhraseTable;
  /** How often each is tagged, whatever as. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Each tagged phrase with the tag that it has most often. */
function phrasesOf(
  read: readonly { readonly characters: readonly string[]; readonly ranges: readonly TaggedRange[] }[],
): Phrases {
  const byTag = new Map<string, Map<string, number>>();
  const counts = new Map<string, number>();
  for (const { characters, ranges } of read) {
    for (const { start, end, tag } of ranges) {
      const phrase = characters.slice(start, end).join('');
      const tags = byTag.get(phrase) ?? new Map<string, number>();
      byTag.set(phrase, tags.set(tag, (tags.get(tag) ?? 0) + 1));
      counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    }
  }
  const classes = new Map<string, string>();
  for (const [phrase, tags] of byTag) {
    const [[most] = ['']] = [...tags].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    classes.set(phrase, most);
  }
  return { phrases: new PhraseTable(classes), counts };
}

function train(
  sentences: readonly Sentence[],
  labels: number,
  onRound: (share: number) => void,
): ChainWeights {
  const features = new Adaptive(ROWS * labels);
  const transitions = new Adaptive((labels + 1) * labels);
  const weights = { labels, features: features.weights, transitions: transitions.weights };
  const order = Uint32Array.from(sentences, (_, at) => at);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, round);
    for (const at of order) {
      const { rows, labels: right } = sentences[at]!;
      // Slopes of the loss: what the model expects, less what is.
      const slopes = marginals(weights, placeScores(weights, rows));
      right.forEach((label, place) => {
        const before = right[place - 1] ?? labels;
        slopes.places[place * labels + label]! -= 1;
        slopes.transitions[before * labels + label]! -= 1;
      });
      rows.forEach((own, place) => {
        for (const row of own) {
          for (let label = 0; label < labels; label += 1) {
            features.move(row * labels + label, slopes.places[place * labels + label]!);
          }
        }
      });
      slopes.transitions.forEach((slope, pair) => transitions.move(pair, slope));
    }
    onRound((round + 1) / ROUNDS);
  }
  return {
    labels,
    features: Float32Array.from(features.weights),
    transitions: Float32Array.from(transitions.weights),
  };
}

/** Weights that move the less the more they have moved (AdaGrad, Duchi et al. 2011). */
class Adaptive {
  readonly weights: Float64Array;
  readonly #squares: Float64Array;

  constructor(size: number) {
    this.weights = new Float64Array(size);
    this.#squares = new Float64Array(size).fill(1e-8);
  }

  move(at: number, slope: number): void {
    const gradient = slope + DECAY * this.weights[at]!;
    const squares = this.#squares[at]! + gradient * gradient;
    this.#squares[at] = squares;
    this.weights[at]! -= (RATE * gradient) / Math.sqrt(squares);
  }
}
