/** A place of a text that may be a mistake. */
export interface Suspect {
  /** Half-open range of UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
  /** 0..1 */
  readonly probability: number;
}

/** What else in a text may be a mistake. */
export interface Company {
  /** How many of the other places are mistaken, as is to be expected. */
  readonly others: number;
  /** The surest of them, 0..1. */
  readonly surest: number;
  /** The surest other way to read the same place, 0..1. */
  readonly rival: number;
}

const MOST_SUSPECTS = 12;
/** Less probable ones say nothing. */
const LEAST = 0.02;

/** Who makes one mistake makes another: what the mistakes of a text say of one another. */
export class Companions {
  readonly #suspects: readonly Suspect[];
  /** Of those that stand in one place, the surest. */
  readonly #apart: readonly Suspect[];

  constructor(suspects: readonly Suspect[]) {
    this.#suspects = suspects.toSorted((a, b) => b.probability - a.probability);
    const apart: Suspect[] = [];
    for (const one of this.#suspects.slice(0, MOST_SUSPECTS)) {
      if (one.probability < LEAST) break;
      if (apart.every((other) => !touch(one, other))) apart.push(one);
    }
    this.#apart = apart;
  }

  of(one: Suspect): Company {
    let [others, surest] = [0, 0];
    for (const other of this.#apart) {
      if (touch(one, other)) continue;
      others += other.probability;
      surest = Math.max(surest, other.probability);
    }
    const rival = this.#suspects.find((other) => other !== one && touch(one, other));
    return { others, surest, rival: rival?.probability ?? 0 };
  }
}

/** Whether two pieces of a text overlap. */
export function touch(
  one: { readonly start: number; readonly end: number },
  other: { readonly start: number; readonly end: number },
): boolean {
  return one.start < other.end && other.start < one.end;
}
