import { illegalArgument } from '../query/fault.ts';
import { Options, isObject } from '../query/options.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';

/** How the fragments of one field look. */
export interface HighlightStyle {
  readonly preTags: readonly string[];
  readonly postTags: readonly string[];
  readonly fragmentSize: number;
  readonly numberOfFragments: number;
  readonly noMatchSize: number;
  /** True where the best fragments come first, else they stand in the order of the text. */
  readonly byScore: boolean;
  readonly requireFieldMatch: boolean;
  readonly encodeHtml: boolean;
  /** `word` or `sentence`. */
  readonly boundaries: 'word' | 'sentence';
  readonly query: Query | null;
}

interface HighlightField {
  /** May hold `*`. */
  readonly pattern: string;
  readonly style: HighlightStyle;
}

export interface HighlightSpec {
  readonly fields: readonly HighlightField[];
}

const DEFAULTS: HighlightStyle = {
  preTags: ['<em>'],
  postTags: ['</em>'],
  fragmentSize: 100,
  numberOfFragments: 5,
  noMatchSize: 0,
  byScore: false,
  requireFieldMatch: true,
  encodeHtml: false,
  boundaries: 'sentence',
  query: null,
};
const STYLED = Array.from({ length: 10 }, (_, i) => `<em class="hlt${i + 1}">`);
const TYPES = new Set(['unified', 'plain', 'fvh']);
/** Accepted and without effect here. */
const IGNORED = [
  'boundary_chars',
  'boundary_max_scan',
  'boundary_scanner_locale',
  'force_source',
  'fragmenter',
  'fragment_offset',
  'matched_fields',
  'max_analyzed_offset',
  'options',
  'phrase_limit',
];

function takeStyle(options: Options, usual: HighlightStyle): HighlightStyle {
  const type = options.text('type') ?? 'unified';
  if (!TYPES.has(type)) throw illegalArgument(`unknown highlighter type [${type}]`);
  const styled = options.text('tags_schema') === 'styled';
  const preTags = options.list('pre_tags').map(String);
  const postTags = options.list('post_tags').map(String);
  const order = options.text('order');
  const encoder = options.text('encoder');
  const query = options.take('highlight_query');
  const scanner = options.text('boundary_scanner');
  for (const key of IGNORED) options.take(key);
  return {
    preTags: styled ? STYLED : preTags.length > 0 ? preTags : usual.preTags,
    postTags: styled ? ['</em>'] : postTags.length > 0 ? postTags : usual.postTags,
    fragmentSize: options.integer('fragment_size') ?? usual.fragmentSize,
    numberOfFragments: options.integer('number_of_fragments') ?? usual.numberOfFragments,
    noMatchSize: options.integer('no_match_size') ?? usual.noMatchSize,
    byScore: order === undefined ? usual.byScore : order === 'score',
    requireFieldMatch: options.flag('require_field_match') ?? usual.requireFieldMatch,
    encodeHtml: encoder === undefined ? usual.encodeHtml : encoder === 'html',
    boundaries: scanner === undefined ? usual.boundaries : scanner === 'word' ? 'word' : 'sentence',
    query: query === undefined ? usual.query : parseQuery(query),
  };
}

/** `highlight` of a search body. @throws SearchFault */
export function parseHighlight(json: unknown): HighlightSpec {
  const options = Options.strict('highlight', json);
  const style = takeStyle(options, DEFAULTS);
  const named = options.take('fields') ?? {};
  options.done();
  const entries = (Array.isArray(named) ? named : [named]).flatMap((one) =>
    isObject(one) ? Object.entries(one) : [],
  );
  const fields = entries.map(([pattern, body]): HighlightField => {
    const own = Options.strict('highlight_field', body);
    const field = { pattern, style: takeStyle(own, style) };
    own.done();
    return field;
  });
  return { fields };
}
