import type { Sentence } from './sentence.ts';

const BOOLEAN = { booleanInput: true };

/** Formulas once more: one sentence for each thing that is said. */
export const EACH_OF_FORMULAS: readonly Sentence[] = [
  { number: '1.3.14', says: 'and is AND.', options: BOOLEAN, cases: [['a and b => / UP: x', 'b', 'b']] },
  {
    number: '1.3.15',
    says: 'or is OR.',
    options: BOOLEAN,
    cases: [['a or b => / UP: x', 'b', 'b ; up 1: x']],
  },
  {
    number: '1.3.16',
    says: 'not is NOT.',
    options: BOOLEAN,
    cases: [['a and not b => / UP: x', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.3.17',
    says: 'Parentheses need no blanks around them.',
    options: BOOLEAN,
    cases: [['(a OR b)AND(c OR d) => / UP: x', 'd a', 'd , a ; up 1: x']],
  },
  {
    number: '1.3.18',
    says: '\\AND, \\OR and \\NOT are words.',
    options: BOOLEAN,
    cases: [
      ['\\AND OR a => / UP: x', 'and', 'and ; up 1: x'],
      ['\\OR OR a => / UP: x', 'or', 'or ; up 1: x'],
      ['\\NOT OR a => / UP: x', 'not', 'not ; up 1: x'],
    ],
  },
  {
    number: '1.3.19',
    says: '\\( and \\) are parentheses.',
    options: BOOLEAN,
    cases: [['\\(a\\) AND b => / UP: x', 'b (a)', 'b , (a) ; up 1: x']],
  },
  {
    number: '1.3.20',
    says: '\\*, \\", \\# and \\\\ are the signs, as in other inputs.',
    options: BOOLEAN,
    cases: [
      ['ab\\* AND c => / UP: x', 'c ab*', 'c , ab* ; up 1: x'],
      ['\\"ab AND c => / UP: x', 'c "ab', 'c , "ab ; up 1: x'],
      ['ab\\# AND c => / UP: x', 'c ab#', 'c , ab# ; up 1: x'],
      ['ab\\\\ AND c => / UP: x', 'c ab\\', 'c , ab\\ ; up 1: x'],
    ],
  },
  {
    number: '1.3.21',
    says: 'NOT binds closer than AND.',
    options: BOOLEAN,
    cases: [['NOT a AND b => / UP: x', 'a b', 'a , b']],
  },
  {
    number: '1.3.22',
    says: 'AND binds closer than OR, on either side.',
    options: BOOLEAN,
    cases: [
      ['a AND b OR c => / UP: x', 'c', 'c ; up 1: x'],
      ['a AND b OR c => / UP: x', 'a', 'a'],
    ],
  },
  {
    number: '1.3.23',
    says: 'Parentheses bind closest.',
    options: BOOLEAN,
    cases: [['a AND (b OR c) => / UP: x', 'b', 'b']],
  },
  {
    number: '1.3.24',
    says: 'A literal of several words stands side by side.',
    options: BOOLEAN,
    cases: [
      ['a b OR c => / UP: x', 'a b', 'a , b ; up 1: x'],
      ['a b OR c => / UP: x', 'b a', 'b , a'],
    ],
  },
  {
    number: '1.3.25',
    says: 'Each literal may have boundaries of its own.',
    options: BOOLEAN,
    cases: [
      ['"a AND b" => / UP: x', 'a c b', 'a , c , b ; up 1: x'],
      ['"a AND b" => / UP: x', 'b c a', 'b , c , a'],
    ],
  },
  {
    number: '1.3.26',
    says: 'Each literal may have a wildcard of its own.',
    options: BOOLEAN,
    cases: [['ab* AND *cd => / UP: x', 'xcd abx', 'xcd , abx ; up 1: x']],
  },
  {
    number: '1.3.27',
    says: 'SYNONYM under a formula is a fault.',
    options: BOOLEAN,
    faults: [['a OR b => / SYNONYM: c', '2: cannot stand under a boolean input']],
  },
  {
    number: '1.3.28',
    says: 'DELETE under a formula is a fault.',
    options: BOOLEAN,
    faults: [['a AND b => / DELETE: a', '2: cannot stand under a boolean input']],
  },
  {
    number: '1.3.29',
    says: 'A formula begins with no operator but NOT.',
    options: BOOLEAN,
    faults: [
      ['AND a => / UP: x', '1: is no boolean input'],
      ['OR a => / UP: x', '1: is no boolean input'],
    ],
  },
  {
    number: '1.3.30',
    says: 'A formula ends with no operator.',
    options: BOOLEAN,
    faults: [
      ['a AND => / UP: x', '1: is no boolean input'],
      ['a AND b NOT => / UP: x', '1: is no boolean input'],
    ],
  },
  {
    number: '1.3.31',
    says: 'NOT does not stand behind a word.',
    options: BOOLEAN,
    faults: [['a NOT b => / UP: x', '1: is no boolean input']],
  },
  {
    number: '1.3.32',
    says: 'A parenthesis does not stand behind a word, nor a word behind one.',
    options: BOOLEAN,
    faults: [
      ['a ( b OR c ) => / UP: x', '1: is no boolean input'],
      ['( a OR b ) c => / UP: x', '1: is no boolean input'],
    ],
  },
  {
    number: '1.3.33',
    says: 'Parentheses around nothing are a fault.',
    options: BOOLEAN,
    faults: [['a OR ( ) => / UP: x', '1: is no boolean input']],
  },
  {
    number: '1.3.34',
    says: 'Parentheses are closed, and opened before.',
    options: BOOLEAN,
    faults: [
      ['(a OR b => / UP: x', '1: is no boolean input'],
      ['a OR b) => / UP: x', '1: is no boolean input'],
    ],
  },
  {
    number: '1.3.35',
    says: 'What only denies never fires.',
    options: BOOLEAN,
    cases: [['NOT a AND NOT b => / UP: x', 'c', 'c']],
  },
  {
    number: '1.3.36',
    says: 'Two denials under OR are an exclusive or.',
    options: BOOLEAN,
    cases: [
      ['NOT a OR NOT b => / UP: x', 'b c', 'b , c ; up 1: x'],
      ['NOT a OR NOT b => / UP: x', 'b a', 'b , a'],
    ],
  },
];
