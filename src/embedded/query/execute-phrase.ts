import type { IndexReader, Postings } from '../reader.ts';
import { bm25Score } from '../similarity.ts';
import { EMPTY, indexOfDoc, union } from './matches.ts';
import type { Matches, PhrasePlan } from './plan.ts';
import { SloppyMatcher } from './sloppy-matcher.ts';
import { phraseSimilarity } from './statistics.ts';

/** Positions of the terms at one place of the phrase, minus that place: equal numbers are an exact match. */
function shiftedPositions(lists: readonly Postings[], doc: number, place: number): Int32Array | null {
  const found = lists.flatMap((list) => {
    const i = indexOfDoc(list.docs, doc);
    return i < 0 ? [] : [list.positions(i)];
  });
  if (found.length === 0) return null;
  const positions = found.length === 1 ? found[0]! : union(found);
  return positions.map((position) => position - place);
}

function exactFrequency(places: readonly Int32Array[]): number {
  const [first, ...rest] = places;
  let count = 0;
  for (const start of first!) {
    if (rest.every((positions) => indexOfDoc(positions, start) >= 0)) count++;
  }
  return count;
}

/** Documents that hold the words in order; scored like one term whose idf is the sum of theirs. */
export function executePhrase(reader: IndexReader, plan: PhrasePlan, boost: number | null): Matches {
  const field = reader.inverted(plan.field);
  if (field === undefined) return EMPTY;
  const lists = plan.positions.map(({ terms }) => terms.flatMap((term) => field.postings(term) ?? []));
  if (lists.some((list) => list.length === 0)) return EMPTY;
  const rarest = lists
    .map((list) => union(list.map((one) => one.docs)))
    .reduce((least, docs) => (docs.length < least.length ? docs : least));
  const order = plan.positions.map(({ position }) => position);
  const docs: number[] = [];
  const freqs: number[] = [];
  for (const doc of rarest) {
    const places: Int32Array[] = [];
    for (let i = 0; i < lists.length; i++) {
      const shifted = shiftedPositions(lists[i]!, doc, order[i]!);
      if (shifted === null) break;
      places.push(shifted);
    }
    if (places.length < lists.length) continue;
    const freq = plan.slop === 0 ? exactFrequency(places) : new SloppyMatcher(places, plan).frequency();
    if (freq === 0) continue;
    docs.push(doc);
    freqs.push(freq);
  }
  const found = Int32Array.from(docs);
  if (boost === null) return { docs: found, scores: null };
  const terms = plan.positions.flatMap((position) => position.terms);
  const similarity = phraseSimilarity(field, terms, boost);
  const scores = Float32Array.from(freqs, (freq, i) =>
    bm25Score(similarity, freq, field.norms === null ? 1 : field.norms[found[i]!]!),
  );
  return { docs: found, scores };
}
