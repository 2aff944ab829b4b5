import type { TermStatistics } from '../similarity.ts';
import type { BoundField } from './field-names.ts';
import { none } from './plan.ts';
import type { DisMaxPlan, Plan } from './plan.ts';
import type { Binding } from './query.ts';
import { isText } from './query.ts';
import { statisticsOf } from './statistics.ts';
import { analyzerFor, joinClauses, positionsOf, textPlan } from './text.ts';
import type { TextOptions } from './text.ts';

interface Word {
  readonly field: BoundField;
  readonly term: string;
}

interface Blended extends Word {
  readonly statistics: TermStatistics;
}

/**
 * Elasticsearch's BlendedTermQuery: a word has the document frequency of the field where it is most frequent,
 * plus one for each field where it is rarer, so that the rarest field does not win by rarity alone.
 */
function blend(binding: Binding, words: readonly Word[]): readonly Blended[] {
  const { reader } = binding;
  const found = words.map((word): Blended => ({
    ...word,
    statistics: statisticsOf(reader, word.field.path, word.term),
  }));
  const most = Math.max(...found.map(({ statistics }) => statistics.docFreq));
  if (most === 0) return found;
  const lengths = found
    .filter(({ statistics }) => statistics.docFreq > 0)
    .map(({ field }) => reader.inverted(field.path)?.sumTotalTermFreq ?? 0);
  const limit = Math.min(reader.maxDoc, ...lengths);
  let docFreq = Math.min(limit, most);
  let previous = most;
  const byFrequency = found.toSorted((a, b) => b.statistics.docFreq - a.statistics.docFreq);
  return byFrequency.map((word) => {
    const { docFreq: own, docCount } = word.statistics;
    if (own === 0) return word;
    if (previous > own) docFreq++;
    previous = own;
    return { ...word, statistics: { docCount, docFreq: Math.min(docFreq, limit, docCount) } };
  });
}

/** The words of one position, synonyms together, in all the fields. */
function blendedWord(binding: Binding, words: readonly Word[], tieBreaker: number): Plan {
  const queries = blend(binding, words).map(({ field, term, statistics }): Plan => ({
    kind: 'term',
    field: field.path,
    term,
    boost: field.boost,
    statistics,
  }));
  return queries.length === 1 ? queries[0]! : { kind: 'dis_max', boost: 1, queries, tieBreaker };
}

function groupPlan(binding: Binding, fields: readonly BoundField[], query: CrossFieldsQuery): Plan {
  const { text, options, tieBreaker } = query;
  const [first] = fields;
  const mapping = binding.reader.field(first!.path)!;
  if (fields.length === 1 || !isText(mapping)) {
    const plans = fields.map((field) => ({
      ...textPlan(binding, field.path, text, options),
      boost: field.boost,
    }));
    return plans.length === 1 ? plans[0]! : { kind: 'dis_max', boost: 1, queries: plans, tieBreaker };
  }
  const tokens = analyzerFor(binding, mapping, options.analyzer).tokens(text);
  const clauses = positionsOf(tokens).map(({ terms }) => {
    const words = terms.flatMap((term) => fields.map((field): Word => ({ field, term })));
    return blendedWord(binding, words, tieBreaker);
  });
  return joinClauses(clauses, options);
}

export interface CrossFieldsQuery {
  readonly text: string;
  readonly options: TextOptions;
  readonly tieBreaker: number;
}

/** Word-centred: each word may stand in any field; fields are grouped by analyzer. */
export function crossFieldsPlan(
  binding: Binding,
  fields: readonly BoundField[],
  query: CrossFieldsQuery,
): Plan {
  const groups = new Map<string, BoundField[]>();
  for (const field of fields) {
    const mapping = binding.reader.field(field.path)!;
    const key = query.options.analyzer ?? (isText(mapping) ? mapping.searchAnalyzer.name : mapping.type);
    groups.set(key, [...(groups.get(key) ?? []), field]);
  }
  const plans = [...groups.values()].map((group) => groupPlan(binding, group, query));
  if (plans.length === 0) return none('no fields');
  const joined: DisMaxPlan = { kind: 'dis_max', boost: 1, queries: plans, tieBreaker: query.tieBreaker };
  return plans.length === 1 ? plans[0]! : joined;
}
