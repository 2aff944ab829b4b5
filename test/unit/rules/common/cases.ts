import { describe, expect, test } from '@jest/globals';
import { type CommonRulesOptions, parseCommonRules } from '../../../../src/rules/common/parse.ts';
import type {
  Expansion,
  ExpansionAlternative,
  RuleCondition,
  RuleRequest,
  RuleTerm,
} from '../../../../src/rules/expansion.ts';
import { unexpanded } from '../../../../src/rules/expansion.ts';
import { byBlanks, NO_REQUEST, opened } from '../support.ts';

/** Rules (" / " stands for a line end), a query, and what becomes of it as {@link shown} writes it. */
export type RuleCase = readonly [rules: string, query: string, expected: string];

/** Rules, and their faults as `line: part of the message`. */
export type FaultCase = readonly [rules: string, ...faults: readonly string[]];

export interface CaseOptions extends Partial<CommonRulesOptions> {
  readonly request?: Partial<RuleRequest>;
  /** Fields that the query may name. */
  readonly fields?: readonly string[];
}

export const text = (rules: string): string => rules.split(' / ').join('\n');

export function parse(rules: string, options: Partial<CommonRulesOptions> = {}) {
  return parseCommonRules({ file: 'x.rules.txt', text: text(rules) }, { tokenise: byBlanks, ...options });
}

export function expand(rules: string, query: string, options: CaseOptions = {}): Expansion {
  const file = parse(rules, options);
  if (file.errors.length > 0) throw new Error(JSON.stringify(file.errors));
  const { tokenise = byBlanks, fields = [], request = {} } = options;
  const terms = byBlanks(query).flatMap((piece): RuleTerm[] => {
    const [, names, word] = /^\{?([^:{}]+)\}?:(.+)$/.exec(piece) ?? [];
    const named = names?.split(',') ?? [];
    if (word !== undefined && named.every((name) => fields.includes(name)))
      return [{ text: word, fields: named }];
    return tokenise(piece).map((one) => ({ text: one }));
  });
  const program = opened(file, { tokenise, ...(options.words && { words: options.words }) });
  return program.rewrite(unexpanded(query, terms), { ...NO_REQUEST, ...request });
}

export function ruleCases(title: string, cases: readonly RuleCase[], options: CaseOptions = {}): void {
  describe(title, () => {
    test.each(cases.map((one) => [...one]))('%s · %s', (rules, query, expected) => {
      expect(shown(expand(rules!, query!, options))).toBe(expected);
    });
  });
}

export function faultCases(
  title: string,
  cases: readonly FaultCase[],
  options: Partial<CommonRulesOptions> = {},
): void {
  describe(title, () => {
    test.each(cases.map(([rules, ...faults]) => [rules, faults] as const))('%s', (rules, faults) => {
      const wanted = faults.map((fault) => /^(\d+): (.+)$/.exec(fault) ?? []);
      expect(parse(rules, options).errors).toEqual(
        wanted.map(([, line, part]) => ({
          file: 'x.rules.txt',
          line: Number(line),
          message: expect.stringContaining(part ?? '') as unknown,
        })),
      );
    });
  });
}

/**
 * Slots parted by " , " with alternatives parted by " | " (`a+b` must both match, `^2` is a weight, `f:a` names a
 * field), then everything else that rules said, each behind " ; ".
 */
export function shown(expansion: Expansion): string {
  const rest = [
    ...expansion.boosts.map(
      ({ by, factor, mode, condition }) =>
        `${by}${mode === 'multiply' ? ' ×' : ' '}${factor}: ${conditionText(condition)}`,
    ),
    ...expansion.filters.map(({ condition }) => `filter: ${conditionText(condition)}`),
    ...expansion.deleted.map((word) => `deleted ${word}`),
    ...expansion.decorations.map(({ key, value }) => `decorate${key === null ? '' : ` ${key}`}: ${value}`),
    ...expansion.redirects.map(({ value }) => `redirect: ${value}`),
    ...expansion.pins.map(({ ids, position }) => `pin ${position}: ${ids.join(' ')}`),
    ...expansion.buries.map(({ ids }) => `bury: ${ids.join(' ')}`),
    ...expansion.hides.map(({ ids }) => `hide: ${ids.join(' ')}`),
    ...expansion.legs.map(({ leg, weight }) => `leg ${leg} ${weight}`),
    ...expansion.rerankOff.map(() => 'rerank off'),
  ];
  const slots = expansion.slots.map(({ alternatives }) => alternatives.map(alternativeText).join(' | '));
  return [slots.join(' , '), ...rest].join(' ; ');
}

function alternativeText({ terms, weight, rule }: ExpansionAlternative): string {
  const words = terms.map(termText).join('+');
  return rule === undefined || weight === 1 ? words : `${words}^${weight}`;
}

function conditionText({ must, should, mustNot, phrase, raw }: RuleCondition): string {
  return [
    ...must.map(termText),
    ...should.map((term) => `(${termText(term)})`),
    ...mustNot.map((term) => `-${termText(term)}`),
    ...(phrase === null ? [] : [`"${phrase.terms.join(' ')}"~${phrase.slop}`]),
    ...(raw === null ? [] : [`* ${raw}`]),
  ].join(' ');
}

const termText = ({ text: word, fields }: RuleTerm): string =>
  fields === undefined ? word : `${fields.join(',')}:${word}`;
