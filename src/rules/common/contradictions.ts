import type { Order, Rule, RuleConditions } from './rule.ts';

/** A document that two instructions want in different places for the same words. */
export interface Contradiction {
  /** Of the later instruction. */
  readonly line: number;
  readonly message: string;
  /** Whether one of them has no effect at all, as a PIN of what a HIDE takes out. */
  readonly isFault: boolean;
}

/** Says where single documents go. */
type PlacingOrder = Extract<Order, { readonly kind: 'pin' | 'bury' | 'hide' }>;

/** What a rule says of single documents. */
export interface Placing {
  /** Of the rule. */
  readonly line: number;
  /** The same for inputs that one query can fire: quotes around the same words do not tell them apart. */
  readonly words: string;
  readonly conditions: RuleConditions;
  readonly orders: readonly (PlacingOrder & { readonly line: number })[];
}

/** Undefined where the rule speaks of no single document. */
export function placingOf({ line, input, conditions, instructions }: Rule): Placing | undefined {
  const orders = instructions.flatMap((one) =>
    one.kind === 'pin' || one.kind === 'hide' || one.kind === 'bury' ? [one] : [],
  );
  if (orders.length === 0) return undefined;
  const words = JSON.stringify(input.kind === 'simple' ? input.input.terms : input);
  return { line, words, conditions, orders };
}

interface Placed {
  readonly placing: Placing;
  readonly file: string;
}

/** Rules for the same words that are compared with each other. */
const MOST_ALIKE = 100;

/** Finds rules that contradict one another: the same words, contexts and times that overlap, the same document. */
export class Contradictions {
  readonly #byWords = new Map<string, Placed[]>();

  /** What contradicts the rule, itself and those that were told before, of the same file or of others only. */
  *with(placing: Placing, file: string, whose: 'own' | 'other'): Generator<Contradiction> {
    if (whose === 'own') yield* between(placing, placing, '');
    const alike = this.#byWords.get(placing.words) ?? [];
    for (const { placing: before, file: other } of alike) {
      if ((other === file) !== (whose === 'own')) continue;
      if (!canHoldTogether(before.conditions, placing.conditions)) continue;
      const place = whose === 'own' ? '' : `${other}, `;
      yield* between(before, placing, ` (the rule in ${place}line ${before.line})`);
    }
    if (alike.length < MOST_ALIKE) this.#byWords.set(placing.words, [...alike, { placing, file }]);
  }
}

/** Whether some request meets the conditions of both. */
export function canHoldTogether(one: RuleConditions, other: RuleConditions): boolean {
  if (!one.enabled || !other.enabled) return false;
  if (one.from >= other.until || other.from >= one.until) return false;
  // Rules of two values may hold together where a request has both; they are meant for different ones.
  return [...one.context].every(([key, values]) => {
    const others = other.context.get(key);
    return others === undefined || values.some((value) => others.includes(value));
  });
}

function* between(before: Placing, placing: Placing, where: string): Generator<Contradiction> {
  for (const [at, one] of placing.orders.entries()) {
    const earlier = before === placing ? placing.orders.slice(0, at) : before.orders;
    for (const other of earlier) {
      const id = sharedId(one, other);
      if (id === undefined) continue;
      const [pin, apart] = one.kind === 'pin' ? [one, other] : [other, one];
      yield {
        line: one.line,
        message: `document "${id}" has both ${pin.kind.toUpperCase()} and ${apart.kind.toUpperCase()} for the same words: keep one of them${where}`,
        isFault: apart.kind === 'hide',
      };
    }
  }
}

/** A document that one of them pins and the other hides or buries. */
function sharedId(one: PlacingOrder, other: PlacingOrder): string | undefined {
  const [pin, apart] = one.kind === 'pin' ? [one, other] : [other, one];
  if (pin.kind !== 'pin' || (apart.kind !== 'hide' && apart.kind !== 'bury')) return undefined;
  return pin.ids.find((id) => apart.ids.includes(id));
}
