import { afterBlanks } from '../json/bytes.ts';
import { scanItems, scanMembers, skipValue } from '../json/scan.ts';
import { decodeString } from '../json/text.ts';
import { writtenNumber, writtenString } from './answer-filter-literals.ts';
import { step } from './answer-filter-tree.ts';
import type { FilterPath, Match } from './answer-filter-tree.ts';

export { parseFilterPath } from './answer-filter-tree.ts';
export type { FilterPath } from './answer-filter-tree.ts';

/** Deeper answers are left to the engine. */
const MAX_DEPTH = 1000;

/**
 * The bytes that Elasticsearch sends for an answer under `filter_path`, made from the answer without it, compact or
 * pretty. Only answers of status 200 are filtered; errors come whole.
 * @returns undefined where that is not certain: the engine should filter itself
 * @throws JsonFault when the answer is no JSON object
 */
export function applyFilterPath(bytes: Buffer, filter: FilterPath): Buffer | undefined {
  const start = afterBlanks(bytes, 0);
  const isPretty = bytes[start + 1] === 0x20 || bytes[start + 1] === 0x0a;
  const walk = new Walk(bytes, isPretty);
  const { end, isWritten } = walk.value(start, {
    include: filter.include ?? 'all',
    exclude: filter.exclude ?? 'none',
    depth: 0,
  });
  if (walk.isUncertain) return undefined;
  const text = isWritten ? walk.text() : isPretty ? '{ }' : '{}';
  return Buffer.concat([Buffer.from(text), bytes.subarray(end)]);
}

/** Where a value stands: what the patterns say of it and how deep it is. */
interface Place {
  readonly include: Match;
  readonly exclude: Match;
  readonly depth: number;
}

interface Outcome {
  readonly end: number;
  /** Something of the value is included, be it excluded again or not. */
  readonly isIncluded: boolean;
  readonly isWritten: boolean;
}

/**
 * Writes what is included and not excluded. As in the engine, includes come first and excludes see only what
 * they left; a container of which nothing is left goes too, but one that was empty before excludes stays.
 */
class Walk {
  isUncertain = false;
  readonly #bytes: Buffer;
  readonly #isPretty: boolean;
  readonly #out: string[] = [];

  constructor(bytes: Buffer, isPretty: boolean) {
    this.#bytes = bytes;
    this.#isPretty = isPretty;
  }

  text(): string {
    return this.#out.join('');
  }

  value(start: number, place: Place): Outcome {
    const first = this.#bytes[start];
    const isObject = first === 0x7b;
    const isContainer = isObject || first === 0x5b;
    if (isContainer && place.depth >= MAX_DEPTH) this.isUncertain = true;
    if (place.include === 'none' || this.isUncertain) {
      return { end: skipValue(this.#bytes, start), isIncluded: false, isWritten: false };
    }
    if (isContainer) return this.#container(start, isObject, place);
    const end = skipValue(this.#bytes, start);
    const isIncluded = place.include === 'all';
    const isWritten = isIncluded && place.exclude !== 'all';
    if (isWritten) this.#out.push(this.#literal(start, end));
    return { end, isIncluded, isWritten };
  }

  #container(start: number, isObject: boolean, place: Place): Outcome {
    const mark = this.#out.length;
    this.#out.push(isObject ? '{' : '[');
    let included = 0;
    let written = 0;
    const visit = (at: number, name: string | null): number => {
      const before = this.#out.length;
      this.#out.push(written > 0 ? ',' : '', this.#line(place.depth + 1));
      if (name !== null) this.#out.push(writtenString(name), this.#isPretty ? ' : ' : ':');
      const { end, isIncluded, isWritten } = this.value(at, childPlace(place, name));
      if (isIncluded) included += 1;
      if (isWritten) written += 1;
      else this.#out.length = before;
      return end;
    };
    const end = isObject
      ? scanMembers(this.#bytes, start, (name, at) => visit(at, name))
      : scanItems(this.#bytes, start, (at) => visit(at, null));

    const isIncluded = place.include === 'all' || included > 0;
    const staysEmpty =
      isIncluded && (place.exclude === 'none' || (place.exclude !== 'all' && included === 0));
    const isWritten = written > 0 || staysEmpty;
    if (isWritten) {
      this.#out.push(written > 0 ? this.#line(place.depth) : this.#isPretty ? ' ' : '', isObject ? '}' : ']');
    } else this.#out.length = mark;
    return { end, isIncluded, isWritten };
  }

  #line(depth: number): string {
    return this.#isPretty ? `\n${'  '.repeat(depth)}` : '';
  }

  #literal(start: number, end: number): string {
    const first = this.#bytes[start];
    if (first === 0x22) return writtenString(decodeString(this.#bytes, start, end));
    const text = this.#bytes.toString('latin1', start, end);
    if (first !== 0x2d && !(first! >= 0x30 && first! <= 0x39)) return text;
    const number = writtenNumber(text);
    if (number === undefined) this.isUncertain = true;
    return number ?? text;
  }
}

/** An array's items stand where the array stands. */
function childPlace({ include, exclude, depth }: Place, name: string | null): Place {
  const next = (match: Match): Match =>
    name === null || typeof match === 'string' ? match : step(match, name);
  return { include: next(include), exclude: next(exclude), depth: depth + 1 };
}
