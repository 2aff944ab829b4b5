import { foldCase, normalise } from '../../../text/normalise.ts';
import { simplify } from '../../../text/simplify.ts';

/** A text as dictionaries hold it: width, blanks and case made uniform, simplified characters. */
export function termKey(text: string): string {
  return foldCase(simplify(normalise(text).text));
}
