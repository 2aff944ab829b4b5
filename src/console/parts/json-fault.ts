/** What keeps a text from being a JSON object. */
export type JsonProblem =
  | 'empty'
  | 'long'
  | 'deep'
  | 'object'
  | 'value'
  | 'key'
  | 'colon'
  | 'comma'
  | 'string'
  | 'escape'
  | 'number'
  | 'end'
  | 'rest';

export interface JsonFault {
  readonly problem: JsonProblem;
  /** In UTF-16 units, as a text area counts. */
  readonly offset: number;
  /** Both from 1; the column in characters. */
  readonly line: number;
  readonly column: number;
}

/** A request to the admin port holds a mebibyte, in which each character may take four bytes. */
const MOST_CHARACTERS = 256 * 1024;
/** Far beyond what Elasticsearch takes, and safe for one function call a level. */
const MOST_DEPTH = 500;

const BLANK = /[ \t\n\r]*/y;
/** From the blank on, without `"` and the backslash. */
const CHARACTERS = /(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?![\w.+-])/y;

/** Where a text stops being a JSON object; undefined where it is one. Browsers say that each in their own way, or not. */
export function jsonFault(text: string): JsonFault | undefined {
  if (text.length > MOST_CHARACTERS) return faultAt(text, MOST_CHARACTERS, 'long');
  const start = skip(BLANK, text, 0);
  if (start === text.length) return faultAt(text, start, 'empty');
  if (text[start] !== '{') return faultAt(text, start, 'object');
  try {
    const end = skip(BLANK, text, value(text, start, 0));
    return end === text.length ? undefined : faultAt(text, end, 'rest');
  } catch (error) {
    if (error instanceof Stop) return faultAt(text, error.offset, error.problem);
    throw error;
  }
}

class Stop extends Error {
  readonly offset: number;
  readonly problem: JsonProblem;

  constructor(text: string, offset: number, problem: JsonProblem) {
    super(problem);
    this.offset = offset;
    this.problem = offset >= text.length ? 'end' : problem;
  }
}

function faultAt(text: string, offset: number, problem: JsonProblem): JsonFault {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { problem, offset, line: before.length, column: [...before.at(-1)!].length + 1 };
}

/** Where the match ends; the offset itself where there is none. */
function skip(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

/** Each of these gives where its part ends, and throws where it is none. */
function value(text: string, at: number, depth: number): number {
  if (depth > MOST_DEPTH) throw new Stop(text, at, 'deep');
  const first = text[at];
  if (first === '{') return list(text, at, '}', (from) => member(text, from, depth + 1));
  if (first === '[') return list(text, at, ']', (from) => value(text, from, depth + 1));
  if (first === '"') return string(text, at);
  const isNumber = first !== undefined && /[-\d]/.test(first);
  const end = skip(isNumber ? NUMBER : WORD, text, at);
  if (end === at) throw new Stop(text, at, isNumber ? 'number' : 'value');
  return end;
}

function list(text: string, open: number, close: string, item: (at: number) => number): number {
  let at = skip(BLANK, text, open + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skip(BLANK, text, item(at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') throw new Stop(text, at, 'comma');
    at = skip(BLANK, text, at + 1);
  }
}

function member(text: string, at: number, depth: number): number {
  if (text[at] !== '"') throw new Stop(text, at, 'key');
  const colon = skip(BLANK, text, string(text, at));
  if (text[colon] !== ':') throw new Stop(text, colon, 'colon');
  return value(text, skip(BLANK, text, colon + 1), depth);
}

function string(text: string, open: number): number {
  const end = skip(CHARACTERS, text, open + 1);
  if (text[end] !== '"') throw new Stop(text, end, text[end] === '\\' ? 'escape' : 'string');
  return end + 1;
}
