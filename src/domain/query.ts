/** Half-open range of UTF-16 code units in the text as the user typed it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One way to say what a slot means. */
export interface Alternative {
  /** One term, or several that must all match; never empty. Case is kept as typed. */
  readonly terms: readonly string[];
  /** Multiplies the score, > 0; 1 is the user's own word. */
  readonly weight: number;
  /** Who proposed it: `user`, or the name of the stage or rule. */
  readonly origin: string;
}

/** A place in the query that one term fills: the user's word with its corrections and synonyms. */
export interface Slot {
  readonly span: Span;
  /** The word, case-folded: what dictionaries and rules are looked up with. */
  readonly key: string;
  /** At least one; the first is the user's own word unless a stage replaced it. */
  readonly alternatives: readonly Alternative[];
}

/** What a document should, must or must not say, in words, as a phrase or as a raw engine query. */
export interface Clause {
  readonly must: readonly string[];
  readonly should: readonly string[];
  readonly mustNot: readonly string[];
  readonly phrase: { readonly terms: readonly string[]; readonly slop: number } | null;
  /** JSON text of a query in the engine's own language. */
  readonly raw: string | null;
}

/** Moves documents that satisfy a clause up or down; never decides whether a document matches. */
export interface Boost {
  readonly by: 'up' | 'down';
  /** > 0 */
  readonly factor: number;
  readonly clause: Clause;
  readonly origin: string;
}

/** Documents that do not satisfy the clause are not results. */
export interface Filter {
  readonly clause: Clause;
  readonly origin: string;
}

/** The user's query on its way through the pipeline. Stages return a new one, they never change it. */
export interface Query {
  /** Exactly as the caller sent it. */
  readonly typed: string;
  /** Width, compatibility forms, invisible characters and blanks made uniform; case kept. */
  readonly text: string;
  /** `text`, case-folded. */
  readonly key: string;
  /** For each UTF-16 unit of `text` (and one past its end) the offset in `typed` that it came from. */
  readonly origins: readonly number[];
  /** The words in order; empty until a stage has segmented the text. */
  readonly slots: readonly Slot[];
  readonly boosts: readonly Boost[];
  readonly filters: readonly Filter[];
}

/** The query as it enters the pipeline: what was typed and nothing else. */
export function typedQuery(typed: string): Query {
  return {
    typed,
    text: typed,
    key: typed.toLowerCase(),
    origins: Array.from({ length: typed.length + 1 }, (_, offset) => offset),
    slots: [],
    boosts: [],
    filters: [],
  };
}
