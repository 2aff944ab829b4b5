import type { Config } from '../../config/schema.ts';
import type { Candidate } from '../../domain/candidate.ts';
import { typedQuery } from '../../domain/query.ts';
import type { PairScorer } from '../../evaluation/pairs/pair-scorer.ts';
import type { Feature } from '../../stages/rank/blend/feature.ts';
import { rowsOf } from '../../stages/rank/blend/features.ts';
import { CommandError } from '../command.ts';
import { type OpenScorer, openModelScorer } from '../eval/model-scorer.ts';
import { type PairModels, rerankerOf } from './pair-models.ts';

/** What a query and its texts are as rows of features, as the stage `blend` would see the texts in a window. */
export interface PairRows {
  /** @returns one row a text, in their order */
  rows(
    features: readonly Feature[],
    query: string,
    texts: readonly string[],
  ): Promise<readonly Float64Array[]>;
  close(): Promise<void>;
}

const [RERANK, COSINE] = ['rerank', 'legscore(knn)'];
/** They need a window: other candidates, places, legs that searched. */
const OF_WINDOWS = /^(score|place|leg\(|legrank\(|legscore\((?!knn\)))/;

/**
 * Opens the models that these features ask for.
 * @throws CommandError where one is not there, or a feature makes no sense for a pair
 */
export async function openPairRows(
  features: readonly { readonly name: string }[],
  models: PairModels,
  config: Config,
): Promise<PairRows> {
  const names = new Set(features.map(({ name }) => name));
  const wrong = [...names].find((name) => OF_WINDOWS.test(name));
  if (wrong !== undefined) throw new CommandError(`feature ${wrong} says nothing of a pair by itself`, 2);
  if (names.has(COSINE) && models.encoder === undefined) {
    throw new CommandError(`feature ${COSINE}: name the encoder with --encoder`, 2);
  }
  const opened: OpenScorer[] = [];
  const open = async (name: string): Promise<PairScorer> => {
    const scorer = await openModelScorer(name, config);
    opened.push(scorer);
    return scorer.scorer;
  };
  const close = async (): Promise<void> => {
    for (const one of opened) await one.close();
  };
  try {
    const reranker = names.has(RERANK) ? await open(rerankerOf(models)) : undefined;
    const encoder = names.has(COSINE) ? await open(models.encoder!) : undefined;
    return {
      close,
      async rows(wanted, query, texts) {
        const logits = await reranker?.score(query, texts);
        const cosines = await encoder?.score(query, texts);
        const fields = [...new Set(wanted.flatMap((feature) => feature.fields))];
        const candidates = texts.map((text, at): Candidate => {
          const says = { rerank: logits?.[at], cosine: cosines?.[at] };
          return candidateOf(Object.fromEntries(fields.map((field) => [field, text])), says);
        });
        return rowsOf(wanted, { candidates, query: typedQuery(query), now: 0 });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A text, with what models say where legs and stages would have left it. */
function candidateOf(
  fields: Candidate['fields'],
  { rerank, cosine }: { readonly rerank: number | undefined; readonly cosine: number | undefined },
): Candidate {
  return {
    index: '',
    id: '',
    score: null,
    // As Elasticsearch scores the nearest by cosine.
    legs: cosine === undefined ? [] : [{ leg: 'knn', rank: 1, score: (1 + cosine) / 2 }],
    fields,
    notes: rerank === undefined ? [] : [{ stage: 'rerank', scores: { model: rerank } }],
  };
}
