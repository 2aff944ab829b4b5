import { asBuffer } from './bytes.ts';
import { checkEncoding } from './encoding.ts';
import { JsonFault } from './fault.ts';
import { TapeBuilder } from './tape-builder.ts';
import type { Limits } from './tape-builder.ts';
import type { Kind, Tape } from './tape.ts';

export interface JsonMember {
  /** Unescaped. */
  readonly key: string;
  /** Offset of the key's opening quote. */
  readonly keyStart: number;
  readonly value: JsonNode;
}

/** A value of a document and where its bytes stand; of a string, quotes included. Cheap to make and drop. */
export class JsonNode {
  readonly kind: Kind;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly #tape: Tape;
  readonly #node: number;

  constructor(tape: Tape, node: number) {
    this.kind = tape.kind(node);
    this.start = tape.start(node);
    this.end = tape.end(node);
    this.#tape = tape;
    this.#node = node;
  }

  /** The member's value; undefined where there is none, or this is no object. Linear in the members. */
  get(key: string): JsonNode | undefined {
    if (this.kind !== 'object') return undefined;
    const tape = this.#tape;
    const wanted = Buffer.from(key);
    for (let node = this.#node + 1; node < this.#last(); node = tape.next(node + 1)) {
      const equal = tape.isEscaped(node)
        ? tape.text(node) === key
        : tape.end(node) - tape.start(node) - 2 === wanted.length &&
          tape.bytes.compare(wanted, 0, wanted.length, tape.start(node) + 1, tape.end(node) - 1) === 0;
      if (equal) return new JsonNode(tape, node + 1);
    }
    return undefined;
  }

  /** Members in order; none where this is no object. */
  *members(): Generator<JsonMember, undefined> {
    if (this.kind !== 'object') return;
    const tape = this.#tape;
    for (let node = this.#node + 1; node < this.#last(); node = tape.next(node + 1)) {
      yield { key: tape.text(node), keyStart: tape.start(node), value: new JsonNode(tape, node + 1) };
    }
  }

  /** Items in order; none where this is no array. */
  *items(): Generator<JsonNode, undefined> {
    if (this.kind !== 'array') return;
    const tape = this.#tape;
    for (let node = this.#node + 1; node < this.#last(); node = tape.next(node)) {
      yield new JsonNode(tape, node);
    }
  }

  /** Of a string, unescaped; of anything else, its literal bytes. */
  text(): string {
    if (this.kind === 'string') return this.#tape.text(this.#node);
    return this.#tape.bytes.toString('utf8', this.start, this.end);
  }

  /** The nearest double of a number; NaN for other kinds. */
  number(): number {
    return this.kind === 'number' ? Number(this.text()) : NaN;
  }

  /** The value's own bytes, not copied. */
  raw(): Buffer {
    return this.#tape.bytes.subarray(this.start, this.end);
  }

  #last(): number {
    return this.#tape.next(this.#node);
  }
}

export interface JsonDocument {
  readonly bytes: Buffer;
  readonly root: JsonNode;
}

/**
 * Reads a text of RFC 8259, strictly, and refuses what two readers might read differently: a byte order mark,
 * keys that are equal once unescaped, half surrogate pairs. The bytes are kept, not copied.
 * @throws JsonFault
 */
export function parseDocument(bytes: Uint8Array, limits: Limits = {}): JsonDocument {
  if (bytes.length > 0x7fffffff) throw new JsonFault('size', 0, 'longer than 2 GiB');
  checkEncoding(bytes);
  const tape = new TapeBuilder(bytes, limits).build();
  return { bytes: asBuffer(bytes), root: new JsonNode(tape, 0) };
}
