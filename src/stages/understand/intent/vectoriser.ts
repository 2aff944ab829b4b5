import { featuresOf } from './features.ts';

/** A sparse vector: places and values, side by side. */
export interface SparseVector {
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

/** How strongly rare features count: the inverse document frequency to this power. 0.25 to 1 differ by less than folds do. */
const RARITY = 0.5;
/** Places of the table for each feature: what is half empty is found in two steps. */
const ROOM = 2;

/**
 * Turns a text into a vector of length 1: each known feature by its rarity, and a constant last. Features are found
 * by open addressing in a table of their hashes.
 */
export class Vectoriser {
  /** Hashes, 0 where a place is free; a power of two long. */
  readonly table: Uint32Array;
  /** Of the feature in the same place of the table. */
  readonly numbers: Uint32Array;
  /** By the number of a feature. */
  readonly rarities: Float32Array;

  constructor(parts: Pick<Vectoriser, 'table' | 'numbers' | 'rarities'>) {
    this.table = parts.table;
    this.numbers = parts.numbers;
    this.rarities = parts.rarities;
  }

  /** Learns which features there are, and how rare they are. */
  static fit(texts: readonly (readonly number[])[]): Vectoriser {
    const frequencies = new Map<number, number>();
    for (const features of texts) {
      for (const feature of features) frequencies.set(feature, (frequencies.get(feature) ?? 0) + 1);
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, frequencies.size * ROOM)));
    const [table, numbers] = [new Uint32Array(size), new Uint32Array(size)];
    const rarities = new Float32Array(frequencies.size);
    let number = 0;
    for (const [feature, frequency] of frequencies) {
      let at = feature & (size - 1);
      while (table[at] !== 0) at = (at + 1) & (size - 1);
      table[at] = feature;
      numbers[at] = number;
      rarities[number] = (Math.log((1 + texts.length) / (1 + frequency)) + 1) ** RARITY;
      number += 1;
    }
    return new Vectoriser({ table, numbers, rarities });
  }

  /** Features, and the constant behind them. */
  get width(): number {
    return this.rarities.length + 1;
  }

  /** Whether the arrays fit together, whatever file they came from. */
  isWhole(): boolean {
    const { table, numbers, rarities } = this;
    const isPower = table.length > 0 && (table.length & (table.length - 1)) === 0;
    return isPower && numbers.length === table.length && numbers.every((number) => number <= rarities.length);
  }

  /** The number of a feature, -1 for an unknown one. */
  find(feature: number): number {
    const { table } = this;
    const mask = table.length - 1;
    for (let at = feature & mask, steps = 0; steps <= mask; at = (at + 1) & mask, steps += 1) {
      if (table[at] === feature) return this.numbers[at]!;
      if (table[at] === 0) return -1;
    }
    return -1;
  }

  vector(text: string): SparseVector {
    return this.vectorOf(featuresOf(text));
  }

  vectorOf(features: readonly number[]): SparseVector {
    const known = features.map((feature) => this.find(feature)).filter((number) => number >= 0);
    const places = new Uint32Array(known.length + 1);
    const values = new Float64Array(known.length + 1);
    let squares = 0;
    known.forEach((number, at) => {
      const rarity = this.rarities[number] ?? 0;
      places[at] = number;
      values[at] = rarity;
      squares += rarity * rarity;
    });
    const length = Math.sqrt(squares);
    for (let at = 0; at < known.length; at += 1) values[at]! /= length;
    places[known.length] = this.rarities.length;
    values[known.length] = 1;
    return { places, values };
  }
}
