/** Which models are to be there, and on what they may draw. Crosses from process to process as JSON. */
export interface WantedModels {
  /** The cascade of cross-encoders, the cheapest first. */
  readonly rerank: readonly WantedCrossEncoder[];
  /** Folders of encoders. */
  readonly encoders: readonly string[];
  readonly device: 'auto' | 'cpu' | 'cuda';
  /** Threads that run a graph on the CPU. */
  readonly threads: number;
  /** How far the process stands back behind those that serve, where there are too few cores for all: 0..19. */
  readonly niceness: number;
  readonly limits: InferenceLimits;
}

export interface WantedCrossEncoder {
  readonly folder: string;
  /** Most texts it looks at. */
  readonly depth: number;
}

export interface InferenceLimits {
  /** Most tokens that wait, filling included. */
  readonly queueTokens: number;
  /** Most tokens of a batch, filling included, by device. */
  readonly batchTokens: Readonly<Record<'cpu' | 'cuda', number>>;
  /** Scores of pairs that are remembered. */
  readonly scores: number;
  /** Vectors of queries that are remembered. */
  readonly vectors: number;
  /** Tokens of documents that are remembered, where the tokenizer is slow. */
  readonly tokens: number;
}
