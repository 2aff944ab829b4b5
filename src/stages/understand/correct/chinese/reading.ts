import type { Sequences } from './character-model.ts';
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
/** What a character counts that the one typed is hardly ever mistaken for. */
const UNLIKE = -16;
const MOST_OPTIONS = 16;

/** A run of Chinese characters and what the models say of each of them. */
export class Reading {
  readonly run: string;
  /** The run between its ends: a place's code is one further on. */
  readonly codes: Uint16Array;
  /** What the model of characters holds of the codes. */
  readonly sequences: Sequences;
  /** Other characters for each place, the best fitting ones first; none where the one typed is right. */
  readonly options: readonly (readonly Option[])[];
  readonly #model: ChineseModel;
  /** Of all characters that the one typed may be mistaken for, by place; filled where they are asked for. */
  readonly #gains: (readonly number[] | undefined)[];

  /** @param before the same run before some of its characters were changed: what is said of others is taken from it */
  constructor(run: string, model: ChineseModel, before?: Reading) {
    this.run = run;
    this.#model = model;
    this.codes = model.characters.codesOf(run);
    this.sequences = model.characters.read(this.codes);
    this.#gains = [];
    const options: (readonly Option[])[] = [];
    for (let at = 0; at < run.length; at += 1) {
      if (before !== undefined && this.#isAsIn(before, at)) {
        options.push(before.options[at]!);
        this.#gains[at] = before.#gains[at];
      } else options.push(this.#isUnlikely(at) ? this.#optionsAt(at) : []);
    }
    this.options = options;
  }

  /** Whether everything that bears on a place is as it was. */
  #isAsIn(before: Reading, at: number): boolean {
    const { reach } = this.#model.neighbours;
    const end = Math.min(this.run.length, at + reach + 1);
    for (let place = Math.max(0, at - reach); place < end; place += 1) {
      if (this.codes[place + 1] !== before.codes[place + 1]) return false;
    }
    return true;
  }

  /** Whether a character, or one of the next two, is unlikely after those before it. */
  #isUnlikely(at: number): boolean {
    const { scores } = this.sequences;
    return (
      scores[at + 1]! < DOUBTFUL ||
      scores[at + 2]! < DOUBTFUL ||
      (at + 3 < scores.length && scores[at + 3]! < DOUBTFUL)
    );
  }

  #optionsAt(at: number): readonly Option[] {
    const { alike, alikeKinds } = this.#model;
    const gains = this.#gainsAt(at);
    const start = this.#model.alikeStart(this.codes[at + 1]!);
    const options: Option[] = [];
    for (let one = 0; one < gains.length; one += 1) {
      const gain = gains[one]!;
      if (gain < LEAST_GAIN) continue;
      options.push({ code: alike[start + one]!, kind: alikeKinds[start + one]!, gain });
    }
    if (options.length > 1) options.sort((a, b) => b.gain - a.gain);
    return options.length > MOST_OPTIONS ? options.slice(0, MOST_OPTIONS) : options;
  }

  #gainsAt(at: number): readonly number[] {
    const known = this.#gains[at];
    if (known !== undefined) return known;
    const { neighbours, alike: codes } = this.#model;
    const [start, end] = this.#model.alikeOf(this.codes[at + 1]!);
    const gains = start === end ? [] : neighbours.gains(this.codes, at + 1, { codes, start, end });
    this.#gains[at] = gains;
    return gains;
  }

  /** How much better a character fits the neighbours of a place than the one typed, natural logarithm of odds. */
  gain(at: number, code: number): number {
    const place = this.#model.alikePlace(this.codes[at + 1]!, code);
    if (place < 0) return UNLIKE;
    return this.#gainsAt(at)[place - this.#model.alikeStart(this.codes[at + 1]!)]!;
  }
}
