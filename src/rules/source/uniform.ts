import { foldCaseInPlace } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';

const ASCII = /^[\0-\x7f]*$/;

/** The text as queries reach the rules: half-width, Chinese in simplified characters. */
export function uniform(text: string): string {
  return ASCII.test(text) ? text : simplify(text.normalize('NFKC'));
}

/** A key that makes words comparable as they are written, whatever their case where that is ignored. */
export function caseKey(ignoreCase: boolean): (text: string) => string {
  return ignoreCase ? (text) => text.toLowerCase() : (text) => text;
}

/** A key that makes words comparable whatever their width and characters, and their case where that is ignored. */
export function wordKey(ignoreCase: boolean): (text: string) => string {
  return ignoreCase
    ? (text) => (ASCII.test(text) ? text.toLowerCase() : foldCaseInPlace(uniform(text)))
    : uniform;
}
