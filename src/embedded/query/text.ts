import type { Analyzer, FieldMapping, Token } from '../reader.ts';
import { SearchFault } from './fault.ts';
import { fuzzyPlan } from './fuzzy-terms.ts';
import type { Fuzziness } from './fuzzy-terms.ts';
import { minimumShouldMatch } from './minimum-should-match.ts';
import { ALL, bool, none } from './plan.ts';
import type { PhrasePosition, Plan } from './plan.ts';
import { termsWithPrefix } from './pattern-terms.ts';
import { isText } from './query.ts';
import type { Binding } from './query.ts';
import { valuePlan } from './typed-value.ts';

export type TextKind = 'boolean' | 'phrase' | 'phrase_prefix' | 'bool_prefix';

/** How a text becomes clauses: the options that match, multi_match and query_string share. */
export interface TextOptions {
  readonly kind: TextKind;
  readonly operator: 'and' | 'or';
  readonly minimumShouldMatch?: string | undefined;
  readonly analyzer?: string | undefined;
  readonly fuzziness?: Fuzziness | undefined;
  readonly maxExpansions: number;
  readonly slop: number;
  readonly zeroTerms: 'none' | 'all' | 'null';
  readonly lenient: boolean;
}

export const TEXT_DEFAULTS: TextOptions = {
  kind: 'boolean',
  operator: 'or',
  maxExpansions: 50,
  slop: 0,
  zeroTerms: 'none',
  lenient: false,
};

export function analyzerFor(binding: Binding, mapping: FieldMapping, name: string | undefined): Analyzer {
  return name === undefined ? mapping.searchAnalyzer : binding.analyzer(name);
}

/** Tokens grouped by position, each group the words that count as one. */
export function positionsOf(tokens: readonly Token[]): readonly PhrasePosition[] {
  const groups = new Map<number, string[]>();
  for (const { text, position } of tokens) {
    const group = groups.get(position);
    if (group === undefined) groups.set(position, [text]);
    else if (!group.includes(text)) group.push(text);
  }
  return [...groups].map(([position, terms]) => ({ position, terms }));
}

function zeroTermsPlan(options: TextOptions): Plan {
  return options.zeroTerms === 'all' ? ALL : none('analysis left no terms');
}

function wordPlan(field: string, terms: readonly string[]): Plan {
  return terms.length === 1
    ? { kind: 'term', field, term: terms[0]!, boost: 1 }
    : { kind: 'synonym', field, terms, boost: 1 };
}

function fuzzyWord(
  binding: Binding,
  field: string,
  word: { terms: readonly string[]; fuzziness: Fuzziness },
): Plan {
  const inverted = binding.reader.inverted(field);
  if (inverted === undefined) return none('no such field');
  const plans = word.terms.map((term) => fuzzyPlan(field, inverted, { term, fuzziness: word.fuzziness }));
  return plans.length === 1 ? plans[0]! : bool({ should: plans });
}

/** Clauses joined by an operator, with `minimum_should_match` counted over them. */
export function joinClauses(clauses: readonly Plan[], options: TextOptions): Plan {
  const [only] = clauses;
  if (only === undefined) return zeroTermsPlan(options);
  if (clauses.length === 1) return only;
  if (options.operator === 'and') return bool({ must: clauses });
  const spec = options.minimumShouldMatch;
  return bool({
    should: clauses,
    minimumShouldMatch: spec === undefined ? 0 : minimumShouldMatch(clauses.length, spec),
  });
}

function wordsPlan(
  binding: Binding,
  field: string,
  positions: readonly PhrasePosition[],
  options: TextOptions,
): Plan {
  const { fuzziness } = options;
  const last = positions.length - 1;
  const clauses = positions.map(({ terms }, i): Plan => {
    if (options.kind === 'bool_prefix' && i === last) return prefixWord(binding, field, terms);
    return fuzziness === undefined ? wordPlan(field, terms) : fuzzyWord(binding, field, { terms, fuzziness });
  });
  return joinClauses(clauses, options);
}

function prefixWord(binding: Binding, field: string, terms: readonly string[]): Plan {
  const found = terms.flatMap((term) => termsWithPrefix(binding.reader, field, term));
  return { kind: 'terms', field, terms: found, boost: 1 };
}

function phrasePlan(
  binding: Binding,
  field: string,
  positions: readonly PhrasePosition[],
  options: TextOptions,
): Plan {
  const first = positions[0]?.position ?? 0;
  const places = positions.map(({ terms, position }) => ({ terms, position: position - first }));
  const last = places.at(-1);
  if (last === undefined) return zeroTermsPlan(options);
  if (options.kind === 'phrase') {
    if (places.length === 1) return wordPlan(field, last.terms);
    return { kind: 'phrase', field, positions: places, slop: options.slop, boost: 1 };
  }
  const terms = last.terms
    .flatMap((term) => termsWithPrefix(binding.reader, field, term, options.maxExpansions))
    .slice(0, options.maxExpansions);
  if (terms.length === 0) return none('no term has the prefix');
  if (places.length === 1) {
    const words = terms.map((term): Plan => ({ kind: 'term', field, term, boost: 1 }));
    return words.length === 1 ? words[0]! : bool({ should: words });
  }
  const expanded = [...places.slice(0, -1), { ...last, terms }];
  return { kind: 'phrase', field, positions: expanded, slop: options.slop, boost: 1 };
}

function lenientValue(
  binding: Binding,
  mapping: FieldMapping,
  value: { text: unknown; lenient: boolean },
): Plan {
  try {
    return valuePlan(binding, mapping, value.text);
  } catch (fault) {
    if (value.lenient && fault instanceof SearchFault)
      return none(`failed to query [${mapping.path}]: ${fault.message}`);
    throw fault;
  }
}

/** The plan of a text on one field, analysed as the field's type asks. */
export function textPlan(binding: Binding, path: string, text: unknown, options: TextOptions): Plan {
  const mapping = binding.reader.field(path);
  if (mapping === undefined) return none(`unmapped field [${path}]`);
  if (!isText(mapping)) {
    if (mapping.type === 'dense_vector') {
      throw new SearchFault(
        'query_shard_exception',
        `Field [${path}] of type [dense_vector] doesn't support term queries`,
        {
          onShard: true,
        },
      );
    }
    return lenientValue(binding, mapping, { text, lenient: options.lenient });
  }
  const tokens = analyzerFor(binding, mapping, options.analyzer).tokens(String(text));
  const positions = positionsOf(tokens);
  if (options.kind === 'phrase' || options.kind === 'phrase_prefix')
    return phrasePlan(binding, path, positions, options);
  return wordsPlan(binding, path, positions, options);
}
