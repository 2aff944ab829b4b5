/** Why a search is passed on as it came; the tokens stand in `Relevance-Status: bypass; reason=…`. */
export const BYPASS_REASONS = {
  media_type: 'the body or the answer is not JSON',
  syntax: 'the body is not strict JSON; Elasticsearch decides',
  duplicate_key: 'a key stands twice, and two readers may pick different ones',
  encoding: 'the body is not UTF-8, has a byte order mark or a lone surrogate',
  size: 'the body is too large or too deep to be looked at',
  unknown_key: 'a body key that the gateway does not know',
  unknown_parameter: 'a URL parameter that the gateway does not know',
  parameter: 'a URL parameter with a value that cannot be read for certain',
  unknown_query: 'a query whose meaning for the text is not known',
  index_name: 'an _msearch item names no index, or not by plain names',
  no_query: 'there is no query',
  no_text: 'no clause in a scoring position carries words',
  different_texts: 'clauses carry different texts',
  operators: 'the text uses operators of the query string syntax',
  text_too_long: 'the text is longer than people type',
  sort: 'an explicit order wins',
  size_zero: 'no hits are asked for',
  page: 'from or size cannot be read as whole numbers',
  window: 'the page lies past 10,000 hits; Elasticsearch answers with its own error',
  cursor: 'cursors (scroll, search_after, point in time, slices) need the engine’s own order',
  scores: 'the caller works with real scores',
  collapse: 'group heads change with the order',
  composed: 'the caller composes recall or ranking',
  filter_path: 'this filter_path cannot be applied to an assembled answer byte for byte',
  ndjson: 'the lines of the _msearch body cannot be told apart for certain',
  items: 'more searches in one _msearch than are looked at',
  inner_hits: 'inner hits depend on the order',
} as const;

export type BypassReason = keyof typeof BYPASS_REASONS;

export interface Bypass {
  readonly kind: 'bypass';
  readonly reason: BypassReason;
}

/** Thrown inside the readers where a doubt turns up deep in a tree; never leaves this folder. */
export class Doubt extends Error {
  readonly reason: BypassReason;

  constructor(reason: BypassReason) {
    super(BYPASS_REASONS[reason]);
    this.reason = reason;
  }
}
