import type { Tokenise } from '../expansion.ts';
import { endsWithSign, splitFields, unescape, unescapedIndex, Unreadable } from './terms.ts';

/** A term that a query must hold. */
export interface InputTerm {
  /** Folded as queries are looked up; of a wildcard term what stands still. */
  readonly text: string;
  /** Undefined matches terms without a field only. */
  readonly fields: readonly string[] | undefined;
  /** `prefix`: one or more characters may follow; `suffix`: one or more stand before. */
  readonly wildcard: 'none' | 'prefix' | 'suffix';
}

/** Terms that must stand side by side in a query. */
export interface SimpleInput {
  /** Empty is the query without words. */
  readonly terms: readonly InputTerm[];
  /** The query must begin, or end, with them. */
  readonly left: boolean;
  readonly right: boolean;
}

export interface InputOptions {
  readonly tokenise: Tokenise;
  /** Makes terms comparable. */
  readonly fold: (text: string) => string;
}

const WILDCARD_SHAPE = 'write "word*" as the last word, or "*word"';

/**
 * Reads the words of an input: `red shoes`, `"red shoes"`, `shoe*`, `*shoe`, `brand:nike`.
 * @throws Unreadable
 */
export function readSimpleInput(given: string, options: InputOptions): SimpleInput {
  const whole = given.trim();
  let text = whole;
  const left = text.startsWith('"');
  if (left) text = text.slice(1).trim();
  const right = endsWithSign(text, '"');
  if (right) text = text.slice(0, -1).trim();
  if (text === '') {
    if (left && right) return { terms: [], left, right };
    throw new Unreadable(`"${whole}" has no words: write what queries must say, or "" for the empty query`);
  }
  const terms = readInputTerms(text, options);
  checkFields(terms, whole);
  checkWildcards(terms, { text: whole, left, right });
  return { terms, left, right };
}

/**
 * Reads words without asking where their wildcards stand.
 * @throws Unreadable
 */
export function readInputTerms(text: string, options: InputOptions): readonly InputTerm[] {
  return text.split(/\s+/).flatMap((word) => inputTerms(word, options));
}

function inputTerms(written: string, { tokenise, fold }: InputOptions): readonly InputTerm[] {
  if (written === '*') throw new Unreadable(`"*" alone would match every word: ${WILDCARD_SHAPE}`);
  if (Array.from(written).length === 1) return [{ text: fold(written), fields: undefined, wildcard: 'none' }];
  const { fields, text } = splitFields(written);
  const first = unescapedIndex(text, '*');
  if (first === -1)
    return cut(unescape(text)).map((word) => ({ text: word, fields, wildcard: 'none' as const }));
  if (unescapedIndex(text, '*', first + 1) !== -1) {
    throw new Unreadable(`"${written}" has two wildcards: ${WILDCARD_SHAPE}`);
  }
  const isPrefix = first === text.length - 1;
  if (!isPrefix && first !== 0) throw new Unreadable(`"*" stands inside of "${written}": ${WILDCARD_SHAPE}`);
  const still = unescape(isPrefix ? text.slice(0, -1) : text.slice(1));
  if (still === '') throw new Unreadable(`"${written}" would match every word: ${WILDCARD_SHAPE}`);
  const pieces = cut(still);
  const open = isPrefix ? pieces.length - 1 : 0;
  return pieces.map((word, at) => ({
    text: word,
    fields,
    wildcard: at === open ? (isPrefix ? 'prefix' : 'suffix') : 'none',
  }));

  function cut(plain: string): readonly string[] {
    const words = tokenise(plain);
    return (words.length === 0 ? [plain] : words).map(fold);
  }
}

/** Every choice of a field for each word is looked up by itself. */
const MOST_CHOICES = 1000;

function checkFields(terms: readonly InputTerm[], whole: string): void {
  const choices = terms.reduce((product, { fields }) => product * (fields?.length ?? 1), 1);
  if (choices > MOST_CHOICES) {
    throw new Unreadable(`"${whole}" has more than ${MOST_CHOICES} choices of fields: write it without some`);
  }
}

interface Around {
  readonly text: string;
  readonly left: boolean;
  readonly right: boolean;
}

function checkWildcards(terms: readonly InputTerm[], { text, left, right }: Around): void {
  const open = terms.flatMap(({ wildcard }, at) => (wildcard === 'none' ? [] : [at]));
  const [at] = open;
  if (at === undefined) return;
  if (open.length > 1) throw new Unreadable(`"${text}" has more than one wildcard: ${WILDCARD_SHAPE}`);
  if (terms[at]!.wildcard === 'prefix') {
    if (at !== terms.length - 1)
      throw new Unreadable(`"*" is not at the end of "${text}": ${WILDCARD_SHAPE}`);
    if (right)
      throw new Unreadable(`"${text}" must end, and may go on: take away the "*" or the quote behind it`);
    return;
  }
  if (left && at === 0) {
    throw new Unreadable(
      `"${text}" must begin, and may have something before it: take away the "*" or the quote`,
    );
  }
  if (terms.some(({ fields }, other) => other !== at && fields !== undefined)) {
    throw new Unreadable(`"${text}" has a wildcard in front, with which other words cannot name fields`);
  }
}
