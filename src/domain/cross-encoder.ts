import type { Unanswered } from './inference.ts';

/**
 * Reads a query and a text together and says how well the one answers the other. The score of a pair does not depend
 * on what else is asked: neither in the same call nor by others at the same time.
 */
export interface CrossEncoder {
  /**
   * Scores texts, the most promising first: where time is short, the end of the list goes unscored. Never throws and
   * is never later than its deadline by more than a timer's tick.
   */
  score(query: string, texts: readonly string[], options: ScoreOptions): Promise<Scoring>;
}

/** How long scores are waited for. */
export interface ScoreOptions {
  /** Gives up at once when it aborts. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until the scores are of no use any more. */
  readonly budgetMs: number;
  /** W3C `traceparent` of whoever asks, where that is recorded. */
  readonly traceparent?: string | undefined;
}

/** Scores, or why there are none. */
export type Scoring = Scored | Unanswered;

/** What the models of a cascade said of the texts. */
export interface Scored {
  readonly kind: 'scored';
  /** What each model of the cascade said, the cheapest first; at least one. Scores of two models have no common scale. */
  readonly passes: readonly [ScoringPass, ...ScoringPass[]];
  /** What was given up for time, if anything: texts of a pass, or the dearer models altogether. */
  readonly shrunk: 'none' | 'depth' | 'model';
  /** For how many milliseconds texts waited while others' were read; absent where that is not known. */
  readonly waitedMs?: number;
}

/** What one model of a cascade said of them. */
export interface ScoringPass {
  /** Name and version of the model; scores can be remembered under it. */
  readonly modelId: string;
  /** By position in the list of texts: any finite number, higher is better; null where this model did not look. */
  readonly scores: readonly (number | null)[];
  /** How many texts it scored. */
  readonly depth: number;
  /**
   * Where scores are logits: 1 / (1 + exp(-score / temperature)) says how sure the model is that the text answers, whatever
   * else was asked. Absent: scores only compare the texts of one query.
   */
  readonly temperature?: number;
}
