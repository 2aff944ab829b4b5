/**
 * neighbour-sums.wat, assembled: eight units at a time, where JavaScript adds one. After a change of it:
 * `npx --package wabt@1.0.39 wat2wasm neighbour-sums.wat --output=- | base64 --wrap=0`
 */
const ASSEMBLED =
  'AGFzbQEAAAABCAFgBH9/f38AAwMCAAAFAwEAAQcZAwZtZW1vcnkCAARyZWFkAAAFc2NvcmUAAQqBAgJvAgJ/AXsDQCABIARBAXRq/QAEACEGQQAhBQNAIAYgBCAFQQJ0KAIAav0BAwD9jgEhBiAFQQFqIgUgAEkNAAsgAiAEQQF0aiAG/QwAAAAAAAAAAAAAAAAAAAAA/ZgB/QsEACAEQQhqIgQgA0kNAAsLjgECA38BewJAA0AgBCAATw0BIARBAnQoAgAhBv0MAAAAAAAAAAAAAAAAAAAAACEHQQAhBQNAIAcgASAFQQF0av0ABAAgBiAFav0BAwD9ugH9rgEhByAFQQhqIgUgA0kNAAsgAiAEQQJ0aiAH/RsAIAf9GwFqIAf9GwIgB/0bA2pqNgIAIARBAWohBAwACwsL';

/** Neither TypeScript's own library without a browser's nor Node's types name it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Assembled {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly read: (rows: number, bias: number, units: number, width: number) => void;
  readonly score: (rows: number, units: number, to: number, width: number) => void;
}

export interface NeighbourTables {
  /** Rows of a hidden layer, one for each character at each place around. */
  readonly tables: Int8Array;
  /** What each hidden unit starts with, in steps of the tables. */
  readonly bias: Int16Array;
  /** Rows of the hidden layer, one for each character that may stand there. */
  readonly out: Int8Array;
}

const PAGE = 0x10000;
/** Rows that are looked at in one call; no character is like as many others. */
const MOST_ROWS = 4096;

/** Sums over rows of two tables, which it holds a copy of; whole numbers, so that no order of adding differs from another. */
export class NeighbourSums {
  /** Numbers of a row, a multiple of eight. */
  readonly width: number;
  readonly #assembled: Assembled;
  readonly #addresses: Int32Array;
  readonly #sums: Int32Array;
  readonly #bias: number;
  readonly #units: number;
  readonly #tables: number;
  readonly #out: number;

  constructor({ tables, bias, out }: NeighbourTables) {
    const module = new WebAssembly.Module(Buffer.from(ASSEMBLED, 'base64'));
    this.#assembled = new WebAssembly.Instance(module).exports as Assembled;
    const { memory } = this.#assembled;
    this.width = bias.length;
    const sums = MOST_ROWS * Int32Array.BYTES_PER_ELEMENT;
    this.#bias = 2 * sums;
    this.#units = this.#bias + bias.byteLength;
    this.#tables = this.#units + bias.byteLength;
    this.#out = this.#tables + tables.byteLength;
    memory.grow(Math.ceil((this.#out + out.byteLength) / PAGE));
    this.#addresses = new Int32Array(memory.buffer, 0, MOST_ROWS);
    this.#sums = new Int32Array(memory.buffer, sums, MOST_ROWS);
    new Int16Array(memory.buffer, this.#bias, bias.length).set(bias);
    new Int8Array(memory.buffer, this.#tables, tables.length).set(tables);
    new Int8Array(memory.buffer, this.#out, out.length).set(out);
  }

  /** Names a row of the tables for {@link read}. */
  place(at: number, row: number): void {
    this.#addresses[at] = this.#tables + row * this.width;
  }

  /** Adds the rows that were placed up to a number of them, below zero as zero: the hidden layer of {@link score}. */
  read(rows: number): void {
    this.#assembled.read(rows, this.#bias, this.#units, this.width);
  }

  /** Names a row of `out` for {@link score}. @returns false where there is no room for it */
  ask(at: number, row: number): boolean {
    if (at >= MOST_ROWS) return false;
    this.#addresses[at] = this.#out + row * this.width;
    return true;
  }

  /** The products of the hidden layer with the rows that were asked for; overwritten by the next call. */
  score(rows: number): Int32Array {
    this.#assembled.score(rows, this.#units, this.#sums.byteOffset, this.width);
    return this.#sums;
  }
}
