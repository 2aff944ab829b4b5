import { Buffer } from 'node:buffer';

/** Texts one behind the other, as bytes: what is read of a rule only when it fires. */
export interface Records {
  /** UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each begins, with one more entry for the end of the last. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

const FIRST_BYTES = 4096;
/** A UTF-16 unit takes so many bytes at most. */
const BYTES_A_UNIT = 3;

/** Gathers records. */
export class RecordWriter {
  #bytes = Buffer.alloc(FIRST_BYTES);
  #length = 0;
  readonly #starts: number[] = [0];

  /** The number of the record; 0 is the first. */
  add(value: unknown): number {
    const text = JSON.stringify(value);
    const wanted = this.#length + text.length * BYTES_A_UNIT;
    if (wanted > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(wanted, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    this.#length += this.#bytes.write(text, this.#length);
    this.#starts.push(this.#length);
    return this.#starts.length - 2;
  }

  /** A record that was added. */
  at(number: number): unknown {
    return JSON.parse(this.#bytes.toString('utf8', this.#starts[number], this.#starts[number + 1]));
  }

  packed(): Records {
    const bytes = new Uint8Array(this.#length);
    bytes.set(this.#bytes.subarray(0, this.#length));
    return { bytes, starts: Uint32Array.from(this.#starts) };
  }
}

/**
 * Records of a file that are kept as objects, at most: the same rules fire again and again. About a kilobyte each. A power
 * of two.
 */
const MOST_KEPT = 32_768;

/** Reads records, and keeps what was read last. */
export class RecordReader<T> {
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  readonly #decode: (record: unknown) => T;
  /** By the last bits of the number, in either of two neighbouring places: the one that was read earlier makes room. */
  readonly #kept: ({ readonly number: number; readonly value: T } | undefined)[];
  readonly #mask: number;

  constructor({ bytes, starts }: Records, decode: (record: unknown) => T) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#starts = starts;
    this.#decode = decode;
    const places = Math.min(MOST_KEPT, 2 ** Math.ceil(Math.log2(starts.length + 1)));
    this.#kept = Array.from({ length: places }, () => undefined);
    this.#mask = places - 1;
  }

  at(number: number): T {
    const place = number & this.#mask;
    const kept = this.#kept[place];
    if (kept?.number === number) return kept.value;
    const neighbour = this.#kept[place ^ 1];
    if (neighbour?.number === number) return neighbour.value;
    const text = this.#bytes.toString('utf8', this.#starts[number], this.#starts[number + 1]);
    const value = this.#decode(JSON.parse(text));
    this.#kept[place ^ 1] = kept;
    this.#kept[place] = { number, value };
    return value;
  }
}
