/** Half-open range of UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Stands between the values of an array; a sentence never crosses it. */
export const VALUE_SEPARATOR = '\u2029';

const segmenters = new Map<string, Intl.Segmenter>();

/** Starts of words or sentences of a text, and its end, ascending. */
function breaks(text: string, granularity: 'word' | 'sentence'): readonly number[] {
  let segmenter = segmenters.get(granularity);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter('en', { granularity });
    segmenters.set(granularity, segmenter);
  }
  return [...Array.from(segmenter.segment(text), ({ index }) => index), text.length];
}

function preceding(list: readonly number[], offset: number): number {
  return list.findLast((one) => one < offset) ?? 0;
}

function following(list: readonly number[], offset: number): number | undefined {
  return list.find((one) => one > offset);
}

/** Cuts a text into the fragment around the unit before an offset; calls come with ascending offsets. */
export type Scanner = (offset: number) => Range;

/** Whole values, for `number_of_fragments: 0`. */
export function wholeValues(text: string): Scanner {
  return (offset) => {
    const start = offset <= 1 ? 0 : text.lastIndexOf(VALUE_SEPARATOR, offset - 2) + 1;
    const end = text.indexOf(VALUE_SEPARATOR, offset - 1);
    return { start, end: end < 0 ? text.length : end + 1 };
  };
}

/**
 * Elasticsearch's BoundedBreakIteratorScanner: sentences put together up to `size` units; one that is longer
 * is cut at words around the match.
 */
export function boundedSentences(text: string, size: number): Scanner {
  const sentences = breaks(text, 'sentence');
  let words: readonly number[] | null = null;
  let window: Range = { start: -1, end: -1 };
  let inner: Range = window;
  return (offset) => {
    if (offset > window.start && offset < window.end) {
      inner = { start: inner.end, end: window.end };
    } else {
      const from = preceding(sentences, offset);
      let end = following(sentences, offset - 1) ?? text.length;
      while (end - from < size) {
        const next = following(sentences, end);
        if (next === undefined || next - from > size) break;
        end = next;
      }
      window = { start: from, end };
      inner = window;
    }
    if (inner.end - inner.start > size) {
      words ??= breaks(text, 'word');
      let [from, end] = [inner.start, inner.end];
      if (offset - size > from) from = Math.max(from, preceding(words, offset - size));
      const remaining = Math.max(0, size - (offset - from));
      if (offset + remaining < window.end)
        end = Math.min(window.end, following(words, offset + remaining) ?? window.end);
      inner = { start: from, end };
    }
    return inner;
  };
}

/** Scans each value of a text on its own. */
export function byValue(text: string, scannerOf: (value: string) => Scanner): Scanner {
  const scanners = new Map<number, Scanner>();
  const whole = wholeValues(text);
  return (offset) => {
    const { start, end } = whole(offset);
    let scan = scanners.get(start);
    if (scan === undefined) {
      const value = text.slice(start, end);
      scan = scannerOf(value.endsWith(VALUE_SEPARATOR) ? value.slice(0, -1) : value);
      scanners.set(start, scan);
    }
    const inner = scan(offset - start);
    return { start: start + inner.start, end: start + inner.end };
  };
}

/** One word each, for `boundary_scanner: word`. */
export function singleWords(text: string): Scanner {
  const words = breaks(text, 'word');
  return (offset) => ({ start: preceding(words, offset), end: following(words, offset - 1) ?? text.length });
}

/** The beginning of a text, cut at the end of a word, for `no_match_size`. */
export function leadingWords(text: string, size: number): string {
  if (text.length <= size) return text;
  const end = following(breaks(text, 'word'), size) ?? text.length;
  return text.slice(0, end);
}
