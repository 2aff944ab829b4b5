import { unexpanded } from '../../../src/rules/expansion.ts';
import type { Expansion, RuleFile, RuleRequest } from '../../../src/rules/expansion.ts';

export const byBlanks = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

export const NO_REQUEST: RuleRequest = {
  context: new Map(),
  now: 0,
  selection: { filters: [], limitByLevel: false },
};

/** What a file without errors makes of a query. */
export function rewrite(file: RuleFile, query: string | Expansion): Expansion {
  if (file.errors.length > 0) throw new Error(JSON.stringify(file.errors));
  const before = typeof query === 'string' ? unexpanded(query, byBlanks(query)) : query;
  return file.program.rewrite(before, NO_REQUEST);
}

export const words = (expansion: Expansion): string => expansion.terms.map(({ text }) => text).join(' ');

/** The slots, each as its alternatives: `a | b c`. */
export const slots = (expansion: Expansion): string[] =>
  expansion.slots.map(({ alternatives }) =>
    alternatives.map(({ terms }) => terms.map(({ text }) => text).join(' ')).join(' | '),
  );

/** Faults as `line: message`. */
export const faults = (list: RuleFile['errors']): string[] =>
  list.map(({ line, message }) => `${line}: ${message}`);
