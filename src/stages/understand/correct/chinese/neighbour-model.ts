import type { ModelFile } from '../english/model-file.ts';
import { NeighbourSums } from './neighbour-sums.ts';

/** Characters on each side that are looked at. */
const REACH = 6;
/** What a character counts that the model does not know, so rare that it is hardly ever meant. */
const STRANGER = -9;

/** Characters that may stand in a place: those of a list from `start` to `end`. */
export interface Others {
  readonly codes: Uint16Array;
  readonly start: number;
  readonly end: number;
}

/** Where the gains of some characters are written, one behind the other. */
export interface Gains {
  readonly values: Float64Array;
  readonly start: number;
}

/**
 * Which of the characters that are easily mistaken for one another stands in a place, given those around it on both
 * sides: a network of one hidden layer, whose inputs are rows of a table for each place, so that reading a context is
 * adding twelve rows (Devlin et al. 2014). Trained by training/spelling/chinese/neighbours.py.
 */
export class NeighbourModel {
  /** Characters on each side of a place that bear on it. */
  readonly reach = REACH;
  readonly #numbers = new Uint16Array(0x10000);
  readonly #size: number;
  readonly #sums: NeighbourSums;
  readonly #outBias: Float32Array;
  /** What one step of a score is worth. */
  readonly #step: number;

  constructor(
    file: ModelFile,
    { tableStep, outStep }: { readonly tableStep: number; readonly outStep: number },
  ) {
    const characters = file.words16('neighbours');
    characters.forEach((code, number) => (this.#numbers[code] = number));
    this.#size = characters.length;
    this.#sums = new NeighbourSums({
      tables: file.signedBytes('neighbourTables'),
      bias: Int16Array.from(file.floats('neighbourBias'), (bias) => Math.round(bias / tableStep)),
      out: file.signedBytes('neighbourOut'),
    });
    this.#outBias = file.floats('neighbourOutBias');
    this.#step = tableStep * outStep;
  }

  /**
   * Writes how much better each of some characters fits the neighbours of a place of a run between its ends than the one
   * that stands there, as natural logarithms of odds.
   */
  gains(codes: Uint16Array, at: number, { codes: others, start, end }: Others, gains: Gains): void {
    this.#read(codes, at);
    const [sums, numbers] = [this.#sums, this.#numbers];
    const own = numbers[codes[at]!]!;
    sums.ask(0, own);
    let rows = 1;
    for (let one = start; one < end; one += 1) if (sums.ask(rows, numbers[others[one]!]!)) rows += 1;
    const products = sums.score(rows);
    const typed = this.#score(own, products[0]!);
    const { values, start: first } = gains;
    for (let one = start; one < end; one += 1) {
      values[first + one - start] = this.#score(numbers[others[one]!]!, products[one - start + 1]!) - typed;
    }
  }

  #score(number: number, product: number): number {
    return number === 0 ? STRANGER : this.#outBias[number]! + product * this.#step;
  }

  /** Reads what stands around a place; the place itself is not looked at. */
  #read(codes: Uint16Array, at: number): void {
    this.#place(codes, { at, step: -1, firstPlace: 0 });
    this.#place(codes, { at, step: 1, firstPlace: REACH });
    this.#sums.read(2 * REACH);
  }

  #place(
    codes: Uint16Array,
    { at, step, firstPlace }: { readonly at: number; readonly step: 1 | -1; readonly firstPlace: number },
  ): void {
    let ended = false;
    for (let reach = 1; reach <= REACH; reach += 1) {
      // Beyond a character that it does not know everything is blank, as beyond the ends.
      const code = ended ? undefined : codes[at + step * reach];
      const number: number = code === undefined ? 0 : this.#numbers[code]!;
      ended = number === 0;
      const place = firstPlace + reach - 1;
      this.#sums.place(place, place * this.#size + number);
    }
  }
}
