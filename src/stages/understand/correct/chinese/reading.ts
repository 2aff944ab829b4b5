import type { Sequences } from './character-model.ts';
import type { ChineseModel } from './chinese-model.ts';
import { Options } from './options.ts';

/** A character less likely than this after those before it, log10, may be a slip, or stand beside one. */
const DOUBTFUL = -2.8;
/** A place whose best other character fits worse than this is no slip. */
const LEAST_GAIN = -4;
/** What a character counts that the one typed is hardly ever mistaken for. */
const UNLIKE = -16;

/** A run of Chinese characters and what the models say of each of them. */
export class Reading {
  readonly run: string;
  /** The run between its ends: a place's code is one further on. */
  readonly codes: Uint16Array;
  /** What the model of characters holds of the codes. */
  readonly sequences: Sequences;
  /** Other characters for each place; none where the one typed is right. */
  readonly options: Options;
  readonly #model: ChineseModel;
  /** Of all characters that the one typed may be mistaken for, place by place; read where they are asked for. */
  readonly #gains: Float64Array;
  /** Where those of each place begin, one more at the end. */
  readonly #gainStarts: Uint32Array;
  /** Places whose gains were read (1). */
  readonly #known: Uint8Array;

  /** @param before the same run before some of its characters were changed: what is said of others is taken from it */
  constructor(run: string, model: ChineseModel, before?: Reading) {
    this.run = run;
    this.#model = model;
    this.codes = model.characters.codesOf(run);
    this.sequences = model.characters.read(this.codes);
    this.options = new Options(run.length);
    this.#gainStarts = this.#startsOfGains();
    this.#gains = new Float64Array(this.#gainStarts[run.length]!);
    this.#known = new Uint8Array(run.length);
    for (let at = 0; at < run.length; at += 1) {
      if (before !== undefined && this.#isAsIn(before, at)) this.#takeFrom(before, at);
      else if (this.#isUnlikely(at)) this.#addOptions(at);
      this.options.close(at);
    }
  }

  #startsOfGains(): Uint32Array {
    const starts = new Uint32Array(this.run.length + 1);
    for (let at = 0; at < this.run.length; at += 1) {
      const code = this.codes[at + 1]!;
      starts[at + 1] = starts[at]! + this.#model.alikeEnd(code) - this.#model.alikeStart(code);
    }
    return starts;
  }

  #takeFrom(before: Reading, at: number): void {
    this.options.addAll(before.options, at);
    if (before.#known[at] === 0) return;
    let from = before.#gainStarts[at]!;
    for (let to = this.#gainStarts[at]!; to < this.#gainStarts[at + 1]!; to += 1) {
      this.#gains[to] = before.#gains[from]!;
      from += 1;
    }
    this.#known[at] = 1;
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

  #addOptions(at: number): void {
    const { alike, alikeKinds } = this.#model;
    this.#readGains(at);
    let one = this.#model.alikeStart(this.codes[at + 1]!);
    for (let place = this.#gainStarts[at]!; place < this.#gainStarts[at + 1]!; place += 1) {
      const gain = this.#gains[place]!;
      if (gain >= LEAST_GAIN) this.options.add(at, alike[one]!, alikeKinds[one]!, gain);
      one += 1;
    }
  }

  #readGains(at: number): void {
    if (this.#known[at] === 1) return;
    const { neighbours, alike: codes } = this.#model;
    const code = this.codes[at + 1]!;
    const [start, end] = [this.#model.alikeStart(code), this.#model.alikeEnd(code)];
    const gains = { values: this.#gains, start: this.#gainStarts[at]! };
    if (start < end) neighbours.gains(this.codes, at + 1, { codes, start, end }, gains);
    this.#known[at] = 1;
  }

  /** How much better a character fits the neighbours of a place than the one typed, natural logarithm of odds. */
  gain(at: number, code: number): number {
    const typed = this.codes[at + 1]!;
    const place = this.#model.alikePlace(typed, code);
    if (place < 0) return UNLIKE;
    this.#readGains(at);
    return this.#gains[this.#gainStarts[at]! + place - this.#model.alikeStart(typed)]!;
  }
}
