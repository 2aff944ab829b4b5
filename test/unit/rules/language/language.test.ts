import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readRuleSet } from '../../../../src/rules/rule-set.ts';
import { completed } from '../../../../src/rules/source/steps.ts';
import { unexpanded } from '../../../../src/rules/expansion.ts';
import { expand, parse, shown, text } from '../common/cases.ts';
import { byBlanks, NO_REQUEST, openedSet, slots } from '../support.ts';
import { BASE } from './base.ts';
import { BEYOND } from './beyond.ts';
import { EACH_OF_BASE } from './each-of-base.ts';
import { EACH_OF_BEYOND } from './each-of-beyond.ts';
import { EACH_OF_FILES } from './each-of-files.ts';
import { EACH_OF_FORMULAS } from './each-of-formulas.ts';
import { EACH_OF_INSTRUCTIONS } from './each-of-instructions.ts';
import { INSTRUCTIONS } from './instructions.ts';
import type { Sentence } from './sentence.ts';
import { SINGLE } from './single.ts';

const SENTENCES: readonly Sentence[] = [
  ...BASE,
  ...INSTRUCTIONS,
  ...BEYOND,
  ...SINGLE,
  ...EACH_OF_BASE,
  ...EACH_OF_FORMULAS,
  ...EACH_OF_INSTRUCTIONS,
  ...EACH_OF_FILES,
  ...EACH_OF_BEYOND,
];

/** The sections of the language's description. */
const SECTIONS = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7].map(String);

const read = (file: string, rules: string) =>
  completed(readRuleSet([{ file, text: text(rules), index: undefined }], () => ({ tokenise: byBlanks })));

/** Each as `line: part of the message`. */
function expectFaults(said: readonly string[], wanted: readonly string[]): void {
  expect(said).toHaveLength(wanted.length);
  for (const [at, fault] of wanted.entries()) {
    const [line, words] = [fault.slice(0, fault.indexOf(': ')), fault.slice(fault.indexOf(': ') + 2)];
    expect(said[at]).toMatch(new RegExp(`^${line}: `));
    expect(said[at]).toContain(words);
  }
}

test('sentences are numbered without a gap, in every section', () => {
  const counted = new Map<string, number>();
  for (const { number } of SENTENCES) {
    const section = number.split('.').slice(0, 2).join('.');
    const before = counted.get(section) ?? 0;
    expect(number).toBe(`${section}.${before + 1}`);
    counted.set(section, before + 1);
  }
  expect([...counted.keys()]).toEqual(SECTIONS);
});

describe.each(SENTENCES.map((sentence) => [sentence.number, sentence.says, sentence] as const))(
  '%s %s',
  (
    _number,
    _says,
    { cases = [], faults = [], files = [], fileFaults = [], elsewhere = [], options = {} },
  ) => {
    test('has a case', () => {
      const own = cases.length + faults.length + files.length + fileFaults.length;
      expect(own + elsewhere.length).toBeGreaterThan(0);
    });

    for (const [file, rules, query, expected] of files) {
      test(`${file}: ${rules} · ${query}`, () => {
        const set = read(file, rules);
        expect(set.errors).toEqual([]);
        const before = unexpanded(query, byBlanks(query));
        const after = openedSet(set, { tokenise: byBlanks })('shop')?.rewrite(before, NO_REQUEST) ?? before;
        expect(slots(after).join(' , ')).toBe(expected);
      });
    }

    for (const [file, rules, ...wanted] of fileFaults) {
      test(`${file}: ${rules}`, () => {
        expectFaults(
          read(file, rules).errors.map(({ line, message }) => `${line}: ${message}`),
          wanted,
        );
      });
    }

    for (const [rules, query, expected] of cases) {
      test(`${rules} · ${query}`, () => expect(shown(expand(rules, query, options))).toBe(expected));
    }

    for (const [rules, ...wanted] of faults) {
      test(rules, () => {
        expectFaults(
          parse(rules, options).errors.map(({ line, message }) => `${line}: ${message}`),
          wanted,
        );
      });
    }

    for (const [file, words] of elsewhere) {
      test(`${file}: ${words}`, () => {
        const path = join('test', file);
        expect(existsSync(path)).toBe(true);
        expect(readFileSync(path, 'utf8').includes(words)).toBe(true);
      });
    }
  },
);
