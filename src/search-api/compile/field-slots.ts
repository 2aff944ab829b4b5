import type { HanCut } from '../../domain/catalog.ts';
import type { Slot } from '../../domain/query.ts';

/** More than one character, Chinese among them (手机, T恤): a word that the field's analyzer may cut into pieces. */
const HAN_WORD = /.\p{Script=Han}|\p{Script=Han}./u;
const LONE_HAN = /^\p{Script=Han}$/u;
const ENDS_IN_HAN = /\p{Script=Han}$/u;
const STARTS_WITH_HAN = /^\p{Script=Han}/u;

/** Whether a term must be asked for as a phrase, so that its pieces stand together. */
export function isHanWord(term: string): boolean {
  return HAN_WORD.test(term);
}

/**
 * The slots as a field can match them. A field of bigrams holds no single characters inside a longer run, so
 * there a word of one character is joined to the Chinese word beside it: 手机 壳 → 手机壳.
 */
export function slotsFor(hanCut: HanCut | null, slots: readonly Slot[]): readonly Slot[] {
  if (hanCut !== 'bigram') return slots;
  const joined: Slot[] = [];
  let carried: Slot | undefined;
  for (const slot of slots) {
    const next = carried === undefined ? slot : join(carried, slot);
    carried = undefined;
    const before = joined.at(-1);
    if (!LONE_HAN.test(next.key)) joined.push(next);
    else if (before !== undefined && touches(before, next)) joined.splice(-1, 1, join(before, next));
    else carried = next;
    if (carried !== undefined && !hasHanNeighbour(carried, slots)) {
      joined.push(carried);
      carried = undefined;
    }
  }
  return carried === undefined ? joined : [...joined, carried];
}

function touches(left: Slot, right: Slot): boolean {
  return left.span.end === right.span.start && ENDS_IN_HAN.test(left.key) && STARTS_WITH_HAN.test(right.key);
}

function hasHanNeighbour(lone: Slot, slots: readonly Slot[]): boolean {
  return slots.some((slot) => touches(lone, slot));
}

/** One slot for two neighbours: every way to say the first with every way to say the second. */
function join(left: Slot, right: Slot): Slot {
  return {
    span: { start: left.span.start, end: right.span.end },
    key: left.key + right.key,
    alternatives: left.alternatives.flatMap((first) =>
      right.alternatives.map((second) => ({
        terms:
          first.terms.length === 1 && second.terms.length === 1
            ? [`${first.terms[0]}${second.terms[0]}`]
            : [...first.terms, ...second.terms],
        weight: first.weight * second.weight,
        origin: first.origin,
      })),
    ),
  };
}
