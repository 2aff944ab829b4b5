/** How much a value may differ, in percent of it, and what that is worth. */
export interface UnitBoost {
  /** Percent, ≥ 0. */
  readonly below: number;
  readonly above: number;
  /** Percent within which a value still counts as the very one. */
  readonly exactBelow: number;
  readonly exactAbove: number;
  readonly scoreAtLowerBound: number;
  readonly scoreAtUpperBound: number;
  /** > 0 */
  readonly score: number;
  /** What the very value gets besides {@link score}. */
  readonly exactScore: number;
}

export interface UnitField {
  readonly name: string;
  /** Digits after the point that bounds are rounded to. */
  readonly scale: number;
}

/** Fields that hold one kind of measure, and what it takes for a document to fit. */
export interface UnitDefinition {
  readonly fields: readonly UnitField[];
  readonly boost: UnitBoost;
  /** Percent; below 0 is no bound on that side. */
  readonly filter: { readonly below: number; readonly above: number };
}

/** A unit as queries write it. */
export interface Unit {
  readonly term: string;
  /** Its line in the file. */
  readonly line: number;
  /** Each thing that it may measure, with what a number of it is in the fields' unit. */
  readonly measures: { readonly definition: UnitDefinition; readonly multiplier: number }[];
}
