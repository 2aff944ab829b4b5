import { LAST_CODE_POINT, complement, intersection, union, withSmallLetters } from './code-points.ts';
import type { CodePoints, Range } from './code-points.ts';
import { PatternFault } from './pattern-fault.ts';

/** What a class says, and where it ends. */
export interface ReadClass {
  readonly set: CodePoints;
  /** Offset after its `]`. */
  readonly end: number;
}

const NAMED: Readonly<Record<string, readonly Range[]>> = {
  d: [[0x30, 0x39]],
  s: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
};

/** The characters of `\d`, `\s`, `\w` and of their opposites in capitals; undefined for another letter. */
export function namedClass(letter: string): CodePoints | undefined {
  const ranges = NAMED[letter.toLowerCase()];
  if (ranges === undefined) return undefined;
  return letter === letter.toLowerCase() ? ranges : complement(ranges);
}

/**
 * Reads `[abc]`, `[^a-z]` and `[a-z&&[^bc]&&[d-k]]`; a `^` at the front is the opposite of all that follows.
 *
 * @param fold whether a capital stands for its small letter too
 * @throws {PatternFault} where the class is not closed or not understood
 */
export function readClass(pattern: string, start: number, fold: boolean): ReadClass {
  return new ClassReader(pattern, start, fold).read();
}

class ClassReader {
  readonly #pattern: string;
  readonly #fold: boolean;
  #at: number;

  constructor(pattern: string, start: number, fold: boolean) {
    this.#pattern = pattern;
    this.#fold = fold;
    this.#at = start;
  }

  read(): ReadClass {
    const set = this.#class();
    return { set, end: this.#at };
  }

  #class(): CodePoints {
    this.#at += 1;
    const negated = this.#pattern[this.#at] === '^';
    if (negated) this.#at += 1;
    let set = this.#members();
    while (this.#pattern.startsWith('&&', this.#at)) {
      this.#at += 2;
      if (this.#pattern[this.#at] !== '[') {
        throw new PatternFault('after "&&" in a class stands another class, as in "[a-z&&[^bc]]"');
      }
      set = intersection(set, this.#class());
    }
    this.#at += 1;
    return negated ? complement(set) : set;
  }

  /** Everything up to `]` or `&&`. */
  #members(): CodePoints {
    const ranges: Range[] = [];
    for (;;) {
      if (this.#at >= this.#pattern.length) throw new PatternFault('a "[" is not closed: write "]" after it');
      if (this.#pattern[this.#at] === ']' || this.#pattern.startsWith('&&', this.#at)) break;
      ranges.push(...this.#member());
    }
    if (ranges.length === 0)
      throw new PatternFault('a class is empty: write "\\]" or "\\&" for the character');
    return union(ranges);
  }

  #member(): readonly Range[] {
    if (this.#pattern[this.#at] === '[') {
      throw new PatternFault(
        'a "[" stands within a class: write "\\[" for it, or "&&[…]" to narrow the class',
      );
    }
    const named =
      this.#pattern[this.#at] === '\\' ? namedClass(this.#pattern[this.#at + 1] ?? '') : undefined;
    if (named !== undefined) {
      this.#at += 2;
      return named;
    }
    const first = this.#character();
    const after = this.#pattern[this.#at + 1];
    if (this.#pattern[this.#at] !== '-' || after === ']' || after === undefined)
      return this.#range(first, first);
    this.#at += 1;
    const last = this.#character();
    if (last < first) {
      const range = `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`;
      throw new PatternFault(`the range "${range}" runs backwards: write the smaller character first`);
    }
    return this.#range(first, last);
  }

  #range(first: number, last: number): CodePoints {
    return this.#fold ? withSmallLetters([[first, last]]) : [[first, last]];
  }

  #character(): number {
    if (this.#pattern[this.#at] === '\\') this.#at += 1;
    const point = this.#pattern.codePointAt(this.#at);
    if (point === undefined) throw new PatternFault('a "[" is not closed: write "]" after it');
    this.#at += point > 0xffff ? 2 : 1;
    return point;
  }
}

/** The class in RE2's notation; no character at all becomes a class that nothing matches. */
export function classText(set: CodePoints): string {
  if (set.length === 0) return `[^\\x{0}-\\x{${LAST_CODE_POINT.toString(16)}}]`;
  return `[${set.map(([from, to]) => `\\x{${from.toString(16)}}-\\x{${to.toString(16)}}`).join('')}]`;
}
