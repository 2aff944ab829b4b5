import { crossFieldsPlan } from './cross-fields.ts';
import { SearchFault, illegalArgument, parsingFault } from './fault.ts';
import { boundFields, fieldName } from './field-names.ts';
import type { FieldName } from './field-names.ts';
import { takeTextOptions } from './match.ts';
import { Options } from './options.ts';
import { boosted, named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Binding, Family } from './query.ts';
import { textPlan } from './text.ts';
import type { TextKind, TextOptions } from './text.ts';

const TYPES: Readonly<Record<string, { readonly kind: TextKind; readonly tieBreaker: number }>> = {
  best_fields: { kind: 'boolean', tieBreaker: 0 },
  most_fields: { kind: 'boolean', tieBreaker: 1 },
  cross_fields: { kind: 'boolean', tieBreaker: 0 },
  phrase: { kind: 'phrase', tieBreaker: 0 },
  phrase_prefix: { kind: 'phrase_prefix', tieBreaker: 0 },
  bool_prefix: { kind: 'bool_prefix', tieBreaker: 1 },
};

export interface MultiFieldQuery {
  readonly text: string;
  readonly names: readonly FieldName[];
  readonly type: string;
  readonly tieBreaker?: number | undefined;
  readonly options: TextOptions;
}

export function knownMultiType(type: string): boolean {
  return Object.hasOwn(TYPES, type);
}

/** One text on several fields, field by field or word by word (`cross_fields`). */
export function multiFieldPlan(binding: Binding, query: MultiFieldQuery): Plan {
  const { kind, tieBreaker: usual } = TYPES[query.type]!;
  const tieBreaker = query.tieBreaker ?? usual;
  const fields = boundFields(binding, query.names);
  const options = { ...query.options, kind };
  if (query.type === 'cross_fields')
    return crossFieldsPlan(binding, fields, { text: query.text, options, tieBreaker });
  const queries = fields.map(({ path, boost, lenient }) =>
    boosted(textPlan(binding, path, query.text, { ...options, lenient: lenient || options.lenient }), boost),
  );
  if (queries.length === 0) return none('no fields');
  return queries.length === 1 ? queries[0]! : { kind: 'dis_max', boost: 1, queries, tieBreaker };
}

export const multiMatch: Family = (body) => {
  const options = new Options('multi_match', body);
  const text = options.text('query');
  const names = options.list('fields').map((name) => fieldName(String(name)));
  const type = (options.text('type') ?? 'best_fields').toLowerCase();
  if (!knownMultiType(type)) {
    throw new SearchFault(
      'parse_exception',
      `failed to parse [multi_match] query type [${type}]. unknown type.`,
    );
  }
  const tieBreaker = options.number('tie_breaker');
  const boost = options.boost();
  const name = options.name();
  const textOptions = takeTextOptions(options, TYPES[type]!.kind);
  options.done();
  if (text === undefined) throw parsingFault('No text specified for multi_match query');
  if (textOptions.fuzziness !== undefined && ['cross_fields', 'phrase', 'phrase_prefix'].includes(type)) {
    throw illegalArgument(`Fuzziness not allowed for type [${type}]`);
  }
  const query: MultiFieldQuery = { text, names, type, tieBreaker, options: textOptions };
  return { bind: (binding) => named(boosted(multiFieldPlan(binding, query), boost), name) };
};
