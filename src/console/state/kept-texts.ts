/** Longer ones would make addresses that some programs cut when links are sent through them. */
const LONGEST_IN_ADDRESS = 4000;
const MOST_KEPT = 4;
const KEY = 'relevance-texts';
const MARK = 'kept:';

/** How a text stands in the address: as it is, or, where it is too long for links, by a name under which the tab keeps it. */
export function inAddress(text: string): string {
  return text.length <= LONGEST_IN_ADDRESS ? text : `${MARK}${fingerprint(text)}`;
}

/** Keeps a text that is too long for the address until the tab is closed; the latest few of them. */
export function keepText(text: string): void {
  const name = inAddress(text);
  if (name === text) return;
  const others = kept().filter(([known]) => known !== name);
  sessionStorage.setItem(KEY, JSON.stringify([[name, text], ...others].slice(0, MOST_KEPT)));
}

/** The text that an address means; undefined where another tab keeps it, or none any more. */
export function fromAddress(parameter: string): string | undefined {
  if (!parameter.startsWith(MARK)) return parameter;
  return kept().find(([name]) => name === parameter)?.[1];
}

function kept(): readonly (readonly [name: string, text: string])[] {
  return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, string][];
}

/** FNV-1a, and the length: enough to tell a handful of texts apart. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${(hash >>> 0).toString(36)}-${text.length.toString(36)}`;
}
