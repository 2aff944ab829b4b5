import type { RuleTerm, Tokenise } from '../expansion.ts';

/** Why a text cannot be read; what is right is said in the message. */
export class Unreadable extends Error {}

const ESCAPED = new Set(['\\', '"', '*', '#']);
const FIELD_SHAPE = 'write "field:word" or "{field,field}:word" without blanks';

/**
 * The text without its backslashes.
 * @throws Unreadable for a backslash before anything else than `\ " * #`
 */
export function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  let plain = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (sign !== '\\') {
      plain += sign;
      continue;
    }
    at += 1;
    const escaped = text[at];
    if (escaped === undefined || !ESCAPED.has(escaped)) {
      const shown = `\\${escaped ?? ''}`;
      throw new Unreadable(`"${shown}" in "${text}" is no escape: only \\\\ \\" \\* and \\# are`);
    }
    plain += escaped;
  }
  return plain;
}

/** Place of the first such sign that no backslash stands before, -1 where there is none. */
export function unescapedIndex(text: string, sign: string, from = 0): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === sign) return at;
  }
  return -1;
}

/** A word as a file has it, its fields apart. */
export interface WrittenTerm {
  readonly fields: readonly string[] | undefined;
  /** Still with its escapes. */
  readonly text: string;
}

/**
 * Takes the fields off a word: `brand:nike`, `{brand,title}:nike`. A colon at either end is part of the word.
 * @throws Unreadable for braces that are not closed, or hold nothing
 */
export function splitFields(written: string): WrittenTerm {
  const colon = written.indexOf(':');
  if (colon <= 0 || colon === written.length - 1) return { fields: undefined, text: written };
  const [head, text] = [written.slice(0, colon), written.slice(colon + 1)];
  const [opens, closes] = [head.startsWith('{'), head.endsWith('}')];
  if (opens !== closes) throw new Unreadable(`the braces of "${written}" do not match: ${FIELD_SHAPE}`);
  if (!opens) return { fields: [head], text };
  const fields = head
    .slice(1, -1)
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  if (fields.length === 0) throw new Unreadable(`the braces of "${written}" name no field: ${FIELD_SHAPE}`);
  return { fields, text };
}

export function termOf(text: string, fields: readonly string[] | undefined): RuleTerm {
  return fields === undefined ? { text } : { text, fields };
}

const REFERENCE = /\$(\d+)/g;

/**
 * Words that a rule adds, cut as queries are.
 * @throws Unreadable
 */
export function addedTerms(value: string, tokenise: Tokenise): readonly RuleTerm[] {
  return value.split(/\s+/).flatMap((written) => addedTerm(written, tokenise));
}

/** One word between blanks, which may be several terms; what holds `$1` stays whole. */
export function addedTerm(written: string, tokenise: Tokenise): readonly RuleTerm[] {
  if (written === '') return [];
  if (Array.from(written).length === 1) return [{ text: written }];
  const { fields, text: escaped } = splitFields(written);
  const text = unescape(escaped);
  const references = [...text.matchAll(REFERENCE)];
  if (references.length > 1 || references.some(([, number]) => number !== '1')) {
    throw new Unreadable(`"${written}" refers to more than one wildcard: "$1" may stand in a word once`);
  }
  if (references.length > 0) return [termOf(text, fields)];
  const words = tokenise(text);
  return (words.length === 0 ? [text] : words).map((word) => termOf(word, fields));
}

/** The terms with what the wildcard matched in the place of `$1`. */
export function filled(terms: readonly RuleTerm[], wildcard: string | undefined): readonly RuleTerm[] {
  if (wildcard === undefined || !terms.some(({ text }) => text.includes('$1'))) return terms;
  return terms
    .map((term) => ({ ...term, text: term.text.replaceAll('$1', () => wildcard) }))
    .filter(({ text }) => text !== '');
}
