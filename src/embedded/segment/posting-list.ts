import type { Postings } from '../reader.ts';
import { grown } from './growable.ts';

interface Decoded {
  readonly used: number;
  readonly docs: Int32Array;
  readonly freqs: Int32Array;
  /** Where each document's positions begin in the log. */
  readonly starts: Int32Array;
}

/**
 * Where one term occurs, appended in document order: `doc, freq, position…` in one array, because most terms
 * are rare and four arrays each would cost more than what they hold. Unpacked when a query asks for the term.
 */
export class PostingList {
  count = 0;
  #log = new Int32Array(3);
  #used = 0;
  #freqAt = -1;
  #lastDoc = -1;
  #decoded: Decoded | undefined;

  get lastDoc(): number {
    return this.#lastDoc;
  }

  /** Adds an occurrence; `doc` is the last one or a later one. Position -1 only marks the document. */
  add(doc: number, position: number): void {
    if (doc !== this.#lastDoc) {
      if (this.#used + 3 > this.#log.length) this.#log = grown(this.#log, this.#used + 3);
      this.#log[this.#used] = doc;
      this.#freqAt = this.#used + 1;
      this.#used += 2;
      this.#lastDoc = doc;
      this.count++;
    }
    if (position < 0) return;
    if (this.#used === this.#log.length) this.#log = grown(this.#log, this.#used + 1);
    this.#log[this.#used++] = position;
    this.#log[this.#freqAt] = (this.#log[this.#freqAt] ?? 0) + 1;
  }

  /** Postings of documents below `maxDoc`; undefined when there are none. */
  below(maxDoc: number): Postings | undefined {
    const all = this.#decode();
    let count = all.docs.length;
    while (count > 0 && (all.docs[count - 1] ?? 0) >= maxDoc) count--;
    if (count === 0) return undefined;
    const log = this.#log;
    const whole = count === all.docs.length;
    return {
      docs: whole ? all.docs : all.docs.subarray(0, count),
      freqs: whole ? all.freqs : all.freqs.subarray(0, count),
      positions: (i) => {
        const start = all.starts[i] ?? 0;
        return log.subarray(start, start + (all.freqs[i] ?? 0));
      },
    };
  }

  #decode(): Decoded {
    if (this.#decoded?.used === this.#used) return this.#decoded;
    const docs = new Int32Array(this.count);
    const freqs = new Int32Array(this.count);
    const starts = new Int32Array(this.count);
    for (let at = 0, i = 0; at < this.#used; i++) {
      const freq = this.#log[at + 1] ?? 0;
      docs[i] = this.#log[at] ?? 0;
      freqs[i] = freq;
      starts[i] = at + 2;
      at += 2 + freq;
    }
    this.#decoded = { used: this.#used, docs, freqs, starts };
    return this.#decoded;
  }

  /** The same list with documents renumbered; those mapped to -1 left out. Undefined when none is left. */
  renumbered(numbers: Int32Array): PostingList | undefined {
    const out = new PostingList();
    for (let at = 0; at < this.#used;) {
      const doc = numbers[this.#log[at] ?? 0] ?? -1;
      const freq = this.#log[at + 1] ?? 0;
      if (doc >= 0) {
        if (freq === 0) out.add(doc, -1);
        for (let i = 0; i < freq; i++) out.add(doc, this.#log[at + 2 + i] ?? 0);
      }
      at += 2 + freq;
    }
    return out.count === 0 ? undefined : out;
  }
}
