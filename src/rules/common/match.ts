import type { Expansion, RuleTerm } from '../expansion.ts';
import { liveTerms } from '../rewriting.ts';
import { holds } from './boolean-input.ts';
import { latticeSteps, type Run, runsOf, termSteps, type Words } from './readings.ts';
import type { Rule } from './rule.ts';
import type { Found, InputTrie } from './trie.ts';

/** A rule that a query fires, and where. */
export interface RuleFiring {
  readonly rule: Rule;
  /** Half-open range of the slots that its input covers; empty for a boolean input. */
  readonly start: number;
  readonly end: number;
  readonly wildcard: string | undefined;
  /** What was found, as typed. */
  readonly text: string;
  /** Parts of the first and the last slot that the input does not cover. */
  readonly before: string;
  readonly after: string;
}

export interface Matcher {
  readonly rules: readonly Rule[];
  readonly trie: InputTrie;
  readonly fold: (text: string) => string;
  readonly words: Words | undefined;
}

/** The rules that a query fires, in the order of the words, then of the file. */
export function firings(matcher: Matcher, expansion: Expansion): RuleFiring[] {
  const { trie, rules, fold } = matcher;
  const terms = liveTerms(expansion);
  const located = [
    ...trie.find(termSteps(expansion, fold)).map(onTerms),
    ...onOtherReadings(matcher, expansion, terms),
  ];
  const simple: RuleFiring[] = [];
  const literals = new Map<number, { readonly numbers: Set<number>; readonly texts: string[] }>();
  for (const { found, place } of located) {
    const rule = rules[found.target.rule]!;
    const { literal } = found.target;
    if (literal === undefined) {
      simple.push({ rule, wildcard: found.wildcard, ...place });
      continue;
    }
    const so = literals.get(found.target.rule) ?? { numbers: new Set(), texts: [] };
    if (!so.numbers.has(literal)) so.texts.push(place.text);
    so.numbers.add(literal);
    literals.set(found.target.rule, so);
  }
  const boolean = [...literals].flatMap(([number, { numbers, texts }]): RuleFiring[] => {
    const rule = rules[number]!;
    if (rule.input.kind !== 'boolean' || !holds(rule.input.formula, numbers)) return [];
    return [{ rule, wildcard: undefined, start: 0, end: 0, text: texts.join(' '), before: '', after: '' }];
  });
  return [...simple, ...boolean];
}

interface Located {
  readonly found: Found;
  readonly place: Pick<RuleFiring, 'start' | 'end' | 'text' | 'before' | 'after'>;
}

function onTerms(found: Found): Located {
  const { start, end, text } = found;
  return { found, place: { start, end, text, before: '', after: '' } };
}

/** What other readings of Chinese words hold and the best one does not. */
function onOtherReadings(
  { trie, fold, words }: Matcher,
  expansion: Expansion,
  terms: readonly RuleTerm[],
): readonly Located[] {
  if (words === undefined) return [];
  return runsOf(expansion, terms).flatMap((run) => {
    const steps = latticeSteps(run, words, fold);
    if (steps === undefined) return [];
    return trie.find(steps).flatMap((found) => {
      if (found.isOwn) return [];
      const place = placeIn(run, found);
      const { left, right } = found.target;
      const isOutside =
        (left && run.first > 0) || (right && run.first + run.starts.length - 1 < terms.length);
      return isOutside ? [] : [{ found, place }];
    });
  });
}

function placeIn({ text, first, starts }: Run, { start, end }: Found): Located['place'] {
  const from = starts.findLastIndex((at) => at <= start);
  const to = starts.findIndex((at) => at >= end);
  return {
    start: first + from,
    end: first + to,
    text: text.slice(start, end),
    before: text.slice(starts[from], start),
    after: text.slice(end, starts[to]),
  };
}
