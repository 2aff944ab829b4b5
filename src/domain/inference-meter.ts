/** What inference counts and times; each call is cheap and never throws. */
export interface InferenceMeter {
  /** Tokens that wait, filling included. */
  queue(tokens: number): void;
  /** A batch has been run. */
  batch(event: BatchEvent): void;
  /** Texts were cut into tokens, in so many milliseconds. */
  tokenised(event: { readonly model: string; readonly texts: number; readonly ms: number }): void;
  /** How often a cache knew the answer. */
  cache(event: {
    readonly cache: 'scores' | 'vectors' | 'tokens';
    readonly hits: number;
    readonly misses: number;
  }): void;
  /** How a request ended: `scored`, `encoded` or why it was not answered; and what was given up for time. */
  request(event: {
    readonly kind: 'score' | 'encode';
    readonly outcome: string;
    readonly shrunk: string;
  }): void;
}

/** One batch that went through a model. */
export interface BatchEvent {
  readonly model: string;
  readonly rows: number;
  /** Tokens without and with filling. */
  readonly tokens: number;
  readonly padded: number;
  /** How long its first row had waited. */
  readonly waitMs: number;
  readonly ms: number;
}

export const NO_METER: InferenceMeter = {
  queue() {},
  batch() {},
  tokenised() {},
  cache() {},
  request() {},
};
