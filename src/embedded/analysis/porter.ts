/**
 * Porter's stemmer (M.F. Porter, "An algorithm for suffix stripping", 1980) with the two departures of his
 * own later implementation that Lucene keeps: `bli` → `ble` and `logi` → `log`; words of up to two letters stay.
 * Source: https://tartarus.org/martin/PorterStemmer/
 */
export function porterStem(word: string): string {
  if (word.length <= 2) return word;
  return step5(step4(step3(step2(step1c(step1b(step1a(word)))))));
}

const isVowel = (word: string, at: number): boolean => {
  const char = word.charAt(at);
  if ('aeiou'.includes(char)) return char !== '';
  return char === 'y' && at > 0 && !isVowel(word, at - 1);
};

/** The number of vowel-consonant sequences in a stem: m in [C](VC)^m[V]. */
function measure(stem: string): number {
  let count = 0;
  let before = false;
  for (let at = 0; at < stem.length; at++) {
    const vowel = isVowel(stem, at);
    if (before && !vowel) count++;
    before = vowel;
  }
  return count;
}

function hasVowel(stem: string): boolean {
  for (let at = 0; at < stem.length; at++) if (isVowel(stem, at)) return true;
  return false;
}

const endsDouble = (word: string): boolean =>
  word.length > 1 && word.at(-1) === word.at(-2) && !isVowel(word, word.length - 1);

/** Ends consonant-vowel-consonant where the last is not w, x or y. */
function endsCvc(word: string): boolean {
  const at = word.length - 1;
  if (at < 2 || isVowel(word, at) || !isVowel(word, at - 1) || isVowel(word, at - 2)) return false;
  return !'wxy'.includes(word.charAt(at));
}

function step1a(word: string): string {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('ss') ? word : word.slice(0, -1);
}

function step1b(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0;
  if (suffix === 0) return word;
  const stem = word.slice(0, -suffix);
  if (!hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return 'lsz'.includes(stem.charAt(stem.length - 1)) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsCvc(stem) ? `${stem}e` : stem;
}

function step1c(word: string): string {
  return word.endsWith('y') && hasVowel(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

type Suffixes = readonly (readonly [string, string])[];

const STEP2: Suffixes = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
];

const STEP3: Suffixes = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

function replaceSuffix(word: string, suffixes: Suffixes): string {
  for (const [suffix, replacement] of suffixes) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, -suffix.length);
    return measure(stem) > 0 ? stem + replacement : word;
  }
  return word;
}

const step2 = (word: string): string => replaceSuffix(word, STEP2);
const step3 = (word: string): string => replaceSuffix(word, STEP3);

const STEP4 = /(?:ement|ance|ence|able|ible|ment|al|er|ic|ant|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/;

function step4(word: string): string {
  const found = STEP4.exec(word);
  if (found === null) return word;
  const stem = word.slice(0, found.index);
  return measure(stem) > 1 ? stem : word;
}

function step5(word: string): string {
  let out = word;
  if (out.endsWith('e')) {
    const stem = out.slice(0, -1);
    const m = measure(stem);
    if (m > 1 || (m === 1 && !endsCvc(stem))) out = stem;
  }
  return out.endsWith('ll') && measure(out) > 1 ? out.slice(0, -1) : out;
}
