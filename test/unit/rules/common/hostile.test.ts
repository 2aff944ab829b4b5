import { describe, expect, test } from '@jest/globals';
import { readJsonPath } from '../../../../src/rules/common/json-path.ts';
import { Unreadable } from '../../../../src/rules/common/terms.ts';
import { expand, parse } from './cases.ts';

describe('hostile files end in one fault', () => {
  test.each<[string, string, string]>([
    [
      'parentheses without end',
      `${'('.repeat(100_000)}a AND b${')'.repeat(100_000)} => / UP: x`,
      'parentheses',
    ],
    ['fields to choose from', `${'{a,b,c,d,e}:x '.repeat(20)}=> / UP: x`, 'choices of fields'],
    ['brackets without end', `a => / UP: x / @p: ${'['.repeat(100_000)}`, 'nested more than'],
    [
      'templates in templates',
      Array.from({ length: 9 }, (_, at) => `def t${at}(): / UP: ${`<< t${at + 1} >> `.repeat(30)} / `).join(
        ' / ',
      ) + ' / def t9(): / x /  / a => / << t0 >>',
      'without end',
    ],
    ['a template in itself', 'def t(): / << t >> / << t >> /  / a => / UP: x / << t >>', 'without end'],
  ])('%s', (_, rules, message) => {
    const { errors } = parse(rules, { booleanInput: true });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(message);
  });

  test('with more faults than anybody reads', () => {
    const { errors } = parse('a => / UPP: x / '.repeat(5000));
    expect(errors).toHaveLength(1001);
    expect(errors.at(-1)?.message).toContain('what follows is not told');
  });

  test('of one very long line', () => {
    const { errors } = parse(`a =>${' b'.repeat(1_000_000)}`);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.length).toBeLessThan(500);
    expect(errors[0]?.message).toContain('belongs on the next line');
  });

  test('the same rule many times is one doubt each', () => {
    const { warnings } = parse('a => / UP: x / '.repeat(500));
    expect(warnings).toHaveLength(499);
  });

  test('a JSONPath with conditions without end', () => {
    expect(() => readJsonPath(`$[?(${'('.repeat(100_000)}`)).toThrow(Unreadable);
    expect(() => readJsonPath(`$[?(${'!'.repeat(100_000)}`)).toThrow(Unreadable);
  });
});

describe('hostile queries', () => {
  test.each([
    ['of a million letters', 'a'.repeat(1_000_000)],
    ['of half a million words', 'a '.repeat(500_000)],
    ['of many Chinese characters', '手机'.repeat(100_000)],
    ['of lone surrogates', '\ud800 \udc00'],
  ])('%s', (_, query) => {
    const words = (text: string) =>
      [...text].map((one, start) => ({ text: one, start, end: start + one.length }));
    const rules = 'a b => / UP: x / a* => / DOWN(0): y / *b => / UP: z / 手 机 => / UP: x';
    expect(expand(rules, query, { words }).query).toBe(query);
  });
});
