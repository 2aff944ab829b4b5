import { parsingFault } from './fault.ts';
import { minimumShouldMatch } from './minimum-should-match.ts';
import { Options } from './options.ts';
import { ALL, bool as boolPlan, named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Family, ParseQuery, Query } from './query.ts';

function clauses(options: Options, key: string, parse: ParseQuery): readonly Query[] {
  return options.list(key).map(parse);
}

function required(options: Options, key: string, parse: ParseQuery): Query {
  const json = options.take(key);
  if (json === undefined)
    throw parsingFault(`[${options.parser}] requires '${key}' query to be set`, options.parser);
  return parse(json);
}

export const bool: Family = (body, parse) => {
  const options = Options.strict('bool', body);
  const must = clauses(options, 'must', parse);
  const should = clauses(options, 'should', parse);
  const filter = clauses(options, 'filter', parse);
  const mustNot = clauses(options, 'must_not', parse);
  const spec = options.text('minimum_should_match');
  const pureNegative = options.flag('adjust_pure_negative') ?? true;
  const boost = options.boost();
  const name = options.name();
  options.done();
  const positive = must.length + should.length + filter.length;
  return {
    bind: (binding) => {
      if (positive === 0 && mustNot.length === 0) return named({ ...ALL, boost }, name);
      const bind = (query: Query): Plan => query.bind(binding);
      const least = spec === undefined ? 0 : minimumShouldMatch(should.length, spec);
      const onlyNot = positive === 0 && pureNegative;
      const plan = boolPlan({
        boost,
        must: must.map(bind),
        should: should.map(bind),
        filter: onlyNot ? [ALL] : filter.map(bind),
        mustNot: mustNot.map(bind),
        minimumShouldMatch: least,
      });
      return named(plan, name);
    },
  };
};

export const disMax: Family = (body, parse) => {
  const options = new Options('dis_max', body);
  const queries = clauses(options, 'queries', parse);
  const tieBreaker = options.number('tie_breaker') ?? 0;
  const boost = options.boost();
  const name = options.name();
  options.done();
  if (queries.length === 0)
    throw parsingFault('[_na] query malformed, must start with start_object', 'queries');
  return {
    bind: (binding) =>
      named(
        { kind: 'dis_max', boost, tieBreaker, queries: queries.map((query) => query.bind(binding)) },
        name,
      ),
  };
};

export const constantScore: Family = (body, parse) => {
  const options = new Options('constant_score', body);
  const query = required(options, 'filter', parse);
  const boost = options.boost();
  const name = options.name();
  options.done();
  return { bind: (binding) => named({ kind: 'constant', boost, query: query.bind(binding) }, name) };
};

export const boosting: Family = (body, parse) => {
  const options = new Options('boosting', body);
  const positive = required(options, 'positive', parse);
  const negative = required(options, 'negative', parse);
  const negativeBoost = options.number('negative_boost');
  const boost = options.boost();
  const name = options.name();
  options.done();
  if (negativeBoost === undefined || negativeBoost < 0) {
    throw parsingFault(
      "[boosting] query requires 'negative_boost' to be set to be a positive value'",
      'boosting',
    );
  }
  return {
    bind: (binding) => {
      const parts = { positive: positive.bind(binding), negative: negative.bind(binding) };
      return named({ kind: 'boosting', boost, negativeBoost, ...parts }, name);
    },
  };
};

export const matchAll: Family = (body) => {
  const options = Options.strict('match_all', body);
  const boost = options.boost();
  const name = options.name();
  options.done();
  return { bind: () => named({ ...ALL, boost }, name) };
};

export const matchNone: Family = (body) => {
  const options = Options.strict('match_none', body);
  options.boost();
  const name = options.name();
  options.done();
  return { bind: () => named(none('match_none'), name) };
};
