import type { CrossEncoder } from '../../domain/cross-encoder.ts';
import type { TextEncoder } from '../../domain/text-encoder.ts';
import { GatewayError } from '../../errors.ts';
import { bigramCoverage } from './coverage.ts';
import type { LabelledPair } from './labelled-pair.ts';

/** Says of a query and its texts how well they go together. */
export interface PairScorer {
  /** What it is, for the report. */
  readonly name: string;
  /** @returns one finite number a text, higher is better, in their order */
  score(query: string, texts: readonly string[]): Promise<ArrayLike<number>>;
}

/** Nobody waits for an answer, so that a model on a slow machine is measured and not its speed. */
const BUDGET_MS = 600_000;

/** Queries scored at a time: models read short ones together. */
const AT_ONCE = 16;

export const LEXICAL: PairScorer = {
  name: 'coverage of character bigrams',
  score: (query, texts) => Promise.resolve(texts.map((text) => bigramCoverage(query, text))),
};

/**
 * The dearest model of the cascade that has a score for every text.
 * @throws GatewayError `stage_failed` where there is none
 */
export function crossEncoderScorer(name: string, encoder: CrossEncoder): PairScorer {
  return {
    name,
    async score(query, texts) {
      const scoring = await encoder.score(query, texts, { signal: never(), budgetMs: BUDGET_MS });
      if (scoring.kind === 'unanswered') throw unanswered(name, scoring.detail);
      const whole = scoring.passes.findLast(({ scores }) => scores.every((score) => score !== null));
      if (whole === undefined) throw unanswered(name, 'some texts have no score');
      return whole.scores.map((score) => score ?? NaN);
    },
  };
}

/** The cosine of the vectors of query and text. */
export function encoderScorer(name: string, encoder: TextEncoder): PairScorer {
  async function vectors(
    texts: readonly string[],
    as: 'query' | 'document',
  ): Promise<readonly Float32Array[]> {
    const encoding = await encoder.encode(texts, { as, signal: never(), budgetMs: BUDGET_MS });
    if (encoding.kind === 'unanswered') throw unanswered(name, encoding.detail);
    const { dims } = encoder;
    return texts.map((_, at) => encoding.vectors.subarray(at * dims, (at + 1) * dims));
  }
  return {
    name,
    async score(query, texts) {
      const [[of], documents] = await Promise.all([vectors([query], 'query'), vectors(texts, 'document')]);
      return documents.map((document) => cosine(of!, document));
    },
  };
}

/**
 * Scores pairs, those of one query together.
 * @param onProgress pairs done
 * @returns in the order of the pairs
 */
export async function scorePairs(
  pairs: readonly LabelledPair[],
  scorer: PairScorer,
  onProgress: (done: number) => void,
): Promise<Float64Array> {
  const places = new Map<string, number[]>();
  pairs.forEach(({ query }, at) => {
    const list = places.get(query);
    if (list === undefined) places.set(query, [at]);
    else list.push(at);
  });
  const scores = new Float64Array(pairs.length);
  let done = 0;
  const rest = places.entries();
  // Several share the iterator, each taking the next query when it is done with one.
  const worker = async (): Promise<void> => {
    for (const [query, list] of rest) {
      const found = await scorer.score(
        query,
        list.map((at) => pairs[at]!.text),
      );
      list.forEach((at, place) => (scores[at] = found[place]!));
      onProgress((done += list.length));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return scores;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, at) => {
    const other = b[at]!;
    ab += value * other;
    aa += value * value;
    bb += other * other;
  });
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function never(): AbortSignal {
  return new AbortController().signal;
}

function unanswered(name: string, detail: string): GatewayError {
  return new GatewayError('stage_failed', `${name} gave no scores: ${detail}`);
}
