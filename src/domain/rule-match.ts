import type { StageReport } from './search.ts';

/** That a rule took part in a search, as the stage of rules notes it. */
export interface RuleMatchNote {
  readonly rule: string;
  readonly file: string;
  /** Of the rule's input in its file. */
  readonly line: number;
  /** The words that matched. */
  readonly match: string;
  readonly instructions: readonly string[];
}

/** The rules that a stage says took part, each once; of other stages than that of rules none. */
export function ruleMatchesIn({ stage, notes }: StageReport): readonly RuleMatchNote[] {
  if (stage !== 'rules') return [];
  const matches = notes.filter(isMatch).map(({ rule, file, line, match, instructions }) => ({
    rule,
    file,
    line,
    match,
    instructions,
  }));
  return [...new Map(matches.map((match) => [ruleKey(match), match])).values()];
}

/** What tells rules apart. */
export function ruleKey({ rule, file, line }: Pick<RuleMatchNote, 'rule' | 'file' | 'line'>): string {
  return JSON.stringify([file, line, rule]);
}

function isMatch(note: unknown): note is RuleMatchNote {
  if (typeof note !== 'object' || note === null) return false;
  const { rule, file, line, match, instructions } = note as Partial<Record<keyof RuleMatchNote, unknown>>;
  const texts = [rule, file, match];
  return (
    texts.every((value) => typeof value === 'string') &&
    typeof line === 'number' &&
    Array.isArray(instructions)
  );
}
