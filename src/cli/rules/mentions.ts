import type { Order, Rule } from '../../rules/common/rule.ts';
import { readTests } from '../../rules/common/rule-test.ts';
import type { RuleCondition, RuleTerm } from '../../rules/expansion.ts';
import { queriedFields } from './queried-fields.ts';

/** Something of an index that a rule names. */
export interface Mention {
  readonly what: 'field' | 'document';
  readonly name: string;
  /** Of the file, 1 is the first. */
  readonly line: number;
}

/** Fields and documents that rules name: what an index should have. */
export function mentionsOf(rules: readonly Rule[]): readonly Mention[] {
  return rules.flatMap((rule) => [
    ...rule.instructions.flatMap((one) => [
      ...fieldsOf(one).map((name) => ({ what: 'field' as const, name, line: one.line })),
      ...documentsOf(one).map((name) => ({ what: 'document' as const, name, line: one.line })),
    ]),
    ...readTests(rule.properties).flatMap(({ pins, top }) =>
      [...pins, ...(top === undefined ? [] : [top.id])].map((name) => ({
        what: 'document' as const,
        name,
        line: rule.line,
      })),
    ),
  ]);
}

function fieldsOf(order: Order): readonly string[] {
  switch (order.kind) {
    case 'synonym':
      return named(order.terms);
    case 'up':
    case 'down':
    case 'filter':
      return ofCondition(order.condition);
    default:
      return [];
  }
}

function ofCondition({ must, should, mustNot, raw }: RuleCondition): readonly string[] {
  return [...named([...must, ...should, ...mustNot]), ...(raw === null ? [] : queriedFields(raw))];
}

function named(terms: readonly RuleTerm[]): readonly string[] {
  return terms.flatMap(({ fields }) => fields ?? []);
}

function documentsOf(order: Order): readonly string[] {
  return order.kind === 'pin' || order.kind === 'bury' || order.kind === 'hide' ? order.ids : [];
}
