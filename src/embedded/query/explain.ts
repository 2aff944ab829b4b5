import { float } from '../json/write.ts';
import type { IndexReader } from '../reader.ts';
import { LENGTH_TABLE, bm25, idf } from '../similarity.ts';
import type { Executor } from './execute.ts';
import { indexOfDoc } from './matches.ts';
import type { Plan, TermPlan } from './plan.ts';
import { averageLength, termStatistics } from './statistics.ts';

export interface Explanation {
  readonly value: unknown;
  readonly description: string;
  readonly details: readonly Explanation[];
}

function leaf(value: number, description: string): Explanation {
  return {
    value: Number.isInteger(value) && /^(n|N|number)\b/.test(description) ? value : float(value),
    description,
    details: [],
  };
}

function describe(plan: Plan): string {
  switch (plan.kind) {
    case 'term':
      return `${plan.field}:${plan.term}`;
    case 'synonym':
    case 'terms':
      return `${plan.field}:(${plan.terms.slice(0, 10).join(' ')})`;
    case 'phrase':
      return `${plan.field}:"${plan.positions.map(({ terms }) => terms.join('|')).join(' ')}"${plan.slop > 0 ? `~${plan.slop}` : ''}`;
    case 'combined':
      return `CombinedFieldQuery(${plan.fields.map(({ field }) => field).join(' ')}:${plan.terms.join(' ')})`;
    case 'documents':
      return plan.description;
    case 'all':
      return '*:*';
    default:
      return plan.kind;
  }
}

function scoreOf(executor: Executor, plan: Plan, doc: number, boost: number): number | null {
  const { docs, scores } = executor.run(plan, boost);
  const at = indexOfDoc(docs, doc);
  return at < 0 ? null : (scores?.[at] ?? 0);
}

interface TermExplanation {
  readonly freq: number;
  readonly details: readonly Explanation[];
}

function explainTerm(reader: IndexReader, plan: TermPlan, doc: number, boost: number): TermExplanation {
  const field = reader.inverted(plan.field)!;
  const postings = field.postings(plan.term)!;
  const freq = postings.freqs[indexOfDoc(postings.docs, doc)]!;
  const statistics = plan.statistics ?? termStatistics(field, plan.term);
  const similarity = bm25(boost, idf(statistics), averageLength(field));
  const norm = field.norms === null ? 1 : field.norms[doc]!;
  const tf = 1 - 1 / (1 + freq * similarity.inverse[norm]!);
  const details = [
    leaf(Math.fround(boost * 2.2), 'boost'),
    {
      value: float(similarity.idf),
      description: 'idf, computed as log(1 + (N - n + 0.5) / (n + 0.5)) from:',
      details: [
        leaf(statistics.docFreq, 'n, number of documents containing term'),
        leaf(statistics.docCount, 'N, total number of documents with field'),
      ],
    },
    {
      value: float(tf),
      description: 'tf, computed as freq / (freq + k1 * (1 - b + b * dl / avgdl)) from:',
      details: [
        leaf(freq, 'freq, occurrences of term within document'),
        leaf(1.2, 'k1, term saturation parameter'),
        leaf(0.75, 'b, length normalization parameter'),
        leaf(LENGTH_TABLE[norm]!, 'dl, length of field'),
        leaf(similarity.averageLength, 'avgdl, average length of field'),
      ],
    },
  ];
  return { freq, details };
}

const JOINED: Partial<Record<Plan['kind'], string>> = {
  bool: 'sum of:',
  dis_max: 'max of:',
  function_score: 'function score, product of:',
  boosting: 'weight(boosting) of:',
};

function scoringChildren(plan: Plan): readonly Plan[] {
  if (plan.kind === 'bool') return [...plan.must, ...plan.should];
  if (plan.kind === 'dis_max') return plan.queries;
  if (plan.kind === 'function_score') return [plan.query];
  return plan.kind === 'boosting' ? [plan.positive] : [];
}

/** Why a document scores as it does: the tree that Elasticsearch's `_explain` gives. */
export function explain(executor: Executor, plan: Plan, doc: number, boost = 1): Explanation {
  const score = scoreOf(executor, plan, doc, boost);
  if (score === null)
    return leaf(0, plan.kind === 'term' ? 'no matching term' : `no match on ${describe(plan)}`);
  const product = boost * plan.boost;
  const joined = JOINED[plan.kind];
  if (joined !== undefined) {
    const details = scoringChildren(plan)
      .filter((one) => scoreOf(executor, one, doc, product) !== null)
      .map((one) => explain(executor, one, doc, product));
    const tie =
      plan.kind === 'dis_max' && plan.tieBreaker > 0
        ? `max plus ${plan.tieBreaker} times others of:`
        : joined;
    return { value: float(score), description: tie, details };
  }
  if (plan.kind === 'term') {
    const { freq, details } = explainTerm(executor.reader, plan, doc, product);
    return {
      value: float(score),
      description: `weight(${describe(plan)} in ${doc}) [PerFieldSimilarity], result of:`,
      details: [
        {
          value: float(score),
          description: `score(freq=${freq.toFixed(1)}), computed as boost * idf * tf from:`,
          details,
        },
      ],
    };
  }
  if (plan.kind === 'phrase' || plan.kind === 'synonym' || plan.kind === 'combined') {
    return leaf(score, `weight(${describe(plan)} in ${doc}) [PerFieldSimilarity], result of:`);
  }
  return leaf(score, plan.kind === 'all' ? '*:*' : `ConstantScore(${describe(plan)})`);
}
