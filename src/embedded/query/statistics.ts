import type { IndexReader, InvertedField } from '../reader.ts';
import { bm25, idf } from '../similarity.ts';
import type { Bm25, TermStatistics } from '../similarity.ts';

/** Deleted documents count until compaction, as in Lucene. */
export function termStatistics(field: InvertedField, term: string): TermStatistics {
  return { docFreq: field.postings(term)?.docs.length ?? 0, docCount: field.docCount };
}

export function averageLength(field: InvertedField): number {
  return field.docCount === 0 ? 1 : field.sumTotalTermFreq / field.docCount;
}

/** A scorer for several terms of one field, whose idf add up; terms that occur nowhere add nothing. */
export function phraseSimilarity(field: InvertedField, terms: readonly string[], boost: number): Bm25 {
  const sum = terms
    .map((term) => termStatistics(field, term))
    .filter(({ docFreq }) => docFreq > 0)
    .reduce((total, statistics) => total + idf(statistics), 0);
  return bm25(boost, sum, averageLength(field));
}

/** Term statistics of a field path; zeros where the index has no such field. */
export function statisticsOf(reader: IndexReader, path: string, term: string): TermStatistics {
  const field = reader.inverted(path);
  return field === undefined ? { docFreq: 0, docCount: 0 } : termStatistics(field, term);
}
