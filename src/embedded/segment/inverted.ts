import type { ChainAnalyzer } from '../analysis/token-stream.ts';
import type { InvertedField } from '../reader.ts';
import { grown } from './growable.ts';
import { lengthToByte } from './norms.ts';
import { PostingList } from './posting-list.ts';

/** The dictionary and postings of one text or keyword field, growing. */
export class InvertedWriter {
  docCount = 0;
  sumTotalTermFreq = 0;
  readonly #lists = new Map<string, PostingList>();
  #norms: Uint8Array | null;
  #sorted: readonly string[] = [];

  constructor(norms: boolean) {
    this.#norms = norms ? new Uint8Array(0) : null;
  }

  /** Adds the values of a text; values lie `gap` positions apart. */
  addText(
    doc: number,
    values: readonly string[],
    { analyzer, gap }: { analyzer: ChainAnalyzer; gap: number },
  ): void {
    let base = 0;
    let length = 0;
    let frequency = 0;
    for (const value of values) {
      const { tokens, holes } = analyzer.stream(value);
      let last = -1;
      for (const token of tokens) {
        this.#list(token.text).add(doc, base + token.position);
        frequency++;
        if (token.position !== last) length++;
        last = token.position;
      }
      base += last + 1 + holes + gap;
    }
    if (frequency === 0) return;
    this.docCount++;
    this.sumTotalTermFreq += frequency;
    if (this.#norms === null) return;
    this.#norms = grown(this.#norms, doc + 1);
    this.#norms[doc] = lengthToByte(length);
  }

  /** Adds whole values without positions. */
  addKeywords(doc: number, values: readonly string[]): void {
    for (const value of new Set(values)) {
      this.#list(value).add(doc, -1);
      this.sumTotalTermFreq++;
    }
    if (values.length > 0) this.docCount++;
  }

  #list(term: string): PostingList {
    let list = this.#lists.get(term);
    if (list === undefined) {
      list = new PostingList();
      this.#lists.set(term, list);
    }
    return list;
  }

  /** The field as it is now, whatever is added later. */
  view(maxDoc: number): InvertedField {
    const lists = this.#lists;
    const { docCount, sumTotalTermFreq } = this;
    if (this.#norms !== null) this.#norms = grown(this.#norms, maxDoc);
    return {
      docCount,
      sumTotalTermFreq,
      norms: this.#norms === null ? null : this.#norms.subarray(0, maxDoc),
      postings: (term) => {
        const found = lists.get(term)?.below(maxDoc);
        return found === undefined || found.freqs[0] !== 0 ? found : ones(found);
      },
      terms: (from) => this.#terms(from),
    };
  }

  #terms(from: string | undefined): Iterable<string> {
    if (this.#sorted.length !== this.#lists.size) this.#sorted = [...this.#lists.keys()].sort(byCodePoint);
    if (from === undefined) return this.#sorted;
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byCodePoint(this.#sorted[middle] ?? '', from) < 0) low = middle + 1;
      else high = middle;
    }
    const sorted = this.#sorted;
    return (function* rest(): Iterable<string> {
      for (let i = low; i < sorted.length; i++) yield sorted[i] as string;
    })();
  }

  renumbered(numbers: Int32Array, live: number): InvertedWriter {
    const out = new InvertedWriter(this.#norms !== null);
    const seen = new Uint8Array(live);
    for (const [term, list] of this.#lists) {
      const kept = list.renumbered(numbers);
      if (kept === undefined) continue;
      out.#lists.set(term, kept);
      const { docs, freqs } = kept.below(live) ?? { docs: [], freqs: [] };
      docs.forEach((doc, i) => {
        seen[doc] = 1;
        out.sumTotalTermFreq += Math.max(1, freqs[i] ?? 1);
      });
    }
    for (const flag of seen) out.docCount += flag;
    if (this.#norms !== null) {
      const norms = new Uint8Array(live);
      numbers.forEach((to, from) => {
        if (to >= 0) norms[to] = this.#norms?.[from] ?? 0;
      });
      out.#norms = norms;
    }
    return out;
  }
}

type Found = NonNullable<ReturnType<InvertedField['postings']>>;

/** A keyword is in a document once. */
function ones(found: Found): Found {
  return { ...found, freqs: new Int32Array(found.docs.length).fill(1) };
}

/** Order of UTF-8 bytes, as Lucene's dictionary has it: surrogates stand above all other units. */
export function byCodePoint(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    const high = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
    return high(a) - high(b);
  }
  return left.length - right.length;
}
