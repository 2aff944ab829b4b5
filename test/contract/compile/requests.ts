/** One way to ask for a text; `FIELDS` in a body stands for the fields of the case. */
export interface Ask {
  readonly name: string;
  readonly body?: unknown;
  readonly queryString?: string;
}

export const TEXT = '苹果手机壳 wireless case';

const multi = (options: object) => ({
  multi_match: { query: TEXT, fields: 'FIELDS', lenient: true, ...options },
});
const one = (kind: string, options: object = {}) => ({ [kind]: { FIELD: { query: TEXT, ...options } } });

const CLAUSES: Readonly<Record<string, object>> = {
  match: one('match'),
  'match, and': one('match', { operator: 'and' }),
  'match, two of them': one('match', { minimum_should_match: 2 }),
  'match, 75 %': one('match', { minimum_should_match: '75%' }),
  'match, 2<-25% 9<-3': one('match', { minimum_should_match: '2<-25% 9<-3' }),
  'match, fuzzy': one('match', { fuzziness: 'AUTO', prefix_length: 1, max_expansions: 10 }),
  'match, boost and analyzer': one('match', { boost: 2.5, analyzer: 'standard' }),
  best_fields: multi({}),
  'best_fields, tie_breaker': multi({ tie_breaker: 0.3, operator: 'and' }),
  most_fields: multi({ type: 'most_fields', minimum_should_match: '50%' }),
  cross_fields: multi({ type: 'cross_fields', operator: 'and' }),
  'cross_fields, 60 %': multi({ type: 'cross_fields', minimum_should_match: '60%' }),
  phrase: multi({ type: 'phrase', slop: 3 }),
  phrase_prefix: multi({ type: 'phrase_prefix' }),
  bool_prefix: multi({ type: 'bool_prefix' }),
  match_phrase: one('match_phrase', { slop: 20 }),
  match_bool_prefix: one('match_bool_prefix'),
  simple_query_string: { simple_query_string: { query: TEXT, fields: 'FIELDS', lenient: true } },
  query_string: { query_string: { query: TEXT, fields: 'FIELDS', lenient: true } },
  combined_fields: { combined_fields: { query: TEXT, fields: 'FIELDS' } },
};

type Places = Readonly<Record<string, (clause: object) => object>>;

const TOP: Places = { 'at the top': (clause) => clause };

/** Places where a text clause scores. */
const PLACES: Places = {
  ...TOP,
  'in bool': (clause) => ({
    bool: { must: [clause], filter: [{ range: { price: { lt: 200 } } }], must_not: [{ term: { price: 7 } }] },
  }),
  'in should, beside another': (clause) => ({
    bool: { should: [clause, { term: { brand: '苹果' } }], minimum_should_match: 1 },
  }),
  'in dis_max': (clause) => ({
    dis_max: { queries: [clause, { term: { brand: 'Voltera' } }], tie_breaker: 0.1 },
  }),
  'in function_score': (clause) => ({
    function_score: {
      query: clause,
      field_value_factor: { field: 'price', modifier: 'log1p' },
      boost_mode: 'sum',
    },
  }),
};

export const FIELD_SETS: Readonly<Record<string, readonly string[]>> = {
  characters: ['title'],
  bigrams: ['pairs'],
  English: ['notes'],
  keyword: ['brand'],
  'all kinds': ['title^3', 'pairs', 'notes^0.5', 'brand'],
};

const ONE_FIELD = /FIELD"/;
/** The clauses that are tried in every place; the others only at the top. */
const EVERYWHERE = ['match', 'best_fields', 'cross_fields', 'match_phrase'];

/** Every clause over one set of fields; clauses of one field take the first. */
export function asks(fields: readonly string[]): readonly Ask[] {
  const [first = ''] = fields;
  const bodies = Object.entries(CLAUSES).flatMap(([kind, clause]) =>
    Object.entries(EVERYWHERE.includes(kind) ? PLACES : TOP).map(([place, put]): Ask => {
      const template = JSON.stringify({ query: put(clause), size: 50, track_total_hits: true });
      const written = ONE_FIELD.test(template)
        ? template.replaceAll('FIELD', first.replace(/\^.*/, ''))
        : template.replaceAll('"FIELDS"', JSON.stringify(fields));
      return { name: `${kind}, ${place}`, body: JSON.parse(written) as unknown };
    }),
  );
  const q = `q=${encodeURIComponent(TEXT)}&df=${first.replace(/\^.*/, '')}&size=50`;
  return [
    ...bodies,
    { name: 'q', queryString: q },
    { name: 'q, and', queryString: `${q}&default_operator=AND` },
  ];
}
