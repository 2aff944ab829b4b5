import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatCommonRules } from '../../../../src/rules/common/format.ts';
import { parseCommonRules } from '../../../../src/rules/common/parse.ts';
import { byBlanks } from '../support.ts';
import { text } from './cases.ts';

describe('formatting', () => {
  test.each<[string, string]>([
    ['', ''],
    ['# only a comment', '# only a comment / '],
    ['a=> / up:x', 'a => /   UP: x / '],
    ['a => / synonym ( 0.5 ):  b  c', 'a => /   SYNONYM(0.5): b  c / '],
    ['a => / UP: x / b => / UP: y', 'a => /   UP: x /  / b => /   UP: y / '],
    [' /  / a => /  / UP: x /  /  / ', 'a => /   UP: x / '],
    ['a => / delete:', 'a => /   DELETE / '],
    ['a => # why / UP: x   # how', 'a => # why /   UP: x # how / '],
    ['# top /  / # of a / a => / # of x / UP: x', '# top /  / # of a / a => /   # of x /   UP: x / '],
    ['a => / UP: x / # of b / b => / UP: y', 'a => /   UP: x /  / # of b / b => /   UP: y / '],
    ['a => / UP: x / # end', 'a => /   UP: x /  / # end / '],
    ['a => / UP: x / @ p : 1', 'a => /   UP: x /   @p: 1 / '],
    [
      'a => / UP: x / @{ / p: 1, / q: {r: 2} / }@',
      'a => /   UP: x /   @{ /     p: 1, /     q: {r: 2} /   }@ / ',
    ],
    ['a => / UP: x / @{ /  / # why / p: 1 }@', 'a => /   UP: x /   @{ /     # why /     p: 1 }@ / '],
    ['def t(p): / UP: $p /  / a => / << t: p = 1 >>', 'def t(p): /   UP: $p /  / a => /   << t: p = 1 >> / '],
    ['\ufeffa => / UP: x', 'a => /   UP: x / '],
    ['a  b => / UP: x', 'a  b => /   UP: x / '],
    ['c\\# => / UP: c\\# # no', 'c\\# => /   UP: c\\# # no / '],
  ])('%s', (given, expected) => {
    expect(formatCommonRules(text(given))).toBe(expected.split(' / ').join('\n'));
  });

  const PIECES = [
    'a =>\n',
    'b* =>\n',
    '"" => # c\n',
    'up: x\n',
    'SYNONYM(2) : c # d\n',
    ' delete\n',
    '@p: 1\n',
    '@{\nq: 2\n}@\n',
    '@{ r: [1,\n2] }@\n',
    '# note\n',
    '\n',
    '  \n',
    'def t(x):\nUP: $x\n\n',
    '<< t: x = 1 >>\n',
    '  << t: x = 2 >>\n',
    '\r\n',
    'DECORATE: x\\# # y\n',
    'PIN(2): 1 2\n',
  ];
  const meaning = (given: string) => {
    const { errors, rules } = parseCommonRules({ file: 'f', text: given }, { tokenise: byBlanks });
    return {
      errors,
      rules: rules.map((rule) => ({
        ...rule,
        line: 0,
        conditions: undefined,
        instructions: rule.instructions.map((one) => ({ ...one, line: 0 })),
      })),
    };
  };
  const sound = fc
    .array(fc.constantFrom(...PIECES), { maxLength: 14 })
    .map((pieces) => `a =>\nUP: y\n${pieces.join('')}`)
    .filter((given) => meaning(given).errors.length === 0);

  test('changes nothing of what the rules say', () => {
    fc.assert(
      fc.property(sound, (given) => {
        expect(meaning(formatCommonRules(given))).toEqual(meaning(given));
      }),
      { numRuns: 500 },
    );
  });

  test('is stable', () => {
    fc.assert(
      fc.property(sound, (given) => {
        const once = formatCommonRules(given);
        expect(formatCommonRules(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps every comment', () => {
    const comments = (given: string) => given.match(/(?<!\\)#.*/g) ?? [];
    fc.assert(
      fc.property(sound, (given) => {
        expect(comments(formatCommonRules(given))).toEqual(comments(given.replaceAll('\r', '')));
      }),
      { numRuns: 500 },
    );
  });
});
