import type { IndexReader } from '../reader.ts';

/** Terms of a field that begin with a prefix, in order, at most `limit`. */
export function termsWithPrefix(
  reader: IndexReader,
  path: string,
  prefix: string,
  limit = Number.POSITIVE_INFINITY,
): readonly string[] {
  const found: string[] = [];
  for (const term of reader.inverted(path)?.terms(prefix) ?? []) {
    if (found.length >= limit || !term.startsWith(prefix)) break;
    found.push(term);
  }
  return found;
}

interface Part {
  readonly kind: 'any' | 'one' | 'letter';
  /** Of a letter: itself; else empty. */
  readonly letter: string;
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (const [, escaped, plain] of pattern.matchAll(/\\([\s\S])|([\s\S])/gu)) {
    if (escaped === undefined && plain === '*') parts.push({ kind: 'any', letter: '' });
    else if (escaped === undefined && plain === '?') parts.push({ kind: 'one', letter: '' });
    else parts.push({ kind: 'letter', letter: escaped ?? plain ?? '' });
  }
  return parts;
}

/**
 * A wildcard pattern (`*`, `?`, backslash escapes) as a test for whole texts. Walks back to the last `*` only, so
 * that no pattern takes longer than pattern × text, which a regular expression would not promise.
 */
export function wildcardTest(pattern: string, caseInsensitive: boolean): { test(text: string): boolean } {
  const parts = partsOf(caseInsensitive ? pattern.toLowerCase() : pattern);
  return {
    test: (text) => {
      const letters = Array.from(caseInsensitive ? text.toLowerCase() : text);
      let [at, part, star, resume] = [0, 0, -1, 0];
      while (at < letters.length) {
        const now = parts[part];
        if (now?.kind === 'any') {
          star = part++;
          resume = at;
        } else if (now !== undefined && (now.kind === 'one' || now.letter === letters[at])) {
          at++;
          part++;
        } else if (star >= 0) {
          part = star + 1;
          at = ++resume;
        } else return false;
      }
      while (parts[part]?.kind === 'any') part++;
      return part === parts.length;
    },
  };
}

/** Terms of a field that pass a test; `prefix` is what all of them are known to begin with. */
export function termsMatching(
  reader: IndexReader,
  path: string,
  test: (term: string) => boolean,
  prefix = '',
): readonly string[] {
  const found: string[] = [];
  for (const term of reader.inverted(path)?.terms(prefix) ?? []) {
    if (!term.startsWith(prefix)) break;
    if (test(term)) found.push(term);
  }
  return found;
}
