import { combinedFields } from './combined-fields.ts';
import { bool, boosting, constantScore, disMax, matchAll, matchNone } from './compound.ts';
import { SearchFault, notSupported, parsingFault } from './fault.ts';
import { functionScore } from './function-score.ts';
import { knn } from './knn.ts';
import { match, matchBoolPrefix, matchPhrase, matchPhrasePrefix } from './match.ts';
import { multiMatch } from './multi-match.ts';
import { isObject } from './options.ts';
import { prefix, wildcard } from './pattern.ts';
import type { Family, Query } from './query.ts';
import { queryString } from './query-string.ts';
import { range } from './range.ts';
import { simpleQueryString } from './simple-query-string.ts';
import { exists, fuzzy, ids, term, terms } from './term.ts';

const FAMILIES: Readonly<Record<string, Family>> = {
  bool,
  boosting,
  combined_fields: combinedFields,
  constant_score: constantScore,
  dis_max: disMax,
  exists,
  function_score: functionScore,
  fuzzy,
  ids,
  knn,
  match,
  match_all: matchAll,
  match_bool_prefix: matchBoolPrefix,
  match_none: matchNone,
  match_phrase: matchPhrase,
  match_phrase_prefix: matchPhrasePrefix,
  multi_match: multiMatch,
  prefix,
  query_string: queryString,
  range,
  simple_query_string: simpleQueryString,
  term,
  terms,
  wildcard,
};

/** Elasticsearch's queries that this engine lacks. */
const KNOWN_ELSEWHERE = new Set(
  `distance_feature geo_bounding_box geo_distance geo_grid geo_polygon geo_shape has_child has_parent intervals
  more_like_this nested parent_id percolate pinned rank_feature regexp rule script script_score semantic shape
  span_containing span_field_masking span_first span_multi span_near span_not span_or span_term span_within
  sparse_vector terms_set text_expansion weighted_tokens wrapper`.split(/\s+/),
);

/** A query of Elasticsearch's language, checked. @throws SearchFault */
export function parseQuery(json: unknown): Query {
  if (!isObject(json)) throw parsingFault('[_na] query malformed, must start with start_object');
  const [first, second] = Object.entries(json);
  if (first === undefined)
    throw new SearchFault('illegal_argument_exception', 'query malformed, empty clause found');
  const [name, body] = first;
  const family = Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
  if (family === undefined) {
    if (KNOWN_ELSEWHERE.has(name)) throw notSupported(`query [${name}]`);
    if (!isObject(body))
      throw parsingFault(`[${name}] query malformed, no start_object after query name`, name);
    throw new SearchFault('parsing_exception', `unknown query [${name}]`, {
      place: { key: name, at: 'value' },
      causedBy: { type: 'named_object_not_found_exception', reason: `unknown field [${name}]` },
    });
  }
  if (!isObject(body))
    throw parsingFault(`[${name}] query malformed, no start_object after query name`, name);
  if (second !== undefined) {
    throw parsingFault(`[${name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]`, name);
  }
  return family(body, parseQuery);
}
