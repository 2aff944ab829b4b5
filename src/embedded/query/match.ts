import { illegalArgument, parsingFault } from './fault.ts';
import { allowedEdits } from './fuzzy-terms.ts';
import type { Fuzziness } from './fuzzy-terms.ts';
import { fieldOptions } from './options.ts';
import type { Options } from './options.ts';
import { boosted, named } from './plan.ts';
import type { Family } from './query.ts';
import { TEXT_DEFAULTS, textPlan } from './text.ts';
import type { TextKind, TextOptions } from './text.ts';

export function takeOperator(options: Options, key = 'operator'): 'and' | 'or' {
  const text = (options.text(key) ?? 'or').toLowerCase();
  if (text !== 'and' && text !== 'or') {
    throw illegalArgument(`No enum constant org.elasticsearch.index.query.Operator.${text.toUpperCase()}`);
  }
  return text;
}

export function takeZeroTerms(options: Options): 'none' | 'all' {
  const text = (options.text('zero_terms_query') ?? 'none').toLowerCase();
  if (text === 'none' || text === 'all') return text;
  throw parsingFault(`Unsupported zero_terms_query value [${text}]`, 'zero_terms_query');
}

/** Reads the fuzzy options; undefined where the text is to be taken literally. */
function takeFuzziness(options: Options): Fuzziness | undefined {
  const edits = options.text('fuzziness');
  const prefixLength = options.integer('prefix_length') ?? 0;
  const maxExpansions = options.integer('max_expansions') ?? 50;
  const transpositions = options.flag('fuzzy_transpositions') ?? true;
  options.take('fuzzy_rewrite');
  if (edits === undefined) return undefined;
  allowedEdits(edits, '');
  return { edits, prefixLength, maxExpansions, transpositions };
}

/** Options that all `match…` queries know. */
export function takeTextOptions(options: Options, kind: TextKind): TextOptions {
  const maxExpansions = options.integer('max_expansions') ?? TEXT_DEFAULTS.maxExpansions;
  options.take('auto_generate_synonyms_phrase_query');
  return {
    kind,
    operator: takeOperator(options),
    minimumShouldMatch: options.text('minimum_should_match'),
    analyzer: options.text('analyzer'),
    fuzziness: takeFuzziness(options),
    maxExpansions,
    slop: options.integer('slop') ?? 0,
    zeroTerms: takeZeroTerms(options),
    lenient: options.flag('lenient') ?? false,
  };
}

/** Keys beyond the common ones that only some of the family accept. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  match: ['slop'],
  match_phrase: [
    'operator',
    'minimum_should_match',
    'fuzziness',
    'prefix_length',
    'max_expansions',
    'fuzzy_transpositions',
    'fuzzy_rewrite',
    'lenient',
    'auto_generate_synonyms_phrase_query',
  ],
  match_phrase_prefix: [
    'operator',
    'minimum_should_match',
    'fuzziness',
    'prefix_length',
    'fuzzy_transpositions',
    'fuzzy_rewrite',
    'lenient',
    'auto_generate_synonyms_phrase_query',
  ],
  match_bool_prefix: ['slop', 'zero_terms_query', 'lenient', 'auto_generate_synonyms_phrase_query'],
};

function matchFamily(parser: string, kind: TextKind): Family {
  return (body) => {
    const { field, options } = fieldOptions(parser, body, 'query');
    for (const key of REFUSED[parser] ?? []) {
      if (options.has(key)) throw parsingFault(`[${parser}] query does not support [${key}]`, key);
    }
    const text = options.text('query');
    const boost = options.boost();
    const name = options.name();
    const textOptions = takeTextOptions(options, kind);
    options.done();
    if (text === undefined) throw parsingFault('No text specified for text query');
    return { bind: (binding) => named(boosted(textPlan(binding, field, text, textOptions), boost), name) };
  };
}

export const match = matchFamily('match', 'boolean');
export const matchPhrase = matchFamily('match_phrase', 'phrase');
export const matchPhrasePrefix = matchFamily('match_phrase_prefix', 'phrase_prefix');
export const matchBoolPrefix = matchFamily('match_bool_prefix', 'bool_prefix');
