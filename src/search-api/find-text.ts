import type { TextClause } from '../domain/search-request.ts';
import type { JsonNode } from '../json/document.ts';
import { Doubt } from './bypass-reason.ts';
import { onlyMember } from './json-shape.ts';
import { readClause, TEXT_KINDS } from './text-clause.ts';

/** Deeper trees are not walked. */
const MAX_DEPTH = 50;

/** Queries without words, or whose words are not the user's: left as they stand. */
const NO_TEXT = new Set([
  'match_all',
  'match_none',
  'term',
  'terms',
  'terms_set',
  'range',
  'exists',
  'ids',
  'prefix',
  'wildcard',
  'regexp',
  'fuzzy',
  'geo_distance',
  'geo_bounding_box',
  'geo_polygon',
  'geo_shape',
  'distance_feature',
  'rank_feature',
  'script',
]);

/**
 * Where a compound query holds queries whose scores count: member names. Everything else in it (filters,
 * functions, negatives) is left as it stands, but must be known.
 */
const COMPOUNDS: ReadonlyMap<
  string,
  { readonly scoring: readonly string[]; readonly other: ReadonlySet<string> }
> = new Map([
  [
    'bool',
    {
      scoring: ['must', 'should'],
      other: new Set([
        'filter',
        'must_not',
        'minimum_should_match',
        'boost',
        '_name',
        'adjust_pure_negative',
      ]),
    },
  ],
  ['dis_max', { scoring: ['queries'], other: new Set(['tie_breaker', 'boost', '_name']) }],
  [
    'function_score',
    {
      scoring: ['query'],
      other: new Set([
        'functions',
        'score_mode',
        'boost_mode',
        'max_boost',
        'min_score',
        'boost',
        'weight',
        'field_value_factor',
        'random_score',
        'script_score',
        'gauss',
        'exp',
        'linear',
        '_name',
      ]),
    },
  ],
  ['script_score', { scoring: ['query'], other: new Set(['script', 'min_score', 'boost', '_name']) }],
  ['boosting', { scoring: ['positive'], other: new Set(['negative', 'negative_boost', 'boost', '_name']) }],
  [
    'nested',
    { scoring: ['query'], other: new Set(['path', 'score_mode', 'ignore_unmapped', 'boost', '_name']) },
  ],
  ['pinned', { scoring: ['organic'], other: new Set(['ids', 'docs', 'boost', '_name']) }],
  ['constant_score', { scoring: [], other: new Set(['filter', 'boost', '_name']) }],
]);

/**
 * The clauses of a query tree that carry text in scoring positions, in order.
 * @throws Doubt when the tree holds anything whose meaning for the text is not certain
 */
export function findText(query: JsonNode): readonly TextClause[] {
  const found: TextClause[] = [];
  walk(query, 0, found);
  return found;
}

function walk(query: JsonNode, depth: number, found: TextClause[]): void {
  if (depth > MAX_DEPTH) throw new Doubt('size');
  const { key, value } = onlyMember(query, 'unknown_query');
  if (TEXT_KINDS.has(key)) {
    const clause = readClause(key, query, value);
    if (clause !== undefined) found.push(clause);
    return;
  }
  if (NO_TEXT.has(key)) return;
  const compound = COMPOUNDS.get(key);
  if (compound === undefined || value.kind !== 'object') throw new Doubt('unknown_query');
  for (const member of value.members()) {
    if (compound.scoring.includes(member.key)) walkAll(member.value, depth + 1, found);
    else if (member.key === 'inner_hits') throw new Doubt('inner_hits');
    else if (!compound.other.has(member.key)) throw new Doubt('unknown_query');
  }
}

/** `must`, `should` and `queries` hold one query or an array of them. */
function walkAll(value: JsonNode, depth: number, found: TextClause[]): void {
  if (value.kind === 'array') for (const item of value.items()) walk(item, depth, found);
  else walk(value, depth, found);
}
