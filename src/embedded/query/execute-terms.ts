import type { IndexReader, InvertedField, Postings } from '../reader.ts';
import { LENGTH_TABLE, bm25, bm25Score, idf, lengthToByte } from '../similarity.ts';
import { EMPTY, constantScores, union } from './matches.ts';
import type { CombinedPlan, Matches, SynonymPlan, TermPlan, TermsPlan } from './plan.ts';
import { averageLength, termStatistics } from './statistics.ts';

/** Norm byte of fields that have none: they score as if every length were 1. */
const NO_NORM = 1;
const { fround } = Math;

interface Scored {
  readonly docs: Int32Array;
  readonly freqs: Int32Array | Float32Array;
}

function scoreAll(matches: Scored, field: InvertedField, similarity: ReturnType<typeof bm25>): Matches {
  const { docs, freqs } = matches;
  const { norms } = field;
  const scores = new Float32Array(docs.length);
  const { weight, inverse } = similarity;
  for (let i = 0; i < docs.length; i++) {
    const norm = norms === null ? NO_NORM : norms[docs[i]!]!;
    scores[i] = weight - fround(weight / fround(1 + fround(freqs[i]! * inverse[norm]!)));
  }
  return { docs, scores };
}

export function executeTerm(reader: IndexReader, plan: TermPlan, boost: number | null): Matches {
  const field = reader.inverted(plan.field);
  const postings = field?.postings(plan.term);
  if (field === undefined || postings === undefined) return EMPTY;
  if (boost === null) return { docs: postings.docs, scores: null };
  const statistics = plan.statistics ?? termStatistics(field, plan.term);
  return scoreAll(postings, field, bm25(boost, idf(statistics), averageLength(field)));
}

function postingsOf(field: InvertedField, terms: readonly string[]): readonly Postings[] {
  return terms.flatMap((term) => field.postings(term) ?? []);
}

/** Frequencies add up over the terms; the document frequency is the largest of them. */
export function executeSynonym(reader: IndexReader, plan: SynonymPlan, boost: number | null): Matches {
  const field = reader.inverted(plan.field);
  if (field === undefined) return EMPTY;
  const lists = postingsOf(field, plan.terms);
  const docs = union(lists.map((one) => one.docs));
  if (boost === null || docs.length === 0) return { docs, scores: null };
  const byDoc = new Map<number, number>();
  for (const list of lists) {
    list.docs.forEach((doc, i) => byDoc.set(doc, (byDoc.get(doc) ?? 0) + list.freqs[i]!));
  }
  const freqs = Int32Array.from(docs, (doc) => byDoc.get(doc)!);
  const docFreq = Math.max(...lists.map((one) => one.docs.length));
  const weight = idf({ docFreq, docCount: field.docCount });
  return scoreAll({ docs, freqs }, field, bm25(boost, weight, averageLength(field)));
}

export function executeTerms(reader: IndexReader, plan: TermsPlan, boost: number | null): Matches {
  const field = reader.inverted(plan.field);
  if (field === undefined) return EMPTY;
  const docs = union(postingsOf(field, plan.terms).map((one) => one.docs));
  return boost === null ? { docs, scores: null } : constantScores(docs, boost);
}

/** BM25F (Lucene's CombinedFieldQuery): weighted frequencies and lengths of several fields, scored as one. */
export function executeCombined(reader: IndexReader, plan: CombinedPlan, boost: number | null): Matches {
  const fields = plan.fields.flatMap(({ field, weight }) => {
    const inverted = reader.inverted(field);
    return inverted === undefined ? [] : [{ inverted, weight, lists: postingsOf(inverted, plan.terms) }];
  });
  const docs = union(fields.flatMap(({ lists }) => lists.map((one) => one.docs)));
  if (boost === null || docs.length === 0) return { docs, scores: null };
  const freqs = new Map<number, number>();
  let docFreq = 0;
  for (const { weight, lists } of fields) {
    for (const list of lists) {
      docFreq = Math.max(docFreq, list.docs.length);
      list.docs.forEach((doc, i) => freqs.set(doc, (freqs.get(doc) ?? 0) + weight * list.freqs[i]!));
    }
  }
  const docCount = Math.max(...fields.map(({ inverted }) => inverted.docCount));
  const total = fields.reduce((sum, { inverted, weight }) => sum + weight * inverted.sumTotalTermFreq, 0);
  const similarity = bm25(boost, idf({ docFreq, docCount }), Math.floor(total) / docCount);
  const scores = Float32Array.from(docs, (doc) => {
    let length = 0;
    for (const { inverted, weight } of fields) length += weight * LENGTH_TABLE[inverted.norms?.[doc] ?? 0]!;
    return bm25Score(similarity, freqs.get(doc)!, lengthToByte(Math.round(length)));
  });
  return { docs, scores };
}
