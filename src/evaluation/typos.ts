/** Words that a slip is made in: shorter ones become other words too easily. */
const WORD = /[a-z]{4,}/gi;
/** Keys beside each letter on a QWERTY keyboard. */
const BESIDE: Readonly<Record<string, string>> = {
  q: 'wa',
  w: 'qes',
  e: 'wrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'ol',
  a: 'qsz',
  s: 'awdx',
  d: 'sefc',
  f: 'drgv',
  g: 'fthb',
  h: 'gyjn',
  j: 'hukm',
  k: 'jil',
  l: 'kop',
  z: 'asx',
  x: 'zsdc',
  c: 'xdfv',
  v: 'cfgb',
  b: 'vghn',
  n: 'bhjm',
  m: 'njk',
};

/**
 * The text with one slip of the fingers in one of its words of four letters or more: a wrong neighbour on the
 * keyboard, one too many, one missing, or two swapped, each as likely. The first letter stays, as it mostly does. A
 * text without such a word comes back as it is.
 * @param random 32-bit integers
 */
export function withTypo(text: string, random: () => number): string {
  const words = [...text.matchAll(WORD)];
  const word = words[random() % Math.max(1, words.length)];
  if (word === undefined) return text;
  const start = word.index;
  const kind = random() % 4;
  // Of two that are swapped this is the second.
  const first = kind === 3 ? 2 : 1;
  const at = start + first + (random() % (word[0].length - first));
  const keys = BESIDE[text[at]!.toLowerCase()] ?? text[at]!;
  const key = keys[random() % keys.length]!;
  const [before, letter, after] = [text.slice(0, at), text[at]!, text.slice(at + 1)];
  if (kind === 0) return before + key + after;
  if (kind === 1) return before + key + letter + after;
  if (kind === 2 || before.at(-1) === letter) return before + after;
  return before.slice(0, -1) + letter + before.at(-1)! + after;
}

/**
 * The share of a loss that was won back, 0 none and 1 all of it.
 * @param clean without typos · typed with them, the pipeline off · corrected with them, the pipeline on
 */
export function recovered(clean: number, typed: number, corrected: number): number {
  return clean === typed ? 0 : (corrected - typed) / (clean - typed);
}
