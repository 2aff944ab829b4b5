import { children } from '../query/plan.ts';
import type { PhrasePlan, Plan } from '../query/plan.ts';
import type { Analyzer, Token } from '../reader.ts';

/** Words and phrases of a query that a field's text may show. */
export interface Needles {
  readonly terms: ReadonlySet<string>;
  readonly phrases: readonly PhrasePlan[];
}

/** A range of the text that the query matches; `term` tells needles apart. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly term: string;
}

function positive(plan: Plan): readonly Plan[] {
  if (plan.kind === 'bool') return [...plan.must, ...plan.filter, ...plan.should];
  if (plan.kind === 'boosting') return [plan.positive];
  if (plan.kind === 'function_score') return [plan.query];
  return children(plan);
}

/** What a plan looks for, in one field or, with null, wherever it looks. */
export function needlesOf(plan: Plan, field: string | null): Needles {
  const terms = new Set<string>();
  const phrases: PhrasePlan[] = [];
  const concerns = (path: string): boolean => field === null || path === field;
  const visit = (one: Plan): void => {
    if (one.kind === 'term' && concerns(one.field)) terms.add(one.term);
    if ((one.kind === 'synonym' || one.kind === 'terms') && concerns(one.field))
      for (const term of one.terms) terms.add(term);
    if (one.kind === 'combined' && one.fields.some((each) => concerns(each.field)))
      for (const term of one.terms) terms.add(term);
    if (one.kind === 'phrase' && concerns(one.field)) phrases.push(one);
    for (const below of positive(one)) visit(below);
  };
  visit(plan);
  return { terms, phrases };
}

interface Placed extends Token {
  readonly place: number;
}

function phraseHits(tokens: readonly Placed[], phrase: PhrasePlan): readonly Hit[] {
  const places = phrase.positions.map(({ terms, position }) =>
    tokens.filter(({ text }) => terms.includes(text)).map((token) => ({ token, at: token.place - position })),
  );
  const name = phrase.positions.map(({ terms }) => terms[0]).join(' ');
  const [first, ...rest] = places;
  return (first ?? []).flatMap((start): readonly Hit[] => {
    const chosen = rest.map((options) =>
      options.reduce<(typeof options)[number] | undefined>(
        (best, one) =>
          best === undefined || Math.abs(one.at - start.at) < Math.abs(best.at - start.at) ? one : best,
        undefined,
      ),
    );
    if (chosen.some((one) => one === undefined)) return [];
    const all = [start, ...(chosen as (typeof start)[])];
    const ats = all.map(({ at }) => at);
    if (Math.max(...ats) - Math.min(...ats) > phrase.slop) return [];
    return [
      {
        start: Math.min(...all.map(({ token }) => token.start)),
        end: Math.max(...all.map(({ token }) => token.end)),
        term: name,
      },
    ];
  });
}

/** Ranges of the text of several values, joined by one separator each, that the needles match; in order. */
export function findHits(values: readonly string[], analyzer: Analyzer, needles: Needles): readonly Hit[] {
  const hits: Hit[] = [];
  let offset = 0;
  for (const value of values) {
    const tokens = analyzer.tokens(value).map((token): Placed => ({
      ...token,
      place: token.position,
      start: token.start + offset,
      end: token.end + offset,
    }));
    for (const { text, start, end } of tokens)
      if (needles.terms.has(text)) hits.push({ start, end, term: text });
    for (const phrase of needles.phrases) hits.push(...phraseHits(tokens, phrase));
    offset += value.length + 1;
  }
  return hits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
