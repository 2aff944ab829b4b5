const SENTENCE_END = /[.!?。！？；;\n]/u;

/**
 * The stretch of a long text that says most about the words: at most `length` UTF-16 units, starting where a sentence
 * or a word starts. The first of equally good ones, so a text that holds none of the words is cut to its beginning.
 * @param keys case-folded words
 */
export function bestPassage(text: string, keys: readonly string[], length: number): string {
  if (text.length <= length) return text;
  const places = occurrences(text.toLowerCase(), keys);
  let best = { start: 0, words: wordsWithin(places, 0, length) };
  for (const { at } of places) {
    const start = startBefore(text, at, length);
    const words = wordsWithin(places, start, start + length);
    if (words > best.words) best = { start, words };
  }
  return whole(text, best.start, best.start + length);
}

interface Place {
  readonly at: number;
  readonly end: number;
  readonly key: number;
}

/** More of them than this change nothing about which stretch is best. */
const MAX_PLACES = 200;

function occurrences(text: string, keys: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  keys.forEach((key, position) => {
    for (let at = text.indexOf(key); at >= 0 && key !== ''; at = text.indexOf(key, at + key.length)) {
      places.push({ at, end: at + key.length, key: position });
      if (places.length === MAX_PLACES) break;
    }
  });
  return places.toSorted((a, b) => a.at - b.at);
}

/** How many different words stand there whole. */
function wordsWithin(places: readonly Place[], start: number, end: number): number {
  return new Set(places.filter((place) => place.at >= start && place.end <= end).map(({ key }) => key)).size;
}

/** Where the sentence of a place starts, or at least its word, not further back than a quarter of the stretch. */
function startBefore(text: string, at: number, length: number): number {
  const furthest = Math.max(0, at - Math.floor(length / 4));
  let word = at;
  for (let start = at; start > furthest; start -= 1) {
    if (SENTENCE_END.test(text[start - 1]!)) return start;
    if (text[start - 1] === ' ') word = start;
  }
  return furthest === 0 ? 0 : word;
}

/** Never half of a surrogate pair. */
function whole(text: string, start: number, end: number): string {
  const isLow = (at: number): boolean => at < text.length && /[\uDC00-\uDFFF]/.test(text[at]!);
  return text.slice(isLow(start) ? start + 1 : start, isLow(end) ? end - 1 : end).trim();
}
