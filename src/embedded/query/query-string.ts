import { SearchFault, illegalArgument, notSupported, parsingFault } from './fault.ts';
import { boundFields, fieldName } from './field-names.ts';
import type { BoundField, FieldName } from './field-names.ts';
import type { Fuzziness } from './fuzzy-terms.ts';
import { takeOperator } from './match.ts';
import { minimumShouldMatch } from './minimum-should-match.ts';
import { knownMultiType, multiFieldPlan } from './multi-match.ts';
import { Options } from './options.ts';
import { ALL, bool, boosted, named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import { prefixPlan, wildcardPlan } from './pattern.ts';
import { parseQueryString } from './query-string-syntax.ts';
import type { QueryGroup, QueryNode, QueryTerm } from './query-string-syntax.ts';
import { isText } from './query.ts';
import type { Binding, Family, Query } from './query.ts';
import { rangePlan } from './range.ts';
import { existsPlan } from './term.ts';
import { TEXT_DEFAULTS, analyzerFor, textPlan } from './text.ts';
import type { TextOptions } from './text.ts';

interface QueryStringOptions {
  readonly names: readonly FieldName[];
  readonly type: string;
  readonly tieBreaker: number | undefined;
  readonly text: TextOptions;
  /** What `word~` means. */
  readonly fuzziness: Fuzziness;
  readonly phraseSlop: number;
  readonly timeZone: string | undefined;
}

interface Context {
  readonly binding: Binding;
  readonly options: QueryStringOptions;
}

/** Patterns are not analysed, but lower-cased and the like by the field's analyzer (its normalizing filters). */
export function normalized(binding: Binding, path: string, text: string): string {
  const mapping = binding.reader.field(path);
  if (mapping?.type !== 'text') return text;
  const tokens = analyzerFor(binding, mapping, undefined).tokens('A');
  return tokens[0]?.text === 'a' || tokens.length === 0 ? text.toLowerCase() : text;
}

function perField(fields: readonly BoundField[], plan: (field: BoundField) => Plan): Plan {
  const queries = fields.map((field) => boosted(plan(field), field.boost));
  if (queries.length === 0) return none('no fields');
  return queries.length === 1 ? queries[0]! : { kind: 'dis_max', boost: 1, queries, tieBreaker: 0 };
}

function patternPlan({ binding }: Context, path: string, node: QueryTerm): Plan {
  const mapping = binding.reader.field(path);
  if (mapping === undefined || !isText(mapping)) return none('not a field of words');
  const pattern = { text: normalized(binding, path, node.text), caseInsensitive: false };
  return node.kind === 'prefix' ? prefixPlan(binding, path, pattern) : wildcardPlan(binding, path, pattern);
}

function fuzzyOptions({ options }: Context, { distance }: QueryTerm): TextOptions {
  const fuzziness = distance === null ? options.fuzziness : { ...options.fuzziness, edits: distance };
  return { ...options.text, fuzziness };
}

function leafPlan(context: Context, node: QueryTerm): Plan {
  const { binding, options } = context;
  if (node.field === '_exists_') return existsPlan(binding, node.text);
  if (node.kind === 'wildcard' && node.text === '*') {
    if (node.field === null || node.field === '*') return ALL;
    return existsPlan(binding, node.field);
  }
  const names = node.field === null ? options.names : [{ name: node.field, boost: 1 }];
  const fields = boundFields(binding, names);
  const lenient = (field: BoundField): boolean => field.lenient || options.text.lenient;
  switch (node.kind) {
    case 'words':
      return multiFieldPlan(binding, {
        text: node.text,
        names,
        type: options.type,
        tieBreaker: options.tieBreaker,
        options: options.text,
      });
    case 'phrase': {
      const slop = node.distance === null ? options.phraseSlop : Math.trunc(Number(node.distance));
      const text: TextOptions = { ...options.text, kind: 'phrase', slop };
      return perField(fields, (field) =>
        textPlan(binding, field.path, node.text, { ...text, lenient: lenient(field) }),
      );
    }
    case 'fuzzy':
      return perField(fields, ({ path }) => textPlan(binding, path, node.text, fuzzyOptions(context, node)));
    case 'range': {
      const { low, high, includeLow, includeHigh } = node.range!;
      return perField(fields, ({ path }) =>
        rangePlan(binding, path, {
          low: { value: low, inclusive: includeLow },
          high: { value: high, inclusive: includeHigh },
          timeZone: options.timeZone,
        }),
      );
    }
    default:
      return perField(fields, ({ path }) => patternPlan(context, path, node));
  }
}

function groupPlan(context: Context, group: QueryGroup): Plan {
  const plans = group.clauses.map(({ occur, node }) => ({ occur, plan: nodePlan(context, node) }));
  const [only] = plans;
  if (only === undefined) return none('empty query');
  if (plans.length === 1 && only.occur !== 'must_not') return boosted(only.plan, group.boost);
  const of = (occur: string): readonly Plan[] =>
    plans.filter((one) => one.occur === occur).map(({ plan }) => plan);
  const [must, should, mustNot] = [of('must'), of('should'), of('must_not')];
  const spec = context.options.text.minimumShouldMatch;
  return bool({
    boost: group.boost,
    must,
    should,
    mustNot,
    filter: must.length + should.length === 0 ? [ALL] : [],
    minimumShouldMatch: spec === undefined ? 0 : minimumShouldMatch(should.length, spec),
  });
}

function nodePlan(context: Context, node: QueryNode): Plan {
  return node.kind === 'group' ? groupPlan(context, node) : boosted(leafPlan(context, node), node.boost);
}

/** A query string bound to an index. */
function queryStringQuery(text: string, options: QueryStringOptions): Query {
  return {
    bind: (binding) => nodePlan({ binding, options }, parseQueryString(text, options.text.operator)),
  };
}

/** Keys without effect here: words of a pattern are always normalized and never analysed. */
const IGNORED = [
  'allow_leading_wildcard',
  'analyze_wildcard',
  'auto_generate_synonyms_phrase_query',
  'enable_position_increments',
  'fuzzy_rewrite',
  'max_determinized_states',
  'rewrite',
];
const UNSUPPORTED = ['escape', 'quote_analyzer', 'quote_field_suffix'];

export const queryString: Family = (body) => {
  const options = new Options('query_string', body);
  const text = options.text('query');
  const defaultField = options.text('default_field');
  const fields = options.list('fields').map((name) => fieldName(String(name)));
  const names = defaultField === undefined ? fields : [{ name: defaultField, boost: 1 }];
  const type = (options.text('type') ?? 'best_fields').toLowerCase();
  if (!knownMultiType(type)) {
    throw new SearchFault(
      'parse_exception',
      `failed to parse [multi_match] query type [${type}]. unknown type.`,
    );
  }
  if (defaultField !== undefined && fields.length > 0) {
    throw illegalArgument('cannot use [fields] parameter in conjunction with [default_field]');
  }
  const parsed: QueryStringOptions = {
    names,
    type,
    tieBreaker: options.number('tie_breaker'),
    text: {
      ...TEXT_DEFAULTS,
      operator: takeOperator(options, 'default_operator'),
      minimumShouldMatch: options.text('minimum_should_match'),
      analyzer: options.text('analyzer'),
      lenient: options.flag('lenient') ?? false,
    },
    fuzziness: {
      edits: options.text('fuzziness') ?? 'AUTO',
      prefixLength: options.integer('fuzzy_prefix_length') ?? 0,
      maxExpansions: options.integer('fuzzy_max_expansions') ?? 50,
      transpositions: options.flag('fuzzy_transpositions') ?? true,
    },
    phraseSlop: options.integer('phrase_slop') ?? 0,
    timeZone: options.text('time_zone'),
  };
  const boost = options.boost();
  const name = options.name();
  for (const key of IGNORED) options.take(key);
  for (const key of UNSUPPORTED) if (options.has(key)) throw notSupported(`[${key}] of [query_string]`);
  options.done();
  if (text === undefined)
    throw parsingFault('[query_string] must be provided with a [query]', 'query_string');
  const query = queryStringQuery(text, parsed);
  return { bind: (binding) => named(boosted(query.bind(binding), boost), name) };
};
