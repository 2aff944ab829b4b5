import { parsingFault, shardFault } from './fault.ts';
import { fieldOptions } from './options.ts';
import { named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import { termsMatching, termsWithPrefix, wildcardTest } from './pattern-terms.ts';
import { isText } from './query.ts';
import type { Binding, Family } from './query.ts';

interface Pattern {
  readonly text: string;
  readonly caseInsensitive: boolean;
}

function stringField(binding: Binding, path: string, kind: string): Plan | null {
  const mapping = binding.reader.field(path);
  if (mapping === undefined) return none(`unmapped field [${path}]`);
  if (isText(mapping)) return null;
  throw shardFault(
    'query_shard_exception',
    `Can only use ${kind} queries on keyword, text and wildcard fields - not on [${path}] which is of type [${mapping.type}]`,
  );
}

/** Every term with the prefix; matches score the same. */
export function prefixPlan(binding: Binding, field: string, { text, caseInsensitive }: Pattern): Plan {
  const refused = stringField(binding, field, 'prefix');
  if (refused !== null) return refused;
  const lower = text.toLowerCase();
  const found = caseInsensitive
    ? termsMatching(binding.reader, field, (term) => term.toLowerCase().startsWith(lower))
    : termsWithPrefix(binding.reader, field, text);
  return { kind: 'terms', field, terms: found, boost: 1 };
}

/** Every term that fits a pattern of `*` and `?`. */
export function wildcardPlan(binding: Binding, field: string, { text, caseInsensitive }: Pattern): Plan {
  const refused = stringField(binding, field, 'wildcard');
  if (refused !== null) return refused;
  const test = wildcardTest(text, caseInsensitive);
  const prefix = caseInsensitive ? '' : /^[^*?\\]*/.exec(text)![0];
  const found = termsMatching(binding.reader, field, (term) => test.test(term), prefix);
  return { kind: 'terms', field, terms: found, boost: 1 };
}

function family(parser: 'prefix' | 'wildcard', bindPattern: typeof prefixPlan): Family {
  return (body) => {
    const { field, options } = fieldOptions(parser, body, 'value');
    const text = options.text('value') ?? (parser === 'wildcard' ? options.text('wildcard') : undefined);
    const caseInsensitive = options.flag('case_insensitive') ?? false;
    const boost = options.boost();
    const name = options.name();
    options.take('rewrite');
    options.done();
    if (text === undefined) throw parsingFault('value cannot be null');
    return {
      bind: (binding) => named({ ...bindPattern(binding, field, { text, caseInsensitive }), boost }, name),
    };
  };
}

export const prefix = family('prefix', prefixPlan);
export const wildcard = family('wildcard', wildcardPlan);
