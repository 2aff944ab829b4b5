import type { Placing } from './contradictions.ts';

/** What checks over several files ask of a rule. */
export interface RuleOutline {
  /** Line of its input, 1 is the first. */
  readonly line: number;
  /** The id that it was given; undefined where it was made from its input. */
  readonly id: string | undefined;
  readonly placing: Placing | undefined;
}
