import type { Expansion } from '../expansion.ts';
import { liveTerms } from '../rewriting.ts';
import { holds } from './boolean-input.ts';
import { latticeSteps, type Run, runsOf, termSteps, type Words } from './readings.ts';
import type { StoredRule } from './stored-rule.ts';
import type { Found, InputTrie } from './trie.ts';

/** A rule that a query fires, and where. */
export interface RuleFiring {
  readonly rule: StoredRule;
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
  /** The rule of that number. */
  readonly ruleAt: (number: number) => StoredRule;
  readonly trie: InputTrie;
  readonly fold: (text: string) => string;
  readonly words: Words | undefined;
}

/** The rules that a query fires, in the order of the words, then of the file. */
export function firings(matcher: Matcher, expansion: Expansion): RuleFiring[] {
  const { trie, ruleAt, fold } = matcher;
  const located: Located[] = trie.find(termSteps(expansion, fold));
  located.push(...onOtherReadings(matcher, expansion));
  const fired: RuleFiring[] = [];
  let literals: Map<number, FoundLiterals> | undefined;
  for (const { target, start, end, wildcard, text, before = '', after = '' } of located) {
    const rule = ruleAt(target.rule);
    if (target.literal === undefined) fired.push({ rule, start, end, wildcard, text, before, after });
    else literals = withLiteral(literals, target.rule, { literal: target.literal, text });
  }
  for (const [number, { numbers, texts }] of literals ?? []) {
    const rule = ruleAt(number);
    if (rule.formula === undefined || !holds(rule.formula, numbers)) continue;
    const text = texts.join(' ');
    fired.push({ rule, wildcard: undefined, start: 0, end: 0, text, before: '', after: '' });
  }
  return fired;
}

/** Literals of one formula that a query holds: their numbers, and what was found of each. */
interface FoundLiterals {
  readonly numbers: Set<number>;
  readonly texts: string[];
}

function withLiteral(
  all: Map<number, FoundLiterals> | undefined,
  rule: number,
  { literal, text }: { readonly literal: number; readonly text: string },
): Map<number, FoundLiterals> {
  const literals = all ?? new Map<number, FoundLiterals>();
  const found = literals.get(rule) ?? { numbers: new Set(), texts: [] };
  if (!found.numbers.has(literal)) found.texts.push(text);
  found.numbers.add(literal);
  return literals.set(rule, found);
}

/** What was found, by places of slots, with what its first and last slot hold besides. */
type Located = Pick<Found, 'target' | 'start' | 'end' | 'wildcard' | 'text'> &
  Partial<Pick<RuleFiring, 'before' | 'after'>>;

/** What other readings of Chinese words hold and the best one does not. */
function onOtherReadings({ trie, fold, words }: Matcher, expansion: Expansion): readonly Located[] {
  if (words === undefined) return [];
  const terms = liveTerms(expansion);
  return runsOf(expansion, terms).flatMap((run) => {
    const steps = latticeSteps(run, words, fold);
    if (steps === undefined) return [];
    return trie.find(steps).flatMap((found) => {
      if (found.isOwn) return [];
      const place = placeIn(run, found);
      const { left, right } = found.target;
      const isOutside =
        (left && run.first > 0) || (right && run.first + run.starts.length - 1 < terms.length);
      return isOutside ? [] : [{ target: found.target, wildcard: found.wildcard, ...place }];
    });
  });
}

function placeIn({ text, first, starts }: Run, { start, end }: Found): Omit<Located, 'target' | 'wildcard'> {
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
