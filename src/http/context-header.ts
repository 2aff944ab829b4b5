const PAIR = /^\s*([A-Za-z][\w.-]{0,63})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",;]*?))\s*$/;
const MAX_PAIRS = 32;
const MAX_LENGTH = 4096;

/**
 * `Relevance-Context: tenant=a, segment="new, vip"` as a map; a value may be quoted. Pairs that cannot be
 * read are left out: a malformed context must not cost the search.
 */
export function parseContext(header: string | undefined): ReadonlyMap<string, string> {
  const context = new Map<string, string>();
  if (header === undefined || header.length > MAX_LENGTH) return context;
  for (const part of header.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []) {
    const match = PAIR.exec(part);
    if (match === null || context.size >= MAX_PAIRS) continue;
    const [, key = '', quoted, plain = ''] = match;
    context.set(key, quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'));
  }
  return context;
}
