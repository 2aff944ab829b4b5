import {
  afterBlanks,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './bytes.ts';
import { JsonFault } from './fault.ts';
import { endOfNumber, endOfString, endOfWord } from './literal.ts';
import { ARRAY, ESCAPED, FALSE, NULL, NUMBER, OBJECT, STRING, Tape, TRUE } from './tape.ts';

export interface Limits {
  /** Containers inside one another; unlimited by default, as depth costs no stack. */
  readonly maxDepth?: number;
  /** Values and keys; unlimited by default: 16 bytes each, so at most eight times the text's size. */
  readonly maxNodes?: number;
}

/** Reads one JSON text into a tape, without recursion. */
export class TapeBuilder {
  readonly #tape: Tape;
  readonly #bytes: Buffer;
  readonly #maxDepth: number;
  readonly #maxNodes: number;
  #at = 0;
  #depth = 0;
  /** The innermost open container; -1 at the top. */
  #open = -1;

  constructor(bytes: Uint8Array, limits: Limits) {
    this.#tape = new Tape(bytes);
    this.#bytes = this.#tape.bytes;
    this.#maxDepth = limits.maxDepth ?? Infinity;
    this.#maxNodes = limits.maxNodes ?? Infinity;
  }

  build(): Tape {
    do this.#value();
    while (this.#hasMore());
    this.#at = afterBlanks(this.#bytes, this.#at);
    if (this.#at < this.#bytes.length) this.#fail('end of text expected');
    return this.#tape;
  }

  /** Reads a value; of a container that is not empty, all up to where its first value starts. */
  #value(): void {
    for (;;) {
      this.#at = afterBlanks(this.#bytes, this.#at);
      if (this.#tape.count >= this.#maxNodes) {
        throw new JsonFault('size', this.#at, `more than ${this.#maxNodes} nodes`);
      }
      const byte = this.#bytes[this.#at];
      if (byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) {
        this.#scalar(byte);
        return;
      }
      if (this.#enter(byte)) return;
    }
  }

  /** True where the container turned out to be empty. */
  #enter(byte: number): boolean {
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) {
      throw new JsonFault('depth', this.#at, `deeper than ${this.#maxDepth}`);
    }
    const isObject = byte === OPEN_OBJECT;
    this.#open = this.#tape.open(isObject ? OBJECT : ARRAY, this.#at, this.#open);
    this.#at = afterBlanks(this.#bytes, this.#at + 1);
    if (this.#bytes[this.#at] === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      this.#close();
      return true;
    }
    if (isObject) this.#key();
    return false;
  }

  #scalar(byte: number | undefined): void {
    const start = this.#at;
    if (byte === QUOTE) this.#string();
    else if (byte === 0x74) this.#leaf(TRUE, endOfWord(this.#bytes, start, 'true'));
    else if (byte === 0x66) this.#leaf(FALSE, endOfWord(this.#bytes, start, 'false'));
    else if (byte === 0x6e) this.#leaf(NULL, endOfWord(this.#bytes, start, 'null'));
    else if (byte === 0x2d || (byte !== undefined && byte >= 0x30 && byte <= 0x39)) {
      this.#leaf(NUMBER, endOfNumber(this.#bytes, start));
    } else this.#fail('value expected');
  }

  #leaf(kind: number, end: number): void {
    this.#tape.leaf(kind, this.#at, end);
    this.#at = end;
  }

  #string(): void {
    const { end, escaped } = endOfString(this.#bytes, this.#at);
    this.#leaf(escaped ? STRING | ESCAPED : STRING, end);
  }

  #key(): void {
    this.#at = afterBlanks(this.#bytes, this.#at);
    if (this.#bytes[this.#at] !== QUOTE) this.#fail('key expected');
    this.#string();
    this.#at = afterBlanks(this.#bytes, this.#at);
    if (this.#bytes[this.#at] !== COLON) this.#fail('colon expected');
    this.#at += 1;
  }

  /** Closes what ends here; true where another value follows. */
  #hasMore(): boolean {
    while (this.#open !== -1) {
      this.#at = afterBlanks(this.#bytes, this.#at);
      const byte = this.#bytes[this.#at];
      const isObject = this.#tape.isObject(this.#open);
      if (byte === COMMA) {
        this.#at += 1;
        if (isObject) this.#key();
        return true;
      }
      if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) this.#fail('comma or end expected');
      if (isObject) this.#checkKeys(this.#open);
      this.#close();
    }
    return false;
  }

  #close(): void {
    this.#at += 1;
    const around = this.#tape.next(this.#open);
    this.#tape.close(this.#open, this.#at);
    this.#open = around;
    this.#depth -= 1;
  }

  #checkKeys(object: number): void {
    const tape = this.#tape;
    const end = tape.count;
    if (tape.next(object + 2) === end) return;
    const seen = new Set<string>();
    for (let key = object + 1; key < end; key = tape.next(key + 1)) {
      // With its opening quote: hashes of digits alone can be predicted, and so be made to collide.
      const text = `"${tape.text(key)}`;
      if (seen.has(text)) throw new JsonFault('duplicate_key', tape.start(key), 'duplicate key');
      seen.add(text);
    }
  }

  #fail(message: string): never {
    throw new JsonFault('syntax', this.#at, message);
  }
}
