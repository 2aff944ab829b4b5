import type { Alternative, Slot } from '../../domain/query.ts';
import { firstCjk, isLone, lastCjk } from './words.ts';

/** Bigrams that one lone character may stand for. */
const MAX_BIGRAMS = 4;

/**
 * Slots as a field of bigrams can find them. It holds no single characters inside a longer run, so a word of one
 * character becomes the bigrams that it makes with the words beside it:
 *
 *     手机 壳    →  手机 机壳
 *     我 要 手机 →  我要 (我要 or 要手) 手机
 *
 * The number of slots stays, so `minimum_should_match` counts the same on every field, and what matches is never
 * less than what the caller's own text would have matched: its bigrams are the same.
 */
export function asBigrams(given: readonly Slot[]): readonly Slot[] {
  const slots = given.map(withoutLoneTerms);
  return slots.map((slot, at) => {
    if (!slot.alternatives.some(isLoneWord)) return slot;
    const before = beside(slots[at - 1], slot, lastCjk);
    const after = beside(slot, slots[at + 1], firstCjk);
    if (before.length === 0 && after.length === 0) return slot;
    return {
      ...slot,
      alternatives: slot.alternatives.flatMap((alternative) =>
        isLoneWord(alternative) ? bigrams(alternative, before, after) : [alternative],
      ),
    };
  });
}

/** Of a way of several terms, each lone character becomes a bigram with the term beside it: 球拍 卖 → 球拍 拍卖. */
function withoutLoneTerms(slot: Slot): Slot {
  if (!slot.alternatives.some(({ terms }) => terms.length > 1 && terms.some(isLone))) return slot;
  const alternatives = slot.alternatives.map((alternative) => {
    const { terms } = alternative;
    if (terms.length === 1) return alternative;
    return { ...alternative, terms: terms.map((term, at) => (isLone(term) ? pairOf(terms, at) : term)) };
  });
  return { ...slot, alternatives };
}

function pairOf(terms: readonly string[], at: number): string {
  const before = lastCjk(terms[at - 1] ?? '');
  if (before !== undefined) return before + terms[at]!;
  return terms[at]! + (firstCjk(terms[at + 1] ?? '') ?? '');
}

function isLoneWord({ terms }: Alternative): boolean {
  return terms.length === 1 && isLone(terms[0] ?? '');
}

function bigrams(
  { terms, weight, origin }: Alternative,
  before: readonly string[],
  after: readonly string[],
): readonly Alternative[] {
  const lone = terms[0] ?? '';
  const pairs = [...before.map((other) => other + lone), ...after.map((other) => lone + other)];
  return pairs.slice(0, MAX_BIGRAMS).map((pair) => ({ terms: [pair], weight, origin }));
}

/** The characters that a neighbour, in any of its readings, puts beside the other slot. */
function beside(
  left: Slot | undefined,
  right: Slot | undefined,
  edge: (term: string) => string | undefined,
): readonly string[] {
  if (left === undefined || right === undefined || left.span.end !== right.span.start) return [];
  const neighbour = edge === lastCjk ? left : right;
  const characters = neighbour.alternatives.map(({ terms }) =>
    edge((edge === lastCjk ? terms.at(-1) : terms[0]) ?? ''),
  );
  return [...new Set(characters)].filter((character) => character !== undefined);
}
