import type { IndexReader, Postings } from '../reader.ts';
import { bm25Score } from '../similarity.ts';
import { EMPTY, indexOfDoc, union } from './matches.ts';
import type { Matches, PhrasePlan } from './plan.ts';
import { SloppyMatcher } from './sloppy-matcher.ts';
import { phraseSimilarity } from './statistics.ts';

/** Positions, in one document, of what stands at one place of the phrase. */
function placePositions(lists: readonly Postings[], doc: number): Int32Array | null {
  if (lists.length === 1) {
    const i = indexOfDoc(lists[0]!.docs, doc);
    return i < 0 ? null : lists[0]!.positions(i);
  }
  const found = lists.flatMap((list) => {
    const i = indexOfDoc(list.docs, doc);
    return i < 0 ? [] : [list.positions(i)];
  });
  return found.length === 0 ? null : union(found);
}

/** How often all places stand in a row; positions ascend. */
function exactFrequency(places: readonly Int32Array[], order: readonly number[]): number {
  const first = places[0]!;
  let count = 0;
  for (let i = 0; i < first.length; i++) {
    const start = first[i]! - order[0]!;
    let at = 1;
    while (at < places.length && places[at]!.includes(start + order[at]!)) at++;
    if (at === places.length) count++;
  }
  return count;
}

/** Positions at every place of the phrase, or null where one is missing. */
function phrasePositions(lists: readonly (readonly Postings[])[], doc: number): readonly Int32Array[] | null {
  const places: Int32Array[] = [];
  for (const list of lists) {
    const positions = placePositions(list, doc);
    if (positions === null) return null;
    places.push(positions);
  }
  return places;
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
    const places = phrasePositions(lists, doc);
    if (places === null) continue;
    const freq =
      plan.slop === 0 ? exactFrequency(places, order) : new SloppyMatcher(places, plan).frequency();
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
