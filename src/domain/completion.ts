/** What a completion is: what people ask for, words of documents, a document's title, a category. */
export const PHRASE_KINDS = ['query', 'phrase', 'product', 'category'] as const;
export type PhraseKind = (typeof PHRASE_KINDS)[number];

/** A text that may complete what somebody types. */
export interface Phrase {
  /** As it is shown. */
  readonly text: string;
  readonly kind: PhraseKind;
  /** Documents that hold it or, of a query, times that it was asked. */
  readonly weight: number;
}

export interface Completion {
  readonly text: string;
  readonly kind: PhraseKind;
  /** 0..1, falling down the list; 1 is the most frequent text that begins exactly as typed. */
  readonly score: number;
  /** What of the text was typed, half open, in UTF-16 units. */
  readonly typed: { readonly start: number; readonly end: number };
}

export interface CompletionRequest {
  /** What was typed so far. */
  readonly text: string;
  readonly size: number;
  /** Words that matter now, such as the category that is looked at; completions with one of them come earlier. */
  readonly context: string;
}

/** Completes what somebody types, out of one catalogue. */
export interface Completer {
  /** Best first, each text once. */
  complete(request: CompletionRequest): readonly Completion[];
}
