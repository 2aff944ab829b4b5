import type {
  Expansion,
  ExpansionAlternative,
  ExpansionBoost,
  RuleCondition,
  RuleFault,
  RuleTerm,
} from '../../rules/expansion.ts';

/** What rules make of a query, as `relevance rules explain` prints it. */
export type ExplainedRules = ReturnType<typeof explained>;

/** A term alone, and one that names fields. */
type ShownTerm = string | { readonly text: string; readonly fields: readonly string[] };

/** The JSON of an expansion: its keys are public. */
export function explained(expansion: Expansion) {
  return {
    query: expansion.query,
    terms: expansion.terms.map(shownTerm),
    slots: expansion.slots.map(({ alternatives }) => alternatives.map(shownAlternative)),
    boosts: expansion.boosts.map(shownBoost),
    filters: expansion.filters.map(({ condition, rule }) => {
      const { must, mustNot, phrase, raw } = shownCondition(condition);
      return { must, mustNot, phrase, raw, rule };
    }),
    deleted: expansion.deleted,
    decorations: expansion.decorations,
    redirects: expansion.redirects.map(({ value, rule }) => ({ value, rule })),
    pins: expansion.pins,
    buries: expansion.buries,
    hides: expansion.hides,
    legs: expansion.legs,
    rerankOff: expansion.rerankOff,
    matched: expansion.matched.map(({ rule, message, file, line, match, type, instructions }) => ({
      rule,
      ...(message === rule ? {} : { message }),
      file,
      line,
      match,
      type,
      instructions,
    })),
  };
}

/** The JSON of files that cannot be used. */
export interface FaultyRules {
  readonly errors: readonly RuleFault[];
}

function shownTerm({ text, fields }: RuleTerm): ShownTerm {
  return fields === undefined ? text : { text, fields };
}

function shownAlternative({ terms, weight, rule }: ExpansionAlternative) {
  const [first] = terms;
  const said = terms.length === 1 && first !== undefined ? { ...first } : { all: terms };
  return rule === undefined ? said : { ...said, weight, rule };
}

function shownBoost({ by, factor, mode, condition, rule }: ExpansionBoost) {
  return { by, factor, ...(mode === 'multiply' ? { mode } : {}), ...shownCondition(condition), rule };
}

function shownCondition({ must, should, mustNot, phrase, raw }: RuleCondition) {
  return {
    must: must.map(shownTerm),
    should: should.map(shownTerm),
    mustNot: mustNot.map(shownTerm),
    phrase,
    raw,
  };
}
