import { children } from '../query/plan.ts';
import type { PhrasePlan, Plan } from '../query/plan.ts';
import { SloppyMatcher } from '../query/sloppy-matcher.ts';
import type { Window } from '../query/sloppy-matcher.ts';
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

/** Windows of an exact phrase, those that overlap included. */
function exactWindows(
  places: readonly Int32Array[],
  { positions }: PhrasePlan,
): readonly Pick<Window, 'first' | 'last'>[] {
  const base = positions[0]!.position;
  return [...places[0]!]
    .filter((start) => places.every((words, i) => words.includes(start - base + positions[i]!.position)))
    .map((start) => ({ first: start, last: start - base + positions.at(-1)!.position }));
}

function phraseHits(tokens: readonly Placed[], phrase: PhrasePlan): readonly Hit[] {
  const places = phrase.positions.map(({ terms }) =>
    Int32Array.from(new Set(tokens.filter(({ text }) => terms.includes(text)).map(({ place }) => place))),
  );
  if (places.some((words) => words.length === 0)) return [];
  const windows =
    phrase.slop === 0 ? exactWindows(places, phrase) : new SloppyMatcher(places, phrase).windows();
  const term = phrase.positions.map(({ terms }) => terms[0]).join(' ');
  const at = new Map(tokens.map((token) => [token.place, token]));
  return windows.map(({ first, last }) => ({ start: at.get(first)!.start, end: at.get(last)!.end, term }));
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
