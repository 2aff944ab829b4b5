import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readJsonPath } from '../../../src/rules/common/json-path.ts';
import { readTests } from '../../../src/rules/common/rule-test.ts';
import type { PropertyValue } from '../../../src/rules/common/properties.ts';
import { Unreadable } from '../../../src/rules/common/terms.ts';
import { unexpanded } from '../../../src/rules/expansion.ts';
import { RULE_FILE_KINDS } from '../../../src/rules/rule-files.ts';
import { readRuleSet } from '../../../src/rules/rule-set.ts';
import { completed } from '../../../src/rules/source/steps.ts';
import { byBlanks, NO_REQUEST, openedSet } from './support.ts';

/** Signs and words that mean something in some kind of file, and some that mean nothing in any. */
const SIGNS = 'ab*"#\\:,;()[]{}<>|+-?.$@%&^!=~\'/ \n\t\r'.split('');
const WORDS = [
  '=>',
  '\n',
  '\n',
  ' ',
  'SYNONYM: ',
  'UP(2): ',
  'FILTER: * ',
  'DELETE',
  '@{',
  '}@',
  '@_id: "x"',
  '<< t >>',
  'def t(p):\n',
  '$p',
  '$1',
  '{"dictionary": ["ab"]}',
  '"units"',
  'true',
  'null',
  '1e999',
  '-0',
  '手机',
  '\ufeff',
  '\u0000',
  '\ud800',
  '𠮷',
  '__proto__',
  'constructor',
  '\u3000',
];
const PIECES = SIGNS.concat(WORDS);
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));
const query = fc.array(fc.constantFrom('a', 'b', 'ab', '手机', '__proto__', '2'), { maxLength: 4 });

describe.each(RULE_FILE_KINDS.map(({ ending }) => ending))('whatever stands in a file %s', (ending) => {
  test('gives rules or faults with lines of the file, and never harms a query', () => {
    fc.assert(
      fc.property(text, query, (written, words) => {
        const file = `x${ending}`;
        const set = completed(
          readRuleSet([{ file, text: written, index: undefined }], () => ({ tokenise: byBlanks })),
        );
        const lines = written.split(/\r\n|\r|\n/).length;
        for (const { line, message } of [...set.errors, ...set.warnings]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(message).not.toBe('');
        }
        if (set.errors.length > 0) return;
        const before = unexpanded(words.join(' '), words);
        const after = openedSet(set, { tokenise: byBlanks })('shop')?.rewrite(before, NO_REQUEST) ?? before;
        expect(words.length === 0 || after.slots.length > 0 || ending === '.replace.txt').toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const value = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    fc.constantFrom<PropertyValue>('x', '', 1, -1, true, '2026-01-01T00:00:00Z'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('query', 'pins', 'never', 'top', 'id', 'within', 'at', 'context', 'y'),
          tie('value'),
        ),
        {
          maxLength: 4,
        },
      )
      .map((members): PropertyValue => new Map(members)),
  ),
})).value;

/** What the reader refuses it says in its own kind of error; anything else is a fault of ours. */
function orUnreadable(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(Unreadable);
  }
}

test('whatever stands in @test is read or refused', () => {
  fc.assert(fc.property(value, (given) => orUnreadable(() => readTests(new Map([['test', given]])))));
});

test('whatever is asked of properties is answered or refused', () => {
  const path = fc
    .array(
      fc.constantFrom(
        '$',
        '.',
        '..',
        '[',
        ']',
        '?',
        '(',
        ')',
        '?(',
        '@',
        'a',
        "'a'",
        '"',
        '1',
        '==',
        '<',
        '&&',
        '||',
        '!',
        'in',
        '*',
        ' ',
        '=~',
        '/a.*/',
        ',',
      ),
      {
        maxLength: 20,
      },
    )
    .map((pieces) => `$${pieces.join('')}`);
  fc.assert(
    fc.property(path, fc.oneof(fc.constant(1), value), (expression, given) =>
      orUnreadable(() => expect(typeof readJsonPath(expression)(new Map([['a', given]]))).toBe('boolean')),
    ),
    { numRuns: 2000 },
  );
});
