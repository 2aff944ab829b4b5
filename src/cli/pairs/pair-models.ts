import type { Command } from 'commander';

/** Names or folders of the models that features speak of. */
export interface PairModels {
  readonly rerank?: string;
  readonly encoder?: string;
}

/** Asks which models speak for the features `rerank` and `legscore(knn)`. */
export function withPairModels(command: Command): Command {
  return command
    .option('--rerank <name>', `cross-encoder that the feature "rerank" is (default: ${USUAL_RERANKER})`)
    .option('--encoder <name>', 'encoder whose cosine the feature "legscore(knn)" is');
}

const USUAL_RERANKER = 'ce-xs';

/** Its name, whether given or not. */
export function rerankerOf({ rerank }: PairModels): string {
  return rerank ?? USUAL_RERANKER;
}
