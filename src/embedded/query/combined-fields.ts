import { illegalArgument, parsingFault, shardFault } from './fault.ts';
import { boundFields, fieldName } from './field-names.ts';
import { takeOperator, takeZeroTerms } from './match.ts';
import { Options } from './options.ts';
import { boosted, named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Family } from './query.ts';
import { TEXT_DEFAULTS, joinClauses, positionsOf } from './text.ts';

/** Several text fields scored as if they were one (BM25F). */
export const combinedFields: Family = (body) => {
  const options = Options.strict('combined_fields', body);
  const text = options.text('query');
  const names = options.list('fields').map((name) => fieldName(String(name)));
  const boost = options.boost();
  const name = options.name();
  options.take('auto_generate_synonyms_phrase_query');
  const textOptions = {
    ...TEXT_DEFAULTS,
    operator: takeOperator(options),
    minimumShouldMatch: options.text('minimum_should_match'),
    zeroTerms: takeZeroTerms(options),
  };
  options.done();
  if (text === undefined || names.length === 0)
    throw parsingFault('[combined_fields] requires query and fields');
  for (const { name: field, boost: weight } of names) {
    if (weight < 1)
      throw illegalArgument(
        `[combined_fields] requires field boosts to be >= 1.0, found [${weight}] for [${field}]`,
      );
  }
  return {
    bind: (binding) => {
      const fields = boundFields(binding, names);
      const [first] = fields;
      if (first === undefined) return none('no fields');
      const mappings = fields.map(({ path }) => binding.reader.field(path)!);
      const wrong = mappings.find(({ type }) => type !== 'text');
      if (wrong !== undefined) {
        throw shardFault(
          'illegal_argument_exception',
          `Field [${wrong.path}] of type [${wrong.type}] does not support [combined_fields] queries`,
        );
      }
      const analyzer = mappings[0]!.searchAnalyzer;
      if (mappings.some(({ searchAnalyzer }) => searchAnalyzer.name !== analyzer.name)) {
        throw shardFault(
          'illegal_argument_exception',
          'All fields in [combined_fields] query must have the same search analyzer',
        );
      }
      const weighted = fields.map(({ path, boost: weight }) => ({ field: path, weight }));
      const clauses = positionsOf(analyzer.tokens(text)).map(({ terms }): Plan => ({
        kind: 'combined',
        boost: 1,
        fields: weighted,
        terms,
      }));
      return named(boosted(joinClauses(clauses, textOptions), boost), name);
    },
  };
};
