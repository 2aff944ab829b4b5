import type { ChineseModel } from './chinese-model.ts';

/** Another character for a place. */
export interface Option {
  readonly code: number;
  /** How it may be mistaken for the one typed: `SAME_SOUND` and the like. */
  readonly kind: number;
  /** How much better it fits its neighbours than the one typed, natural logarithm of odds. */
  readonly gain: number;
}

/** A character less likely than this after those before it, log10, may be a slip, or stand beside one. */
const DOUBTFUL = -2.8;
/** A place whose best other character fits worse than this is no slip. */
const LEAST_GAIN = -4;
/** What a character counts that the model of neighbours does not know, so rare that it is hardly ever meant. */
const STRANGER = -9;
const MOST_OPTIONS = 16;

/** A run of Chinese characters and what the models say of each of them. */
export class Reading {
  readonly run: string;
  /** The run between its ends: a place's code is one further on. */
  readonly codes: Uint16Array;
  /** log10 of each code's probability after those before it. */
  readonly scores: Float64Array;
  /** Other characters for each place, the best fitting ones first; none where the one typed is right. */
  readonly options: readonly (readonly Option[])[];
  readonly #model: ChineseModel;
  readonly #hidden: (Float32Array | undefined)[];

  constructor(run: string, model: ChineseModel) {
    this.run = run;
    this.#model = model;
    this.codes = model.characters.codesOf(run);
    this.scores = new Float64Array(this.codes.length);
    for (let at = 1; at < this.codes.length; at += 1) {
      this.scores[at] = model.characters.score(this.codes, at);
    }
    this.#hidden = Array.from({ length: run.length }, () => undefined);
    this.options = Array.from({ length: run.length }, (_, at) =>
      this.#isUnlikely(at) ? this.#optionsAt(at) : [],
    );
  }

  /** Whether a character, or one of the next two, is unlikely after those before it. */
  #isUnlikely(at: number): boolean {
    const { scores } = this;
    return Math.min(scores[at + 1]!, scores[at + 2]!, scores[at + 3] ?? 0) < DOUBTFUL;
  }

  #optionsAt(at: number): readonly Option[] {
    const model = this.#model;
    const [start, end] = model.alikeOf(this.codes[at + 1]!);
    const own = this.fit(at, this.codes[at + 1]!);
    const options: Option[] = [];
    for (let one = start; one < end; one += 1) {
      const gain = this.fit(at, model.alike[one]!) - own;
      if (gain >= LEAST_GAIN) options.push({ code: model.alike[one]!, kind: model.alikeKinds[one]!, gain });
    }
    return options.sort((a, b) => b.gain - a.gain).slice(0, MOST_OPTIONS);
  }

  /** How well a character fits the neighbours of a place, natural logarithm up to a constant. */
  fit(at: number, code: number): number {
    let hidden = this.#hidden[at];
    if (hidden === undefined) {
      hidden = new Float32Array(this.#model.neighbours.hidden);
      this.#model.neighbours.read(this.codes, at + 1, hidden);
      this.#hidden[at] = hidden;
    }
    return this.#model.neighbours.score(hidden, code) ?? STRANGER;
  }
}
