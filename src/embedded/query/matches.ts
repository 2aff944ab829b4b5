import type { Matches } from './plan.ts';

export const EMPTY: Matches = { docs: new Int32Array(0), scores: null };

export function constantScores(docs: Int32Array, score: number): Matches {
  return { docs, scores: new Float32Array(docs.length).fill(score) };
}

/** Ascending documents of several ascending lists, each once. */
export function union(lists: readonly Int32Array[]): Int32Array {
  if (lists.length === 0) return EMPTY.docs;
  if (lists.length === 1) return lists[0]!;
  const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let filled = 0;
  for (const list of lists) {
    all.set(list, filled);
    filled += list.length;
  }
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) {
    if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i]!;
  }
  return all.subarray(0, kept);
}

/** Position of a document in an ascending list, or -1. */
export function indexOfDoc(docs: Int32Array, doc: number): number {
  let low = 0;
  let high = docs.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = docs[middle]!;
    if (found === doc) return middle;
    if (found < doc) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Documents from 0 to `maxDoc` - 1 that satisfy a test. */
export function collectDocs(maxDoc: number, test: (doc: number) => boolean): Int32Array {
  const docs = new Int32Array(maxDoc);
  let count = 0;
  for (let doc = 0; doc < maxDoc; doc++) {
    if (test(doc)) docs[count++] = doc;
  }
  return docs.subarray(0, count);
}
