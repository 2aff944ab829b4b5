import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expand, parse, shown } from '../common/cases.ts';
import { BASE } from './base.ts';
import { BEYOND } from './beyond.ts';
import { INSTRUCTIONS } from './instructions.ts';
import type { Sentence } from './sentence.ts';
import { SINGLE } from './single.ts';

const SENTENCES: readonly Sentence[] = [...BASE, ...INSTRUCTIONS, ...BEYOND, ...SINGLE];

/** The sections of the language's description. */
const SECTIONS = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7].map(String);

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
  (_number, _says, { cases = [], faults = [], elsewhere = [], options = {} }) => {
    test('has a case', () => {
      expect(cases.length + faults.length + elsewhere.length).toBeGreaterThan(0);
    });

    for (const [rules, query, expected] of cases) {
      test(`${rules} · ${query}`, () => expect(shown(expand(rules, query, options))).toBe(expected));
    }

    for (const [rules, ...wanted] of faults) {
      test(rules, () => {
        const said = parse(rules, options).errors.map(({ line, message }) => `${line}: ${message}`);
        expect(said).toHaveLength(wanted.length);
        for (const [at, fault] of wanted.entries()) {
          const [line, words] = [fault.slice(0, fault.indexOf(': ')), fault.slice(fault.indexOf(': ') + 2)];
          expect(said[at]).toMatch(new RegExp(`^${line}: `));
          expect(said[at]).toContain(words);
        }
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
