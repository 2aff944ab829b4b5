import { describe, expect, test } from '@jest/globals';
import { faultCases, parse, ruleCases } from './cases.ts';

const booleanInput = true;

ruleCases(
  'AND, OR and NOT',
  [
    ['a AND b => / UP: x', 'a b', 'a , b ; up 1: x'],
    ['a AND b => / UP: x', 'b y a', 'b , y , a ; up 1: x'],
    ['a AND b => / UP: x', 'a', 'a'],
    ['a and b => / UP: x', 'b a', 'b , a ; up 1: x'],
    ['a OR b => / UP: x', 'a', 'a ; up 1: x'],
    ['a OR b => / UP: x', 'b', 'b ; up 1: x'],
    ['a OR b => / UP: x', 'a b', 'a , b ; up 1: x'],
    ['a OR b => / UP: x', 'c', 'c'],
    ['a AND NOT b => / UP: x', 'a', 'a ; up 1: x'],
    ['a AND NOT b => / UP: x', 'a b', 'a , b'],
    ['NOT b AND a => / UP: x', 'a c', 'a , c ; up 1: x'],
    ['NOT a => / UP: x', 'b', 'b'],
    ['NOT a => / UP: x', 'a', 'a'],
    ['NOT a => / UP: x', '', ''],
    ['a OR b AND c => / UP: x', 'a', 'a ; up 1: x'],
    ['a OR b AND c => / UP: x', 'b', 'b'],
    ['a OR b AND c => / UP: x', 'b c', 'b , c ; up 1: x'],
    ['(a OR b) AND c => / UP: x', 'a', 'a'],
    ['(a OR b) AND c => / UP: x', 'a c', 'a , c ; up 1: x'],
    ['(a OR b) AND (c OR d) => / UP: x', 'b d', 'b , d ; up 1: x'],
    ['(a OR b) AND (c OR d) => / UP: x', 'a b', 'a , b'],
    ['( a OR b ) AND c => / UP: x', 'b c', 'b , c ; up 1: x'],
    ['a AND NOT (b OR c) => / UP: x', 'a c', 'a , c'],
    ['a AND NOT (b OR c) => / UP: x', 'a d', 'a , d ; up 1: x'],
    ['a AND NOT (b AND c) => / UP: x', 'a b', 'a , b ; up 1: x'],
    ['NOT a AND b OR c => / UP: x', 'a c', 'a , c ; up 1: x'],
    ['a AND a => / UP: x', 'a', 'a ; up 1: x'],
    ['a AND b => / UP: x', 'a b a b', 'a , b , a , b ; up 1: x'],
    ['((a)) AND b => / UP: x', 'a b', 'a , b ; up 1: x'],
  ],
  { booleanInput },
);

ruleCases(
  'NOT a OR NOT b is an exclusive or, since one of its words must be in the query',
  [
    ['NOT a OR NOT b => / UP: x', 'a', 'a ; up 1: x'],
    ['NOT a OR NOT b => / UP: x', 'b', 'b ; up 1: x'],
    ['NOT a OR NOT b => / UP: x', 'a b', 'a , b'],
    ['NOT a OR NOT b => / UP: x', 'c', 'c'],
  ],
  { booleanInput },
);

ruleCases(
  'literals',
  [
    ['a b AND c => / UP: x', 'c a b', 'c , a , b ; up 1: x'],
    ['a b AND c => / UP: x', 'a c b', 'a , c , b'],
    ['"a AND c => / UP: x', 'a c', 'a , c ; up 1: x'],
    ['"a AND c => / UP: x', 'c a', 'c , a'],
    ['a" AND c => / UP: x', 'c a', 'c , a ; up 1: x'],
    ['sho* AND red => / UP: x', 'red shoes', 'red , shoes ; up 1: x'],
    ['sho* AND red => / UP: x', 'red sho', 'red , sho'],
    ['*hemd OR x => / UP: y', 'oberhemd', 'oberhemd ; up 1: y'],
    ['A AND B => / UP: x', 'a b', 'a , b ; up 1: x'],
    ['f:a AND b => / UP: x', 'f:a b', 'f:a , b ; up 1: x'],
    ['a \\AND b => / UP: x', 'a and b', 'a , and , b ; up 1: x'],
    ['a \\AND b => / SYNONYM: x', 'a and b', 'a | x , and | x , b | x'],
    ['a AND \\(b\\) => / UP: x', '(b) a', '(b) , a ; up 1: x'],
    ['12\\" AND a => / UP: x', '12" a', '12" , a ; up 1: x'],
    ['a AND b\\* => / UP: x', 'b* a', 'b* , a ; up 1: x'],
    ['a AND c\\# => / UP: x', 'c# a', 'c# , a ; up 1: x'],
    ['AND_THEN y => / UP: x', 'and_then y', 'and_then , y ; up 1: x'],
    ['a (c) => / UP: x', 'a (c)', 'a , (c) ; up 1: x'],
    ['a => / SYNONYM: b', 'a', 'a | b'],
  ],
  { booleanInput, fields: ['f'] },
);

ruleCases('without the option the operators are words', [
  ['a AND b => / UP: x', 'a and b', 'a , and , b ; up 1: x'],
  ['a AND b => / UP: x', 'a b', 'a , b'],
  ['a AND OR => / UP: x', 'a and or', 'a , and , or ; up 1: x'],
  ['NOT a => / SYNONYM: x', 'not a', 'not | x , a | x'],
]);

faultCases(
  'inputs that are no formula',
  [
    ['AND a OR b => / UP: x', '1: a word is missing before "AND"'],
    ['a OR b AND => / UP: x', '1: a word is missing at the end'],
    ['a OR b NOT => / UP: x', '1: "NOT" stands'],
    ['a NOT b => / UP: x', '1: "NOT" stands'],
    ['NOT NOT a => / UP: x', '1: "NOT" stands'],
    ['a AND ( b ) c => / UP: x', '1: missing between'],
    ['a ( b ) AND c => / UP: x', '1: missing before "("'],
    ['a AND ( ) => / UP: x', '1: missing before ")"'],
    ['a AND OR b => / UP: x', '1: missing before "OR"'],
    ['a ) AND ( b => / UP: x', '1: "(" is missing'],
    ['a AND b ) => / UP: x', '1: "(" is missing'],
    ['( a AND b => / UP: x', '1: ")" is missing'],
    ['a AND b => / SYNONYM: x', '2: SYNONYM cannot stand'],
    ['a AND b => / DELETE', '2: DELETE cannot stand'],
    ['a AND b* c => / UP: x', '1: not at the end'],
    ['sho* AND a => / UP: $1', '2: the input has no'],
  ],
  { booleanInput },
);

describe('formulas that never hold', () => {
  test.each(['NOT a', 'NOT a AND NOT b', 'NOT (a OR b)'])('%s is warned about', (input) => {
    const { errors, warnings } = parse(`${input} => / UP: x`, { booleanInput });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      { file: 'x.rules.txt', line: 1, message: expect.stringContaining('never fires') as unknown },
    ]);
  });
});
