import type { TextClause } from '../domain/search-request.ts';
import type { JsonNode } from '../json/document.ts';
import { Doubt } from './bypass-reason.ts';
import { onlyMember, rawText } from './json-shape.ts';
import { hasOperators } from './operators.ts';

const MATCH_OPTIONS = [
  'operator',
  'minimum_should_match',
  'fuzziness',
  'prefix_length',
  'max_expansions',
  'fuzzy_transpositions',
  'fuzzy_rewrite',
  'lenient',
  'zero_terms_query',
  'auto_generate_synonyms_phrase_query',
  'analyzer',
  'boost',
  '_name',
];
const PHRASE_OPTIONS = ['analyzer', 'slop', 'zero_terms_query', 'boost', '_name'];
const STRING_OPTIONS = [
  'default_operator',
  'analyzer',
  'analyze_wildcard',
  'auto_generate_synonyms_phrase_query',
  'boost',
  'fuzziness',
  'fuzzy_max_expansions',
  'fuzzy_prefix_length',
  'fuzzy_transpositions',
  'lenient',
  'minimum_should_match',
  'quote_field_suffix',
  '_name',
];

interface Kind {
  /** `field`: `{"match": {"title": …}}`; `fields`: `{"multi_match": {"query": …, "fields": […]}}`. */
  readonly shape: 'field' | 'fields';
  readonly options: ReadonlySet<string>;
  /** Whether the text is in the query string language, so that only plain words can be understood. */
  readonly syntax?: true;
}

const kind = (shape: Kind['shape'], options: readonly string[]): Kind => ({
  shape,
  options: new Set(options),
});

/** Clauses that carry the user's text, and the options that each may have. */
export const TEXT_KINDS: ReadonlyMap<string, Kind> = new Map([
  ['match', kind('field', MATCH_OPTIONS)],
  ['match_phrase', kind('field', PHRASE_OPTIONS)],
  ['match_bool_prefix', kind('field', MATCH_OPTIONS)],
  ['multi_match', kind('fields', [...MATCH_OPTIONS, 'type', 'tie_breaker', 'slop'])],
  [
    'combined_fields',
    kind('fields', [
      'operator',
      'minimum_should_match',
      'zero_terms_query',
      'boost',
      '_name',
      'auto_generate_synonyms_phrase_query',
    ]),
  ],
  ['simple_query_string', { ...kind('fields', [...STRING_OPTIONS, 'flags']), syntax: true as const }],
  [
    'query_string',
    {
      ...kind('fields', [
        ...STRING_OPTIONS,
        'type',
        'tie_breaker',
        'default_field',
        'phrase_slop',
        'allow_leading_wildcard',
        'enable_position_increments',
        'max_determinized_states',
        'rewrite',
        'time_zone',
      ]),
      syntax: true as const,
    },
  ],
]);

/**
 * Reads one clause; undefined when its query is no string (a number in a `match` on a number).
 * @throws Doubt for options that are not known and for text with operators
 */
export function readClause(name: string, query: JsonNode, value: JsonNode): TextClause | undefined {
  const known = TEXT_KINDS.get(name);
  if (known === undefined) throw new Doubt('unknown_query');
  const range = { start: query.start, end: query.end };
  let body = value;
  let field: string | undefined;
  if (known.shape === 'field') {
    const member = onlyMember(value, 'unknown_query');
    field = member.key;
    body = member.value;
    if (body.kind === 'string') {
      const fields = [{ name: field, boost: 1 }];
      return {
        kind: name,
        range,
        textRange: { start: body.start, end: body.end },
        fields,
        options: new Map(),
      };
    }
    if (body.kind !== 'object') return undefined;
  }
  let text: JsonNode | undefined;
  let fields: TextClause['fields'] = field === undefined ? [] : [{ name: field, boost: 1 }];
  const options = new Map<string, string>();
  for (const { key, value: option } of body.members()) {
    if (key === 'query') text = option;
    else if (key === 'fields' && known.shape === 'fields') fields = readFields(option);
    else if (known.options.has(key)) options.set(key, rawText(option));
    else throw new Doubt('unknown_query');
  }
  if (text === undefined) throw new Doubt('unknown_query');
  if (text.kind !== 'string') return undefined;
  if (known.syntax === true && hasOperators(text.text())) throw new Doubt('operators');
  return { kind: name, range, textRange: { start: text.start, end: text.end }, fields, options };
}

/** `["title^3", "brand"]` or one string; the boost after the last `^`. */
function readFields(node: JsonNode): TextClause['fields'] {
  const items = node.kind === 'array' ? [...node.items()] : [node];
  return items.map((item) => {
    if (item.kind !== 'string') throw new Doubt('unknown_query');
    const text = item.text();
    const caret = text.lastIndexOf('^');
    if (caret < 0) return { name: text, boost: 1 };
    const boost = Number(text.slice(caret + 1));
    if (caret === text.length - 1 || !Number.isFinite(boost)) throw new Doubt('unknown_query');
    return { name: text.slice(0, caret), boost };
  });
}
