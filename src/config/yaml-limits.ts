import { CST, Lexer } from 'yaml';

export const MAX_DEPTH = 32;
/** Columns of indentation: each block collection stands further right than the one around it. */
const MAX_INDENT = 256;
/** Tokens by which the lexer says more than the text does; as characters they are refused before. */
const SIGNALS = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

export interface Refusal {
  readonly offset: number;
  readonly message: string;
}

/**
 * Why a text must not reach the parser. It descends by recursion, and brackets without end exhaust the stack
 * in a way that ends the process, so nesting is counted here first, token by token.
 */
export function refusal(text: string): Refusal | undefined {
  const control = CONTROL.exec(text);
  if (control !== null) {
    const name = control[0] === '\0' ? 'a NUL character' : 'a control character';
    return { offset: control.index, message: `the file contains ${name}` };
  }
  let depth = 0;
  let offset = 0;
  let lineStart = 0;
  for (const source of new Lexer().lex(text)) {
    if (SIGNALS.has(source)) continue;
    const type = CST.tokenType(source);
    if (type === 'flow-map-start' || type === 'flow-seq-start') depth++;
    if (type === 'flow-map-end' || type === 'flow-seq-end') depth = Math.max(0, depth - 1);
    const indent = offset + source.length - lineStart;
    const nests = type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'space';
    const tooFar = nests && indent > MAX_INDENT && /^[\s?-]*$/.test(text.slice(lineStart, offset));
    if (depth > MAX_DEPTH || tooFar) return { offset, message: `more than ${MAX_DEPTH} levels deep` };
    const newline = source.lastIndexOf('\n');
    if (newline >= 0) lineStart = offset + newline + 1;
    offset += source.length;
  }
  return undefined;
}
