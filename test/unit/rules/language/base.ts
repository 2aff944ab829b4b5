import type { Sentence } from './sentence.ts';

const BOOLEAN = { booleanInput: true };
const FIELDS = { fields: ['f', 'g'] };

/** Lines, inputs and formulas. */
export const BASE: readonly Sentence[] = [
  {
    number: '1.1.1',
    says: 'A number sign that no single backslash stands before begins a comment; blanks at the ends and empty lines say nothing.',
    cases: [
      ['# a / a => # b /  /   UP: x # c', 'a', 'a ; up 1: x'],
      ['a\\#1 => / UP: x', 'a#1', 'a#1 ; up 1: x'],
    ],
  },
  {
    number: '1.1.2',
    says: 'The first line is an input, and a line that ends in an arrow is one.',
    cases: [['a => / UP: x', 'a', 'a ; up 1: x']],
    faults: [['UP: x', '1: belongs to no rule']],
  },
  {
    number: '1.1.3',
    says: 'A line that begins with an at sign, or stands in an open block, is a property.',
    cases: [['a => / UP: x / @{ / enabled: false / }@', 'a', 'a']],
  },
  {
    number: '1.1.4',
    says: 'What is neither property, input nor instruction is a fault; nothing may follow an arrow on its line.',
    faults: [
      ['a => / ?!', '2: cannot be read'],
      ['a => SYNONYM: b', '1: belongs on the next line'],
    ],
  },
  {
    number: '1.1.5',
    says: 'A rule has at least one instruction.',
    faults: [['a => / b => / UP: x', '1: has no instruction']],
  },
  {
    number: '1.1.6',
    says: 'Properties may stand anywhere behind the input.',
    cases: [['a => / @enabled: false / UP: x', 'a', 'a']],
  },
  {
    number: '1.1.7',
    says: 'Faults have the line of the file, through templates as well.',
    faults: [['# c /  / a => / UPP: x', '4: no instruction']],
    elsewhere: [['unit/rules/common/templates.test.ts', 'are those of their references']],
  },
  {
    number: '1.1.8',
    says: 'Names of instructions may be written in any case, with blanks around every part.',
    cases: [['a => / synonym ( 0.5 ) :  b', 'a', 'a | b^0.5']],
  },
  {
    number: '1.1.9',
    says: 'REPLACE is reserved.',
    faults: [['a => / REPLACE: b', '2: REPLACE is reserved']],
  },
  {
    number: '1.1.10',
    says: 'Quotes say that the query begins, ends, or both; two quotes are the empty query.',
    cases: [
      ['"a b" => / UP: x', 'a b', 'a , b ; up 1: x'],
      ['"a b" => / UP: x', 'a b c', 'a , b , c'],
      ['"a => / UP: x', 'b a', 'b , a'],
      ['a" => / UP: x', 'b a', 'b , a ; up 1: x'],
      ['"" => / UP: x', '', ' ; up 1: x'],
      ['"" => / UP: x', 'a', 'a'],
    ],
  },
  {
    number: '1.1.11',
    says: 'A term may name a field, or several in braces.',
    options: FIELDS,
    cases: [
      ['f:a => / UP: x', 'f:a', 'f:a ; up 1: x'],
      ['{f,g}:a => / UP: x', 'g:a', 'g:a ; up 1: x'],
      ['f:a => / UP: x', 'g:a', 'g:a'],
    ],
    faults: [['{f:a => / UP: x', '1: braces']],
  },
  {
    number: '1.2.1',
    says: 'A backslash escapes itself, quotes, the asterisk and the number sign, and nothing else.',
    cases: [
      ['a\\*b => / UP: x', 'a*b', 'a*b ; up 1: x'],
      ['\\"ab => / UP: x', '"ab', '"ab ; up 1: x'],
      ['a\\\\b => / UP: x', 'a\\b', 'a\\b ; up 1: x'],
    ],
    faults: [['a\\nb => / UP: x', '1: is no escape']],
  },
  {
    number: '1.2.2',
    says: 'A term of one character is taken as it stands.',
    cases: [
      ['\\ b => / UP: x', '\\ b', '\\ , b ; up 1: x'],
      [': b => / UP: x', ': b', ': , b ; up 1: x'],
    ],
  },
  {
    number: '1.2.3',
    says: 'A colon at either end of a term names no field.',
    cases: [
      [':ab => / UP: x', ':ab', ':ab ; up 1: x'],
      ['ab: => / UP: x', 'ab:', 'ab: ; up 1: x'],
    ],
  },
  {
    number: '1.2.4',
    says: 'An input has one wildcard at most.',
    faults: [
      ['*a b* => / UP: x', '1: more than one wildcard'],
      ['a*b* => / UP: x', '1: two wildcards'],
    ],
  },
  {
    number: '1.2.5',
    says: 'An asterisk behind a word stands at the very end of the input, without a right boundary, for one or more characters.',
    cases: [
      ['ab* => / UP: x', 'abc', 'abc ; up 1: x'],
      ['ab* => / UP: x', 'ab', 'ab'],
    ],
    faults: [
      ['ab* c => / UP: x', '1: not at the end'],
      ['ab*" => / UP: x', '1: must end, and may go on'],
    ],
  },
  {
    number: '1.2.6',
    says: 'An asterisk before a word may stand before any term, for one or more characters; not before the first one behind a left boundary, and no other term names fields then.',
    cases: [
      ['a *bc => / UP: x', 'a xbc', 'a , xbc ; up 1: x'],
      ['*bc d => / UP: x', 'xbc d', 'xbc , d ; up 1: x'],
      ['*bc => / UP: x', 'bc', 'bc'],
    ],
    faults: [
      ['"*bc => / UP: x', '1: must begin'],
      ['*bc f:d => / UP: x', '1: cannot name fields'],
    ],
  },
  {
    number: '1.2.7',
    says: 'Terms match side by side, in any case, without stemming.',
    cases: [
      ['red shoe => / UP: x', 'big RED Shoe', 'big , RED , Shoe ; up 1: x'],
      ['red shoe => / UP: x', 'red big shoe', 'red , big , shoe'],
      ['shoe => / UP: x', 'shoes', 'shoes'],
    ],
  },
  {
    number: '1.2.8',
    says: 'All rules that match take part, also several of one input.',
    cases: [['a => / UP: x / b => / UP: y / a => / UP: z', 'a b', 'a , b ; up 1: x ; up 1: y ; up 1: z']],
  },
  {
    number: '1.2.9',
    says: 'Where case is not ignored, it tells words apart.',
    options: { ignoreCase: false },
    cases: [['Shoe => / UP: x', 'shoe', 'shoe']],
  },
  {
    number: '1.3.1',
    says: 'AND, OR and NOT are known in any case, with parentheses also where no blank parts them.',
    options: BOOLEAN,
    cases: [
      ['a and b => / UP: x', 'b c a', 'b , c , a ; up 1: x'],
      ['a AND (b Or c) => / UP: x', 'c a', 'c , a ; up 1: x'],
      ['a AND not b => / UP: x', 'a b', 'a , b'],
    ],
  },
  {
    number: '1.3.2',
    says: 'A backslash makes a word of an operator, and a sign of a parenthesis.',
    options: BOOLEAN,
    cases: [
      ['a \\AND b => / UP: x', 'a and b', 'a , and , b ; up 1: x'],
      ['a AND \\(b => / UP: x', '(b a', '(b , a ; up 1: x'],
    ],
  },
  {
    number: '1.3.3',
    says: 'NOT binds closest, then AND, then OR.',
    options: BOOLEAN,
    cases: [
      ['a OR b AND c => / UP: x', 'a', 'a ; up 1: x'],
      ['a OR b AND c => / UP: x', 'b', 'b'],
      ['NOT a AND b => / UP: x', 'b', 'b ; up 1: x'],
    ],
  },
  {
    number: '1.3.4',
    says: 'Terms side by side are one literal, with its own boundaries and wildcard.',
    options: BOOLEAN,
    cases: [
      ['a b AND c => / UP: x', 'c a b', 'c , a , b ; up 1: x'],
      ['a b AND c => / UP: x', 'a c b', 'a , c , b'],
      ['"a AND bc* => / UP: x', 'a bcd', 'a , bcd ; up 1: x'],
      ['"a AND bc* => / UP: x', 'bcd a', 'bcd , a'],
    ],
  },
  {
    number: '1.3.5',
    says: 'SYNONYM and DELETE cannot stand under a formula.',
    options: BOOLEAN,
    faults: [
      ['a AND b => / SYNONYM: c', '2: cannot stand under a boolean input'],
      ['a OR b => / DELETE', '2: cannot stand under a boolean input'],
    ],
  },
  {
    number: '1.3.6',
    says: 'An input without an operator is a simple one.',
    options: BOOLEAN,
    cases: [['a b => / SYNONYM: c', 'a b', 'a | c , b | c']],
  },
  {
    number: '1.3.7',
    says: 'An operator at either end, NOT behind a word, a parenthesis behind a word, an empty or an open one are faults.',
    options: BOOLEAN,
    faults: [
      ['AND a => / UP: x', '1: is no boolean input'],
      ['a OR => / UP: x', '1: is no boolean input'],
      ['a NOT b => / UP: x', '1: is no boolean input'],
      ['a ( b ) OR c => / UP: x', '1: is no boolean input'],
      ['( ) OR a => / UP: x', '1: is no boolean input'],
      ['( a OR b => / UP: x', '1: is no boolean input'],
    ],
  },
  {
    number: '1.3.8',
    says: 'A formula that only denies never fires; two denials under OR exclude each other.',
    options: BOOLEAN,
    cases: [
      ['NOT a => / UP: x', 'b', 'b'],
      ['NOT a OR NOT b => / UP: x', 'a', 'a ; up 1: x'],
      ['NOT a OR NOT b => / UP: x', 'a b', 'a , b'],
      ['NOT a OR NOT b => / UP: x', 'c', 'c'],
    ],
  },
];
