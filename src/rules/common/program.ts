import type { Expansion, RuleProgram, RuleRequest } from '../expansion.ts';
import { applied, type ApplyOptions } from './apply.ts';
import { firings, type Matcher } from './match.ts';
import { selected } from './select.ts';

export interface CommonRulesParts {
  readonly matcher: Matcher;
  readonly apply: ApplyOptions;
}

/** The rules of one file, ready to be applied. What fires is found in the query as it comes, then applied in order. */
export class CommonRules implements RuleProgram {
  readonly #parts: CommonRulesParts;

  constructor(parts: CommonRulesParts) {
    this.#parts = parts;
  }

  rewrite(expansion: Expansion, request: RuleRequest): Expansion {
    const { matcher, apply } = this.#parts;
    const found = firings(matcher, expansion);
    if (found.length === 0) return expansion;
    return applied(expansion, selected(found, request), apply);
  }
}
