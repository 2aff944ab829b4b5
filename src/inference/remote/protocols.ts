import { isCount, isRecord, listOf, recordOf } from '../shape.ts';

export type RerankApi = 'tei' | 'cohere';

/** How a remote reranker is asked, and where its answer has the scores. */
export interface RerankProtocol {
  body(question: {
    readonly query: string;
    readonly texts: readonly string[];
    readonly model: string | null;
  }): unknown;
  /** Entries of the answer, each with the index of a text. @throws Error for anything else */
  scores(answer: unknown, count: number): readonly number[];
}

/** Text Embeddings Inference's `/rerank`, and what Cohere, Jina and those who copy them serve as `/v1/rerank`. */
export const PROTOCOLS: Readonly<Record<RerankApi, RerankProtocol>> = {
  tei: {
    // Raw scores: a sigmoid's ends are all alike, and the order is all we take from them.
    body: ({ query, texts }) => ({ query, texts, raw_scores: true, return_text: false, truncate: true }),
    scores: (answer, count) => byIndex(listOf(answer), 'score', count),
  },
  cohere: {
    body: ({ query, texts, model }) => ({
      ...(model === null ? {} : { model }),
      query,
      documents: texts,
      top_n: texts.length,
      return_documents: false,
    }),
    scores: (answer, count) => byIndex(listOf(recordOf(answer)['results']), 'relevance_score', count),
  },
};

/** Every text must have one score, a number, and no other text may have any. */
function byIndex(entries: readonly unknown[], key: string, count: number): readonly number[] {
  const scores = new Map<number, number>();
  for (const entry of entries) {
    const { index, [key]: score } = isRecord(entry) ? entry : {};
    if (!isCount(index) || index >= count) throw new Error('it scored a text that it was not asked about');
    if (typeof score !== 'number' || !Number.isFinite(score))
      throw new Error('it gave a score that is no number');
    if (scores.has(index)) throw new Error('it scored a text twice');
    scores.set(index, score);
  }
  if (scores.size !== count) throw new Error(`it scored ${scores.size} of ${count} texts`);
  return Array.from({ length: count }, (_, at) => scores.get(at)!);
}
