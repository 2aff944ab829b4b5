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

/** A wildcard pattern (`*`, `?`, backslash escapes) as a test for whole terms. */
export function wildcardTest(pattern: string, caseInsensitive: boolean): RegExp {
  const source = pattern.replaceAll(
    /\\(.)|([*?])|([\s\S])/gu,
    (_, escaped: string, wild: string, plain: string) => {
      if (wild !== undefined) return wild === '*' ? '[\\s\\S]*?' : '[\\s\\S]';
      return (escaped ?? plain).replaceAll(/[\^$.*+?()[\]{}|/\\-]/g, '\\$&');
    },
  );
  return new RegExp(`^${source}$`, caseInsensitive ? 'iu' : 'u');
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
