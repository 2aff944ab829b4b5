import { expect } from '@jest/globals';
import { unexpanded } from '../../../src/rules/expansion.ts';
import type { QueryWords } from '../../../src/rules/common/program.ts';
import type { Expansion, RuleFile, RuleProgram, RuleRequest } from '../../../src/rules/expansion.ts';
import { openProgram } from '../../../src/rules/packed-program.ts';
import type { PackedRuleFile } from '../../../src/rules/rewriter-files.ts';
import { openRuleSet, type ProgramOf, type RuleSet } from '../../../src/rules/rule-set.ts';
import { completed } from '../../../src/rules/source/steps.ts';

export const byBlanks = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

export const NO_REQUEST: RuleRequest = {
  context: new Map(),
  now: 0,
  selection: { filters: [], limitByLevel: false },
};

/** What a file without errors makes of a query. */
export function rewrite(file: PackedRuleFile, query: string | Expansion): Expansion {
  if (file.errors.length > 0) throw new Error(JSON.stringify(file.errors));
  const before = typeof query === 'string' ? unexpanded(query, byBlanks(query)) : query;
  const after = file.open().rewrite(before, NO_REQUEST);
  // The words of an index are no part of a file.
  const { packed } = file;
  if (packed.kind !== 'word-break' || packed.vocabulary !== undefined)
    expect(opened(file, { tokenise: byBlanks }).rewrite(before, NO_REQUEST)).toEqual(after);
  return after;
}

/** The file as another thread gets it. */
export function opened({ packed }: Pick<PackedRuleFile, 'packed'>, queryWords: QueryWords): RuleProgram {
  return completed(openProgram(structuredClone(packed), queryWords));
}

/** What the files of a set say, as another thread gets it. */
export function openedSet({ programs }: RuleSet, queryWords: QueryWords): ProgramOf {
  return completed(openRuleSet(structuredClone({ programs }), () => queryWords));
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
