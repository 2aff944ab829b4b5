import type { ModelFile } from '../english/model-file.ts';

/** Characters on each side that are looked at. */
const REACH = 6;

/**
 * Which of the characters that are easily mistaken for one another stands in a place, given those around it on both
 * sides: a network of one hidden layer, whose inputs are rows of a table for each place, so that reading a context is
 * adding twelve rows (Devlin et al. 2014). Trained by training/spelling/chinese/neighbours.py.
 */
export class NeighbourModel {
  /** Numbers of a hidden layer. */
  readonly hidden: number;
  readonly #numbers = new Uint16Array(0x10000);
  readonly #size: number;
  readonly #tables: Int8Array;
  readonly #bias: Float32Array;
  readonly #out: Int8Array;
  readonly #outBias: Float32Array;
  readonly #tableStep: number;
  readonly #outStep: number;
  readonly #sums: Int32Array;

  constructor(
    file: ModelFile,
    { tableStep, outStep }: { readonly tableStep: number; readonly outStep: number },
  ) {
    const characters = file.words16('neighbours');
    characters.forEach((code, number) => (this.#numbers[code] = number));
    this.#size = characters.length;
    this.#tables = file.signedBytes('neighbourTables');
    this.#bias = file.floats('neighbourBias');
    this.#out = file.signedBytes('neighbourOut');
    this.#outBias = file.floats('neighbourOutBias');
    this.#tableStep = tableStep;
    this.#outStep = outStep;
    this.hidden = this.#bias.length;
    this.#sums = new Int32Array(this.hidden);
  }

  /** Reads what stands around a place of a run between its ends; the place itself is not looked at. */
  read(codes: Uint16Array, at: number, hidden: Float32Array): void {
    const sums = this.#sums.fill(0);
    this.#add(codes, { at, step: -1, firstPlace: 0 });
    this.#add(codes, { at, step: 1, firstPlace: REACH });
    for (let unit = 0; unit < sums.length; unit += 1) {
      hidden[unit] = Math.max(0, this.#bias[unit]! + sums[unit]! * this.#tableStep);
    }
  }

  #add(
    codes: Uint16Array,
    { at, step, firstPlace }: { readonly at: number; readonly step: 1 | -1; readonly firstPlace: number },
  ): void {
    const [sums, tables, width] = [this.#sums, this.#tables, this.hidden];
    let ended = false;
    for (let reach = 1; reach <= REACH; reach += 1) {
      // Beyond a character that it does not know everything is blank, as beyond the ends.
      const number: number = ended ? 0 : this.#numbers[codes[at + step * reach]!]!;
      ended = number === 0;
      const row = ((firstPlace + reach - 1) * this.#size + number) * width;
      for (let unit = 0; unit < width; unit += 1) sums[unit]! += tables[row + unit]!;
    }
  }

  /** How much a character belongs there, as a natural logarithm up to a constant; undefined for one it does not know. */
  score(hidden: Float32Array, code: number): number | undefined {
    const number = this.#numbers[code]!;
    if (number === 0) return undefined;
    const row = number * this.hidden;
    let sum = 0;
    for (let unit = 0; unit < hidden.length; unit += 1) sum += hidden[unit]! * this.#out[row + unit]!;
    return this.#outBias[number]! + sum * this.#outStep;
  }
}
