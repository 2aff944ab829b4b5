import type { BypassReason } from './bypass-reason.ts';

/**
 * What the gateway does with one kind of query.
 * - `text`: carries the user's text.
 * - `compound`: queries in `scoring` are looked into; members in `carried` stay as they are; in `refused` they are a
 *   bypass, as is every other member. `functions`: a function, not the text alone, makes the score.
 * - `carry`: holds no text of the user's, or none that an analyzer reads; stays as it is.
 * - `bypass`: turns rewriting off.
 */
export type QueryRow =
  | { readonly kind: 'text'; readonly why: string }
  | {
      readonly kind: 'compound';
      readonly scoring: readonly string[];
      readonly carried: readonly string[];
      readonly refused?: Readonly<Record<string, BypassReason>>;
      readonly functions?: true;
      readonly why: string;
    }
  | { readonly kind: 'carry'; readonly why: string }
  | { readonly kind: 'bypass'; readonly reason: BypassReason; readonly why: string };

const text = (why: string): QueryRow => ({ kind: 'text', why });
const carry = (why: string): QueryRow => ({ kind: 'carry', why });
const bypass = (reason: BypassReason, why: string): QueryRow => ({ kind: 'bypass', reason, why });

const COMMON = ['boost', '_name'];
const EXACT = 'compares exact values';
const ELSEWHERE = 'its words mean something else than the words of a match';
const COMPOSED = 'the caller already composes recall';

/** Kinds of queries in scoring positions. A kind that is not here is a bypass. */
export const QUERY_TABLE: ReadonlyMap<string, QueryRow> = new Map<string, QueryRow>([
  ['match', text('becomes the words of the understood query')],
  [
    'multi_match',
    text('best, most and cross fields become words; phrase and prefix types keep their semantics'),
  ],
  ['combined_fields', text('keeps its semantics; only the text may change')],
  ['match_bool_prefix', text('keeps its semantics; only the text may change')],
  ['match_phrase', text('keeps its semantics; only the text may change')],
  ['match_phrase_prefix', text('keeps its semantics; only the text may change')],
  ['query_string', text('without operators; words stay in its own language')],
  ['simple_query_string', text('without operators; words stay in its own language')],
  [
    'bool',
    {
      kind: 'compound',
      scoring: ['must', 'should'],
      carried: ['filter', 'must_not', 'minimum_should_match', 'adjust_pure_negative', ...COMMON],
      why: 'text counts in must and should',
    },
  ],
  [
    'dis_max',
    {
      kind: 'compound',
      scoring: ['queries'],
      carried: ['tie_breaker', ...COMMON],
      why: 'text counts in queries',
    },
  ],
  [
    'boosting',
    {
      kind: 'compound',
      scoring: ['positive'],
      carried: ['negative', 'negative_boost', ...COMMON],
      why: 'text counts in positive',
    },
  ],
  [
    'nested',
    {
      kind: 'compound',
      scoring: ['query'],
      carried: ['path', 'score_mode', 'ignore_unmapped', ...COMMON],
      refused: { inner_hits: 'inner_hits' },
      why: 'text counts in query',
    },
  ],
  [
    'pinned',
    {
      kind: 'compound',
      scoring: ['organic'],
      carried: ['ids', 'docs', ...COMMON],
      why: 'text counts in organic; pinned documents stay first',
    },
  ],
  [
    'function_score',
    {
      kind: 'compound',
      scoring: ['query'],
      carried: [
        'functions',
        'score_mode',
        'boost_mode',
        'max_boost',
        'weight',
        'field_value_factor',
        'random_score',
        'script_score',
        'gauss',
        'exp',
        'linear',
        ...COMMON,
      ],
      refused: { min_score: 'scores' },
      functions: true,
      why: 'only the text clause is rewritten; nothing is added to the score',
    },
  ],
  [
    'script_score',
    {
      kind: 'compound',
      scoring: ['query'],
      carried: ['script', ...COMMON],
      refused: { min_score: 'scores' },
      functions: true,
      why: 'only the text clause is rewritten; nothing is added to the score',
    },
  ],
  [
    'constant_score',
    { kind: 'compound', scoring: [], carried: ['filter', ...COMMON], why: 'no scoring position; carried' },
  ],
  ['match_all', carry('holds no text')],
  ['match_none', carry('holds no text')],
  ...['term', 'terms', 'terms_set', 'range', 'exists', 'ids', 'prefix', 'wildcard', 'regexp', 'fuzzy'].map(
    (name): [string, QueryRow] => [name, carry(EXACT)],
  ),
  ...[
    'geo_distance',
    'geo_bounding_box',
    'geo_polygon',
    'geo_shape',
    'distance_feature',
    'rank_feature',
    'script',
  ].map((name): [string, QueryRow] => [name, carry('holds no text')]),
  ...['knn', 'semantic', 'sparse_vector', 'text_expansion', 'weighted_tokens', 'rule', 'neural'].map(
    (name): [string, QueryRow] => [name, bypass('composed', COMPOSED)],
  ),
  ...[
    'intervals',
    'more_like_this',
    'span_term',
    'span_near',
    'span_or',
    'span_multi',
    'percolate',
    'wrapper',
  ].map((name): [string, QueryRow] => [name, bypass('unknown_query', ELSEWHERE)]),
  ...['has_child', 'has_parent', 'parent_id'].map((name): [string, QueryRow] => [
    name,
    bypass('unknown_query', 'scores come from other documents'),
  ]),
]);
