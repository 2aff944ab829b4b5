import type { RuleTerm, Tokenise } from '../expansion.ts';

/** Why a text cannot be read; what is right is said in the message. */
export class Unreadable extends Error {}

const ESCAPED = new Set(['\\', '"', '*', '#']);
const FIELD_SHAPE = 'write "field:word" or "{field,field}:word" without blanks';

/**
 * The text without its backslashes; one at the very end goes too.
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
    if (escaped === undefined) break;
    if (!ESCAPED.has(escaped)) {
      throw new Unreadable(`"\\${escaped}" in "${text}" is no escape: only \\\\ \\" \\* and \\# are`);
    }
    plain += escaped;
  }
  return plain;
}

/** The text without the backslashes before `\ " * #`; others are letters like any. */
export function unescapeKnown(text: string): string {
  return text.replaceAll(/\\([\\"*#])/g, '$1');
}

/** Place of the first such sign that no backslash stands before, -1 where there is none. */
export function unescapedIndex(text: string, sign: string, from = 0): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === sign) return at;
  }
  return -1;
}

/** Whether a sign ends the text and no backslash stands right before it. */
export function endsWithSign(text: string, sign: string): boolean {
  return text.endsWith(sign) && text.at(-2) !== '\\';
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
  return { fields: fieldsOf(written.slice(0, colon), written), text: written.slice(colon + 1) };
}

function fieldsOf(head: string, written: string): readonly string[] {
  const [opens, closes] = [head.startsWith('{'), head.endsWith('}')];
  if (opens !== closes) throw new Unreadable(`the braces of "${written}" do not match: ${FIELD_SHAPE}`);
  if (!opens) return [head];
  const fields = head
    .slice(1, -1)
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  if (fields.length === 0) throw new Unreadable(`the braces of "${written}" name no field: ${FIELD_SHAPE}`);
  return fields;
}

export function termOf(text: string, fields: readonly string[] | undefined): RuleTerm {
  return fields === undefined ? { text } : { text, fields };
}

const REFERENCE = /\$(\d+)/g;

/** How terms that a rule adds are read. */
export interface AddedTerms {
  readonly tokenise: Tokenise;
  /** Whether the input has a wildcard for `$1` to stand for. */
  readonly hasWildcard: boolean;
  /** Whether `$` and a number is text where there is no such wildcard, as in a FILTER; else it is a fault. */
  readonly lenient?: boolean;
}

/**
 * Words of a SYNONYM, cut as queries are. The base language drops a `*` at the end of such a word, and a colon before
 * it.
 * @throws Unreadable
 */
export function synonymTerms(value: string, options: AddedTerms): readonly RuleTerm[] {
  return value.split(/\s+/).flatMap((written) => {
    const colon = written.indexOf(':');
    const fields = colon > 0 ? fieldsOf(written.slice(0, colon), written) : undefined;
    const rest = written.slice(colon + 1);
    const text = unescape(endsWithSign(rest, '*') ? rest.slice(0, -1) : rest);
    if (text === '') throw new Unreadable(`"${written}" has no word: ${FIELD_SHAPE}`);
    if ((text.match(REFERENCE)?.length ?? 0) > 1) {
      throw new Unreadable(`"${written}" refers to wildcards more than once: "$1" may stand in a word once`);
    }
    return cutTerms(text, fields, options);
  });
}

/**
 * One word of UP, DOWN or FILTER between blanks, which may be several terms. A backslash that escapes nothing stays.
 * @throws Unreadable
 */
export function conditionTerms(written: string, options: AddedTerms): readonly RuleTerm[] {
  const { fields, text } = splitFields(written);
  return cutTerms(unescapeKnown(text), fields, options);
}

/** What holds `$1` stays whole: it is not known yet what it stands for. */
function cutTerms(
  text: string,
  fields: readonly string[] | undefined,
  { tokenise, hasWildcard, lenient = false }: AddedTerms,
): readonly RuleTerm[] {
  const references = text.match(REFERENCE) ?? [];
  const stranger = references.find((reference) => reference !== '$1' || !hasWildcard);
  if (stranger !== undefined && !lenient) {
    throw new Unreadable(
      stranger === '$1'
        ? `"$1" stands for what "*" matches, and the input has no "*"`
        : `"${stranger}" is no wildcard of the input: only "$1" is`,
    );
  }
  const words = references.length > 0 && stranger === undefined ? [text] : tokenise(text);
  return (words.length === 0 ? [text] : words).map((word) => termOf(word, fields));
}

/** The terms with what the wildcard matched in the place of `$1`. */
export function filled(terms: readonly RuleTerm[], wildcard: string | undefined): readonly RuleTerm[] {
  if (wildcard === undefined || !terms.some(({ text }) => text.includes('$1'))) return terms;
  return terms.map((term) => ({ ...term, text: term.text.replaceAll('$1', () => wildcard) }));
}
