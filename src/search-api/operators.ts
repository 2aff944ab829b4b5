const SPECIAL = /["()[\]{}~*?:\\/^!&|<>=]|(^|\s)[-+]|[-+](\s|$)|--|\+\+/;
const WORDS = /(^|\s)(AND|OR|NOT|TO)(\s|$)/;

/**
 * Whether a text says more, in the query string language or its simple form, than words side by side. When in
 * doubt it does: a hyphen inside a word is plain, one before a word is not.
 */
export function hasOperators(text: string): boolean {
  return SPECIAL.test(text) || WORDS.test(text);
}
