import type { Range, Scanner } from './boundaries.ts';
import { VALUE_SEPARATOR } from './boundaries.ts';
import type { Hit } from './matches.ts';
import type { HighlightStyle } from './parse.ts';

interface Passage extends Range {
  readonly hits: readonly Hit[];
  readonly score: number;
}

const K1 = 1.2;
const B = 0.75;
const PIVOT = 87;

/** Lucene's PassageScorer: BM25 with passages as documents; earlier ones count a little more. */
function score(range: Range, hits: readonly Hit[], contentLength: number): number {
  const frequencies = new Map<string, number>();
  for (const { term } of hits) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  const passages = 1 + contentLength / PIVOT;
  const weight = (K1 + 1) * Math.log(1 + (passages + 0.5) / 1.5);
  const norm = K1 * (1 - B + B * ((range.end - range.start) / PIVOT));
  let sum = 0;
  for (const frequency of frequencies.values()) sum += (frequency / (frequency + norm)) * weight;
  return sum * (1 + 1 / Math.log(PIVOT + range.start));
}

function passagesOf(hits: readonly Hit[], scan: Scanner, contentLength: number): readonly Passage[] {
  const passages: Passage[] = [];
  let open: { range: Range; hits: Hit[] } | null = null;
  const close = (): void => {
    if (open !== null)
      passages.push({ ...open.range, hits: open.hits, score: score(open.range, open.hits, contentLength) });
  };
  for (const hit of hits) {
    if (open === null || hit.start >= open.range.end) {
      close();
      // Lucene asks for the boundaries around the middle of the match.
      const middle = hit.start + Math.floor((hit.end - hit.start) / 2);
      const { start, end } = scan(Math.max(hit.start + 1, middle));
      open = {
        range: { start: Math.min(hit.start, start), end: Math.max(hit.end, Math.min(end, contentLength)) },
        hits: [],
      };
    }
    open.hits.push(hit);
  }
  close();
  return passages;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '/': '&#x2F;',
};

export function encode(text: string, { encodeHtml }: HighlightStyle): string {
  return encodeHtml ? text.replaceAll(/[&<>"'/]/g, (char) => ENTITIES[char]!) : text;
}

/** A passage's text with tags around its hits; hits that overlap become one. */
function marked(text: string, passage: Passage, style: HighlightStyle): string {
  const parts: string[] = [];
  let at = passage.start;
  for (let i = 0; i < passage.hits.length; i++) {
    const { start } = passage.hits[i]!;
    let { end } = passage.hits[i]!;
    while (i + 1 < passage.hits.length && passage.hits[i + 1]!.start < end)
      end = Math.max(end, passage.hits[++i]!.end);
    if (start > at) parts.push(encode(text.slice(at, start), style));
    if (end > at) {
      parts.push(style.preTags[0]!, encode(text.slice(Math.max(at, start), end), style), style.postTags[0]!);
      at = end;
    }
  }
  parts.push(encode(text.slice(at, Math.max(at, passage.end)), style));
  const joined = parts.join('');
  return (joined.endsWith(VALUE_SEPARATOR) ? joined.slice(0, -1) : joined).trim();
}

/** The best passages around the hits, with their tags. */
export function fragments(
  text: string,
  hits: readonly Hit[],
  options: { scan: Scanner; style: HighlightStyle },
): readonly string[] {
  const { scan, style } = options;
  const passages = passagesOf(hits, scan, text.length);
  const limit = style.numberOfFragments === 0 ? passages.length : style.numberOfFragments;
  const best = passages.toSorted((a, b) => b.score - a.score || a.start - b.start).slice(0, limit);
  const shown = style.byScore ? best : best.toSorted((a, b) => a.start - b.start);
  return shown.map((passage) => marked(text, passage, style));
}
