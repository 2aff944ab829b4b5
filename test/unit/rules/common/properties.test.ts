import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCommonRules } from '../../../../src/rules/common/parse.ts';
import { unexpanded } from '../../../../src/rules/expansion.ts';
import { byBlanks, NO_REQUEST } from '../support.ts';

const PIECES = [
  'a',
  'b',
  'ab',
  ' ',
  '\n',
  '=>',
  ' =>\n',
  '"',
  '*',
  '\\',
  '#',
  ':',
  '{',
  '}',
  ',',
  '@',
  '@{',
  '}@',
  '\\}@',
  '[',
  ']',
  'SYNONYM: ',
  'UP(2): ',
  'DOWN: ',
  'FILTER: ',
  'DELETE',
  'DECORATE(k): ',
  'PIN(1): ',
  'HIDE: ',
  'LEG(x): off',
  'REDIRECT: ',
  'RERANK: off',
  '$1',
  '$',
  '%%',
  '(',
  ')',
  '~2',
  '+',
  '-',
  ' AND ',
  ' OR ',
  ' NOT ',
  '<<',
  '>>',
  '<< t >>',
  'def t(p):\n',
  '||',
  '=',
  '_id',
  '__proto__',
  'enabled: false',
  'true',
  '1',
  '手机',
  '\ufeff',
  '\r',
  '\u3000',
  '\ud800',
  '\0',
];
const ruleText = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary' })), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''));
const word = fc.constantFrom('a', 'b', 'ab', 'abc', 'b*', 'f:a', '手机');
const query = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

const read = (text: string, booleanInput = false) =>
  parseCommonRules({ file: 'f', text }, { tokenise: byBlanks, booleanInput });

describe('any text', () => {
  test('is read without an exception, and its faults have a line and say something', () => {
    fc.assert(
      fc.property(ruleText, fc.boolean(), (text, booleanInput) => {
        const { errors, warnings } = read(text, booleanInput);
        const lines = text.split(/\r\n|[\r\n]/).length;
        for (const { line, message } of [...errors, ...warnings]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('without faults can be applied to any query', () => {
    fc.assert(
      fc.property(ruleText, query, fc.boolean(), (text, words, booleanInput) => {
        const { errors, open } = read(text, booleanInput);
        fc.pre(errors.length === 0);
        const before = unexpanded(words, byBlanks(words));
        const after = open().rewrite(before, NO_REQUEST);
        if (before.slots.length > 0) expect(after.slots.length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});

const instruction = fc.constantFrom(
  'UP: x',
  'FILTER: x',
  'DECORATE: x',
  'PIN: 1',
  'SYNONYM: c',
  'SYNONYM: c d',
  'SYNONYM(0.5): e',
);
const input = fc.tuple(
  fc.boolean(),
  fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 }),
  fc.constantFrom('', '"', '*'),
);
const rule = fc
  .tuple(input, fc.array(instruction, { minLength: 1, maxLength: 3 }))
  .map(
    ([[left, words, end], lines]) => `${left ? '"' : ''}${words.join(' ')}${end} =>\n${lines.join('\n')}\n`,
  );
const rules = fc.array(rule, { maxLength: 8 });

describe('a query', () => {
  test('that no rule touches comes back as the very same value', () => {
    fc.assert(
      fc.property(rules, fc.array(fc.constantFrom('x', 'y', 'zab'), { maxLength: 5 }), (texts, words) => {
        const before = unexpanded(words.join(' '), words);
        expect(read(texts.join('')).open().rewrite(before, NO_REQUEST)).toBe(before);
      }),
    );
  });

  test('has as many slots with synonyms as without, and each keeps its own word first', () => {
    fc.assert(
      fc.property(rules, query, (texts, text) => {
        const before = unexpanded(text, byBlanks(text));
        const after = read(texts.join('')).open().rewrite(before, NO_REQUEST);
        expect(after.slots.map(({ alternatives }) => alternatives[0])).toEqual(
          before.slots.map(({ alternatives }) => alternatives[0]),
        );
      }),
    );
  });

  test('fires the rules whose words stand side by side in it, as a naive search finds them', () => {
    fc.assert(
      fc.property(rules, query, (texts, text) => {
        const words = byBlanks(text);
        const expected = texts.map((one) => firesNaively(one.slice(0, one.indexOf(' =>')), words));
        const { matched } = read(texts.join('')).open().rewrite(unexpanded(text, words), NO_REQUEST);
        const counts = texts.map((_, at) => matched.filter(({ rule: id }) => id.endsWith(`#${at}`)).length);
        expect(counts).toEqual(expected);
      }),
    );
  });
});

/** How often an input stands in a query. */
function firesNaively(text: string, words: readonly string[]): number {
  const [left, right, open] = [text.startsWith('"'), text.endsWith('"'), text.endsWith('*')];
  const wanted = text.replaceAll(/["*]/g, '').split(' ');
  const fits = (word: string, at: number): boolean =>
    open && at === wanted.length - 1
      ? word.startsWith(wanted[at]!) && word.length > wanted[at]!.length
      : word === wanted[at];
  return words.filter(
    (_, start) =>
      start + wanted.length <= words.length &&
      wanted.every((__, at) => fits(words[start + at]!, at)) &&
      (!left || start === 0) &&
      (!right || start + wanted.length === words.length),
  ).length;
}
