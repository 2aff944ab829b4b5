import { withoutParameters } from '../parameters.ts';

/** Parameters that say which hits are shown: the gateway says that itself, in the body. */
const PAGE = ['from', 'size', 'sort', 'filter_path'];
/** Parameters that say what each hit shows. */
const HIT_PARTS = [
  '_source',
  '_source_includes',
  '_source_excludes',
  '_source_exclude_vectors',
  'stored_fields',
  'docvalue_fields',
  'version',
  'seq_no_primary_term',
];
/** Parameters of what belongs to the whole answer, which leg 1 alone brings. */
const ANSWER_PARTS = [
  'track_total_hits',
  'track_scores',
  'terminate_after',
  'stats',
  'suggest_field',
  'suggest_mode',
  'suggest_size',
  'suggest_text',
  'typed_keys',
  'rest_total_hits_as_int',
  'request_cache',
];
/** Layout of an answer that somebody reads. */
const LAYOUT = ['pretty', 'human', 'error_trace'];
/** The words of a search in the URL. */
const WORDS = ['q', 'df', 'analyzer', 'default_operator', 'lenient', 'analyze_wildcard'];

const WITHOUT_FOR_WINDOW = new Set([...PAGE, ...HIT_PARTS]);
const WITHOUT_FOR_HITS = new Set([...PAGE, ...ANSWER_PARTS, ...WORDS]);
const WITHOUT_FOR_LEG = new Set([...WITHOUT_FOR_HITS, ...HIT_PARTS, ...LAYOUT]);

/** The query string of leg 1 with a window: the caller's but for the page and what its hits show. */
export function windowParameters(queryString: string): string {
  return withoutParameters(queryString, WITHOUT_FOR_WINDOW);
}

/** The query string of a request for hits that are shown: which copies and what of each hit, but not which hits. */
export function hitParameters(queryString: string): string {
  return withoutParameters(queryString, WITHOUT_FOR_HITS);
}

/** The query string of another leg: which indices, copies and shards, and with which failure policy. */
export function legParameters(queryString: string): string {
  return withoutParameters(queryString, WITHOUT_FOR_LEG);
}

/** What names a search whatever page of it is asked for. */
export function withoutPage(queryString: string): string {
  return withoutParameters(queryString, new Set(PAGE));
}

/** The same query string with a `preference`, unless it names one. */
export function withPreference(queryString: string, preference: string): string {
  if (/(^|&)preference(=|&|$)/.test(queryString)) return queryString;
  return `${queryString}${queryString === '' ? '' : '&'}preference=${encodeURIComponent(preference)}`;
}
