/** How a clause that carries the user's text is written down. */
export interface TextKind {
  /** `field`: `{"match": {"title": …}}`; `fields`: `{"multi_match": {"query": …, "fields": […]}}`. */
  readonly shape: 'field' | 'fields';
  /** Options that it may have; any other is a doubt. */
  readonly options: ReadonlySet<string>;
  /** Whether the text is in the query string language, so that only plain words can be understood. */
  readonly syntax?: true;
}

const COMMON = ['analyzer', 'boost', '_name'];
const FUZZY = ['fuzziness', 'prefix_length', 'max_expansions', 'fuzzy_transpositions', 'fuzzy_rewrite'];
const MATCH = [
  ...COMMON,
  ...FUZZY,
  'operator',
  'minimum_should_match',
  'lenient',
  'zero_terms_query',
  'auto_generate_synonyms_phrase_query',
];
const PHRASE = [...COMMON, 'slop', 'zero_terms_query'];
const QUERY_STRING = [
  ...COMMON,
  'default_operator',
  'analyze_wildcard',
  'auto_generate_synonyms_phrase_query',
  'fuzziness',
  'fuzzy_max_expansions',
  'fuzzy_prefix_length',
  'fuzzy_transpositions',
  'lenient',
  'minimum_should_match',
  'quote_field_suffix',
];
const LUCENE = [
  ...QUERY_STRING,
  'type',
  'tie_breaker',
  'default_field',
  'phrase_slop',
  'allow_leading_wildcard',
  'enable_position_increments',
  'max_determinized_states',
  'rewrite',
  'time_zone',
];
const COMBINED = [
  'operator',
  'minimum_should_match',
  'zero_terms_query',
  'auto_generate_synonyms_phrase_query',
];

const kind = (shape: TextKind['shape'], options: readonly string[]): TextKind => ({
  shape,
  options: new Set(options),
});

/** Clauses that carry the user's text, and the options that each may have. */
export const TEXT_KINDS: ReadonlyMap<string, TextKind> = new Map<string, TextKind>([
  ['match', kind('field', MATCH)],
  ['match_phrase', kind('field', PHRASE)],
  ['match_phrase_prefix', kind('field', [...PHRASE, 'max_expansions'])],
  ['match_bool_prefix', kind('field', MATCH)],
  ['multi_match', kind('fields', [...MATCH, 'type', 'tie_breaker', 'slop'])],
  ['combined_fields', kind('fields', [...COMBINED, 'boost', '_name'])],
  ['simple_query_string', { ...kind('fields', [...QUERY_STRING, 'flags']), syntax: true }],
  ['query_string', { ...kind('fields', LUCENE), syntax: true }],
]);

/** Options whose value decides how the clause is compiled, and the values that are understood (lower case). */
export const KNOWN_VALUES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['operator', new Set(['and', 'or'])],
  ['default_operator', new Set(['and', 'or'])],
  ['zero_terms_query', new Set(['none', 'all'])],
  ['type', new Set(['best_fields', 'most_fields', 'cross_fields', 'phrase', 'phrase_prefix', 'bool_prefix'])],
]);
