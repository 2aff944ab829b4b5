import { asBuffer } from './bytes.ts';
import { decode } from './text.ts';

const KINDS = ['object', 'array', 'string', 'number', 'true', 'false', 'null'] as const;
export type Kind = (typeof KINDS)[number];

/** Codes of the kinds, in the order above; `ESCAPED` is added to strings that hold escapes. */
export const OBJECT = 0;
export const ARRAY = 1;
export const STRING = 2;
export const NUMBER = 3;
export const TRUE = 4;
export const FALSE = 5;
export const NULL = 6;
export const ESCAPED = 8;

const WIDTH = 4;

/**
 * All values of a document in the order in which they start, four integers each: kind, start, end, and the
 * node that follows the subtree. An object's members are its key (a string) and then its value.
 *
 *     {"a":[1]}  →  0 object 0..9 next 4 | 1 string 1..4 next 2 | 2 array 5..8 next 4 | 3 number 6..7 next 4
 *
 * While a container is open its `next` holds the container around it, which makes the tape its own stack.
 */
export class Tape {
  readonly bytes: Buffer;
  #cells = new Int32Array(64 * WIDTH);
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = asBuffer(bytes);
  }

  get count(): number {
    return this.#count;
  }
  kind(node: number): Kind {
    return KINDS[this.#cells[node * WIDTH]! & 7]!;
  }
  isObject(node: number): boolean {
    return this.#cells[node * WIDTH] === OBJECT;
  }
  isEscaped(node: number): boolean {
    return (this.#cells[node * WIDTH]! & ESCAPED) !== 0;
  }
  start(node: number): number {
    return this.#cells[node * WIDTH + 1]!;
  }
  end(node: number): number {
    return this.#cells[node * WIDTH + 2]!;
  }
  next(node: number): number {
    return this.#cells[node * WIDTH + 3]!;
  }
  /** Unescaped text of a string or key. */
  text(node: number): string {
    return decode(this.bytes, this.start(node), this.end(node), this.isEscaped(node));
  }

  open(kind: number, start: number, around: number): number {
    return this.#add(kind, start, start, around);
  }
  close(node: number, end: number): void {
    this.#cells[node * WIDTH + 2] = end;
    this.#cells[node * WIDTH + 3] = this.#count;
  }
  leaf(kind: number, start: number, end: number): void {
    this.#add(kind, start, end, this.#count + 1);
  }

  #add(kind: number, start: number, end: number, next: number): number {
    const node = this.#count;
    const cell = node * WIDTH;
    if (cell === this.#cells.length) {
      const grown = new Int32Array(cell * 2);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cells[cell] = kind;
    this.#cells[cell + 1] = start;
    this.#cells[cell + 2] = end;
    this.#cells[cell + 3] = next;
    this.#count = node + 1;
    return node;
  }
}
