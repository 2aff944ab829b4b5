/** Half-open range of UTF-16 code units in the text as the user typed it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One way to say what a slot means. */
export interface Alternative {
  /** One term, or several that must all match; never empty. Case is kept as typed. */
  readonly terms: readonly string[];
  /** Fields that the terms are looked for in; undefined where the caller looks. */
  readonly fields?: readonly string[];
  /** Multiplies the score, > 0; 1 is the user's own word. */
  readonly weight: number;
  /** Who proposed it: `user`, or the name of the stage or rule. */
  readonly origin: string;
}

/** What a word is, and what the query loses without it. */
export interface TermTag {
  /** `brand`, `product`, `model`, `attribute`, `colour`, `size`, `quantity`, `modifier`, `stop`, or a model's own. */
  readonly name: string;
  /** 0..1; what is lightest may be left out first. */
  readonly weight: number;
  /** Whether a document may do without it where the caller asks for all words, or for a share of them. */
  readonly optional: boolean;
  readonly by: 'dictionary' | 'lexicon' | 'form' | 'model';
}

/** A place in the query that one term fills: the user's word with its corrections and synonyms. */
export interface Slot {
  readonly span: Span;
  /** The word, case-folded: what dictionaries and rules are looked up with. */
  readonly key: string;
  /** At least one; the first is the user's own word unless a stage replaced it. */
  readonly alternatives: readonly Alternative[];
  /** Undefined where nothing is known: such a word is as important as any. */
  readonly tag?: TermTag;
}

/** A word of a clause, and the fields it is looked for in: undefined is where the caller looks. */
export interface ClauseTerm {
  readonly text: string;
  readonly fields?: readonly string[];
}

/** What a document should, must or must not say, in words, as a phrase or as a raw engine query. */
export interface Clause {
  readonly must: readonly ClauseTerm[];
  readonly should: readonly ClauseTerm[];
  readonly mustNot: readonly ClauseTerm[];
  readonly phrase: { readonly terms: readonly string[]; readonly slop: number } | null;
  /** JSON text of a query in the engine's own language. */
  readonly raw: string | null;
}

/** Moves documents that satisfy a clause up or down; never decides whether a document matches. */
export interface Boost {
  readonly by: 'up' | 'down';
  /** > 0 */
  readonly factor: number;
  /** `multiply` takes the score times the factor (or its inverse, going down) instead of adding to it. */
  readonly mode?: 'add' | 'multiply';
  readonly clause: Clause;
  readonly origin: string;
  /** Set where somebody wrote it as a rule: no model undoes it, as one may what a stage only supposes. */
  readonly isRule?: true;
}

/** A condition that is no matter of more or less: whether a document satisfies it decides whether it is a result. */
export interface Filter {
  readonly clause: Clause;
  readonly origin: string;
}

/** What became of words that looked mistyped. */
export interface Spelling {
  /** As it was typed, in the pipeline's way of writing. */
  readonly original: string;
  /** What was searched in its place, alone (`replaced`) or beside it (`both`); `original` where it was only shown. */
  readonly used: string;
  /** What may have been meant instead. */
  readonly suggested: string;
  readonly outcome: 'replaced' | 'both' | 'suggested';
  /** Calibrated probability that `suggested` was meant, 0..1. */
  readonly confidence: number;
}

/** What the query is about, as a model tells it. */
export interface Intent {
  readonly name: string;
  /** Calibrated, 0..1. */
  readonly probability: number;
}

/** Documents that rules put in a place, or at the end. */
export interface Placement {
  readonly ids: readonly string[];
  readonly origin: string;
}

/** What a rule sends to the app beside the hits. */
export interface Decoration {
  readonly key: string | null;
  readonly value: string;
  readonly origin: string;
}

/** What rules want done with single documents, legs and the answer, besides the words. */
export interface Instructions {
  /** The documents take the places from `position` (1 is the first) on. */
  readonly pins: readonly (Placement & { readonly position: number })[];
  /** To the end of what was found. */
  readonly buries: readonly Placement[];
  /** Out of the results. */
  readonly hides: readonly Placement[];
  /** Weights of recall legs for this query, the last one of a leg holds; 0 switches it off. */
  readonly legs: readonly { readonly leg: string; readonly weight: number; readonly origin: string }[];
  /** Whether a model may re-order what was found. */
  readonly rerank: boolean;
  readonly decorations: readonly Decoration[];
}

export const NO_INSTRUCTIONS: Instructions = {
  pins: [],
  buries: [],
  hides: [],
  legs: [],
  rerank: true,
  decorations: [],
};

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
  /** Documents that satisfy one of these are results without the words, before those that have only the words. */
  readonly admitted: readonly Filter[];
  /** Whether conditions alone say what is wanted (`under $50`): legs and models that go by words have nothing to go by. */
  readonly wordless: boolean;
  /** Null where nothing looked mistyped. */
  readonly spelling: Spelling | null;
  /** Null where no stage is sure enough. */
  readonly intent: Intent | null;
  readonly instructions: Instructions;
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
    admitted: [],
    wordless: false,
    spelling: null,
    intent: null,
    instructions: NO_INSTRUCTIONS,
  };
}

/** Words of the query: its slots, or what stands between blanks where it was not segmented. */
export function wordCount({ text, slots }: Pick<Query, 'text' | 'slots'>): number {
  return slots.length > 0 ? slots.length : text.split(/\s+/).filter((word) => word !== '').length;
}
