import type { Sentence } from './sentence.ts';

const BOOLEAN = { booleanInput: true };

/** What other sentences say in passing, each by itself. */
export const SINGLE: readonly Sentence[] = [
  {
    number: '1.1.12',
    says: 'Two backslashes before a number sign are a backslash, behind which a comment begins.',
    cases: [['a => / UP: x \\\\# y', 'a', 'a ; up 1: x \\']],
  },
  {
    number: '1.1.13',
    says: 'A comment may take a whole line between the instructions of a rule.',
    cases: [['a => / # first / UP: x / # second / UP: y', 'a', 'a ; up 1: x ; up 1: y']],
  },
  {
    number: '1.1.14',
    says: 'A property before any input belongs to no rule.',
    faults: [['@_id: "x" / a => / UP: y', '1: belongs to no rule']],
  },
  {
    number: '1.1.15',
    says: 'An arrow without words before it is a fault.',
    faults: [['=> / UP: x', '1: nothing stands before']],
  },
  {
    number: '1.1.16',
    says: 'The last rule of a file needs an instruction as well.',
    faults: [['a => / UP: x / b =>', '3: has no instruction']],
  },
  {
    number: '1.1.17',
    says: 'All faults of a file are told at once.',
    faults: [
      [
        'a => / UPP: x / b => / FILTER(1): y / c =>',
        '2: no instruction',
        '4: takes nothing',
        '5: has no instruction',
      ],
    ],
  },
  {
    number: '1.1.18',
    says: 'A parameter holds letters, digits, underscores, points and hyphens only.',
    cases: [['a => / DECORATE(k_1.b-c): x', 'a', 'a ; decorate k_1.b-c: x']],
    faults: [['a => / DECORATE(a b): x', '2: cannot be read']],
  },
  {
    number: '1.1.19',
    says: 'A quote in front asks for the beginning only.',
    cases: [
      ['"a => / UP: x', 'a b', 'a , b ; up 1: x'],
      ['"a => / UP: x', 'b a', 'b , a'],
    ],
  },
  {
    number: '1.1.20',
    says: 'A quote behind asks for the end only.',
    cases: [
      ['a b" => / UP: x', 'c a b', 'c , a , b ; up 1: x'],
      ['a b" => / UP: x', 'a b c', 'a , b , c'],
    ],
  },
  {
    number: '1.1.21',
    says: 'Blanks may stand within the quotes of an input.',
    cases: [['" a b " => / UP: x', 'a b', 'a , b ; up 1: x']],
  },
  {
    number: '1.1.22',
    says: 'A term that names no field does not match one of a field.',
    options: { fields: ['f'] },
    cases: [['a => / UP: x', 'f:a', 'f:a']],
  },
  {
    number: '1.1.23',
    says: 'Braces of fields are closed and hold a name.',
    faults: [
      ['{f:a => / UP: x', '1: '],
      ['{}:a => / UP: x', '1: '],
    ],
  },
  {
    number: '1.2.10',
    says: 'A quote within an input is written with a backslash.',
    cases: [['5\\" => / UP: x', '5"', '5" ; up 1: x']],
  },
  {
    number: '1.2.11',
    says: 'An asterisk that is meant is written with a backslash.',
    cases: [
      ['ab\\* => / UP: x', 'ab*', 'ab* ; up 1: x'],
      ['ab\\* => / UP: x', 'abc', 'abc'],
    ],
  },
  {
    number: '1.2.12',
    says: 'An asterisk alone, or within a word, is a fault.',
    faults: [
      ['* => / UP: x', '1: would match every word'],
      ['a*b => / UP: x', '1: stands inside'],
    ],
  },
  {
    number: '1.2.13',
    says: 'A wildcard stands for one character at least.',
    cases: [
      ['ab* => / UP: x', 'ab', 'ab'],
      ['*bc => / UP: x', 'bc', 'bc'],
      ['*bc => / UP: x', 'abc', 'abc ; up 1: x'],
    ],
  },
  {
    number: '1.2.14',
    says: 'A word before the wildcard stands right before it.',
    cases: [
      ['a bc* => / UP: x', 'a bcd', 'a , bcd ; up 1: x'],
      ['a bc* => / UP: x', 'a e bcd', 'a , e , bcd'],
    ],
  },
  {
    number: '1.2.15',
    says: 'The same words in another order do not match.',
    cases: [['a b => / UP: x', 'b a', 'b , a']],
  },
  {
    number: '1.2.16',
    says: 'An input that a query holds twice takes part twice.',
    cases: [['a => / SYNONYM: b', 'a c a', 'a | b , c , a | b']],
  },
  {
    number: '1.3.9',
    says: 'Without the option operators are words.',
    cases: [['a AND b => / UP: x', 'a and b', 'a , and , b ; up 1: x']],
  },
  {
    number: '1.3.10',
    says: 'Literals of AND may stand anywhere and in any order.',
    options: BOOLEAN,
    cases: [
      ['a AND b => / UP: x', 'b c a', 'b , c , a ; up 1: x'],
      ['a AND b => / UP: x', 'b c', 'b , c'],
    ],
  },
  {
    number: '1.3.11',
    says: 'One literal is enough for OR.',
    options: BOOLEAN,
    cases: [['a OR b => / UP: x', 'c b', 'c , b ; up 1: x']],
  },
  {
    number: '1.3.12',
    says: 'NOT denies a group as well as a literal.',
    options: BOOLEAN,
    cases: [
      ['a AND NOT (b OR c) => / UP: x', 'a d', 'a , d ; up 1: x'],
      ['a AND NOT (b OR c) => / UP: x', 'a c', 'a , c'],
    ],
  },
  {
    number: '1.3.13',
    says: 'FILTER, UP, DOWN and DECORATE may stand under a formula.',
    options: BOOLEAN,
    cases: [
      [
        'a AND b => / FILTER: x / DOWN: y / DECORATE: z',
        'a b',
        'a , b ; down 1: y ; filter: x ; decorate: z',
      ],
    ],
  },
  {
    number: '1.4.15',
    says: 'A synonym of several words stands beside each word of an input of several.',
    cases: [['a b => / SYNONYM: c d', 'a b', 'a | c+d , b | c+d']],
  },
  {
    number: '1.4.16',
    says: 'A synonym is not looked up again by other rules.',
    cases: [['a => / SYNONYM: b / b => / SYNONYM: c', 'a', 'a | b']],
  },
  {
    number: '1.4.17',
    says: '$1 is filled in each term that holds it.',
    cases: [['ab* => / SYNONYM: $1 x$1', 'abcd', 'abcd | cd+xcd']],
  },
  {
    number: '1.4.18',
    says: '$1 without a wildcard is a fault in SYNONYM and boosts.',
    faults: [
      ['a => / SYNONYM: $1', '2: has no "*"'],
      ['a => / UP: $1', '2: has no "*"'],
    ],
  },
  {
    number: '1.4.19',
    says: 'A distance stands right behind a phrase, and is of digits.',
    cases: [['a => / UP: "b c"~3', 'a', 'a ; up 1: "b c"~3']],
  },
  {
    number: '1.4.20',
    says: 'Words of a filter may name fields, with a sign before the field.',
    cases: [['a => / FILTER: f:x -g:y', 'a', 'a ; filter: f:x -g:y']],
  },
  {
    number: '1.4.21',
    says: 'A parameter of a raw query that does not end is a fault.',
    faults: [['a => / FILTER: * {"term": {"f": "%%x"}}', '2: odd number']],
  },
  {
    number: '1.4.22',
    says: 'DELETE of some words leaves the others of the input.',
    cases: [['a b c => / DELETE: b', 'a b c', 'a , c ; deleted b']],
  },
  {
    number: '1.4.23',
    says: 'DELETE takes the word out wherever it stands, and leaves its synonym.',
    cases: [['a => / DELETE / SYNONYM: c', 'a b', 'c , b ; deleted a']],
  },
  {
    number: '1.4.24',
    says: 'An instruction that says nothing is a fault, but for DELETE.',
    faults: [
      ['a => / SYNONYM:', '2: says nothing'],
      ['a => / UP', '2: says nothing'],
      ['a => / FILTER:', '2: says nothing'],
    ],
  },
  {
    number: '1.5.7',
    says: 'Numbers and truth values stand without quotes.',
    cases: [['a => / UP: x / @n: 1 / @enabled: true', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.5.8',
    says: 'Properties on lines of their own and in a block are one list.',
    cases: [['a => / UP: x / @n: 1 / @{ enabled: false }@', 'a', 'a']],
    faults: [['a => / UP: x / @n: 1 / @{ n: 2 }@', '4: is given twice']],
  },
  {
    number: '2.2.6',
    says: 'A place of PIN is a whole number from 1.',
    cases: [['a => / PIN(3): i j', 'a', 'a ; pin 3: i j']],
    faults: [
      ['a => / PIN(0): i', '2: is no place'],
      ['a => / PIN(1.5): i', '2: is no place'],
    ],
  },
  {
    number: '2.2.7',
    says: 'BURY, HIDE and REDIRECT take no parameter.',
    faults: [
      ['a => / BURY(1): i', '2: takes nothing'],
      ['a => / HIDE(1): i', '2: takes nothing'],
      ['a => / REDIRECT(1): u', '2: takes nothing'],
    ],
  },
  {
    number: '2.2.8',
    says: 'LEG names a leg, and is off or a weight from 0.',
    faults: [
      ['a => / LEG: off', '2: names no leg'],
      ['a => / LEG(knn): on', '2: is neither'],
      ['a => / LEG(knn): -1', '2: is neither'],
    ],
  },
  {
    number: '2.3.5',
    says: 'A moment without its zone, or an end that is not later than the beginning, is a fault.',
    faults: [
      ['a => / UP: x / @from: "2026-01-01T00:00:00"', '1: is no moment'],
      ['a => / UP: x / @from: "2026-01-02T00:00:00Z" / @until: "2026-01-02T00:00:00Z"', '1: not later'],
    ],
  },
];
