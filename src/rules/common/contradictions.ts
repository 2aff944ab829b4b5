import type { Instruction, Rule, RuleConditions } from './rule.ts';

/** A document that two instructions want in different places for the same words. */
export interface Contradiction {
  /** Of the later instruction. */
  readonly line: number;
  readonly message: string;
  /** Whether one of them has no effect at all, as a PIN of what a HIDE takes out. */
  readonly isFault: boolean;
}

/** A rule that speaks of single documents, and its file. */
interface Placed {
  readonly rule: Rule;
  readonly file: string;
}

/** Rules for the same words that are compared with each other. */
const MOST_ALIKE = 100;

/** Finds rules that contradict one another: the same words, contexts and times that overlap, the same document. */
export class Contradictions {
  readonly #byWords = new Map<string, Placed[]>();

  /** What contradicts the rule, itself and those that were told before, of the same file or of others only. */
  *with(rule: Rule, file: string, whose: 'own' | 'other'): Generator<Contradiction> {
    if (!rule.kinds.some((kind) => kind === 'pin' || kind === 'hide' || kind === 'bury')) return;
    if (whose === 'own') yield* between(rule, rule, '');
    const key = wordsOf(rule);
    const alike = this.#byWords.get(key) ?? [];
    for (const before of alike) {
      if ((before.file === file) !== (whose === 'own')) continue;
      if (!canHoldTogether(before.rule.conditions, rule.conditions)) continue;
      const place = whose === 'own' ? '' : `${before.file}, `;
      yield* between(before.rule, rule, ` (the rule in ${place}line ${before.rule.line})`);
    }
    if (alike.length < MOST_ALIKE) this.#byWords.set(key, [...alike, { rule, file }]);
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

function* between(before: Rule, rule: Rule, where: string): Generator<Contradiction> {
  for (const [at, one] of rule.instructions.entries()) {
    const earlier = before === rule ? rule.instructions.slice(0, at) : before.instructions;
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
function sharedId(one: Instruction, other: Instruction): string | undefined {
  const [pin, apart] = one.kind === 'pin' ? [one, other] : [other, one];
  if (pin.kind !== 'pin' || (apart.kind !== 'hide' && apart.kind !== 'bury')) return undefined;
  return pin.ids.find((id) => apart.ids.includes(id));
}

/** The same for inputs that one query can fire: quotes around the same words do not tell them apart. */
function wordsOf({ input }: Rule): string {
  return input.kind === 'simple' ? JSON.stringify(input.input.terms) : JSON.stringify(input);
}
