import type { Sentence } from './sentence.ts';

const FIELDS = { fields: ['f', 'g'] };

/** Lines and inputs once more: one sentence for each thing that is said. */
export const EACH_OF_BASE: readonly Sentence[] = [
  {
    number: '1.1.24',
    says: 'Lines may end as on Windows.',
    cases: [['a =>\r\nUP: x\r\n', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.1.25',
    says: 'Blanks and tabs at the ends of a line say nothing.',
    cases: [['\t a =>   / \t UP: x \t', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.1.26',
    says: 'Empty lines say nothing, also within a rule.',
    cases: [[' /  / a => /  /  / UP: x / ', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.1.27',
    says: 'A line is a property before it is an input.',
    cases: [['a => / UP: x / @p: "b =>"', 'b', 'b']],
  },
  {
    number: '1.1.28',
    says: 'A line in an open block is a property, whatever it looks like.',
    cases: [['a => / UP: x / @{ / "p": "b =>" / }@', 'b', 'b']],
  },
  {
    number: '1.1.29',
    says: 'A line is an input before it is an instruction.',
    cases: [['UP: x => / UP: y', 'UP: x', 'UP: , x ; up 1: y']],
  },
  {
    number: '1.1.30',
    says: 'A line that is nothing of these is a fault.',
    faults: [['a => / UP: x / b c', '3: cannot be read']],
  },
  {
    number: '1.1.31',
    says: 'What follows the arrow on its line is a fault.',
    faults: [['a => UP: x', '1: belongs on the next line']],
  },
  {
    number: '1.1.32',
    says: 'Names of instructions may be written in small letters.',
    cases: [['a => / up: x / filter: y', 'a', 'a ; up 1: x ; filter: y']],
  },
  {
    number: '1.1.33',
    says: 'Blanks may stand around the parentheses and the colon.',
    cases: [['a => / UP ( 2 ) : x', 'a', 'a ; up 2: x']],
  },
  {
    number: '1.1.34',
    says: 'Two quotes are the empty query and no other.',
    cases: [
      ['"" => / UP: x', '', ' ; up 1: x'],
      ['"" => / UP: x', 'a', 'a'],
    ],
  },
  {
    number: '1.1.35',
    says: 'Quotes at both ends ask for the whole query.',
    cases: [
      ['"a" => / UP: x', 'a', 'a ; up 1: x'],
      ['"a" => / UP: x', 'b a', 'b , a'],
    ],
  },
  {
    number: '1.1.36',
    says: 'Several fields in braces are any of them.',
    options: FIELDS,
    cases: [
      ['{f,g}:a => / UP: x', 'f:a', 'f:a ; up 1: x'],
      ['{f,g}:a => / UP: x', 'g:a', 'g:a ; up 1: x'],
    ],
  },
  {
    number: '1.1.37',
    says: 'A blank within the braces parts the input: a fault.',
    faults: [['{f, g}:a => / UP: x', '1: braces']],
  },
  {
    number: '1.2.17',
    says: '\\\\ is a backslash.',
    cases: [['a\\\\b => / UP: x', 'a\\b', 'a\\b ; up 1: x']],
  },
  { number: '1.2.18', says: '\\" is a quote.', cases: [['\\"ab => / UP: x', 'c "ab', 'c , "ab ; up 1: x']] },
  { number: '1.2.19', says: '\\* is an asterisk.', cases: [['\\*ab => / UP: x', '*ab', '*ab ; up 1: x']] },
  { number: '1.2.20', says: '\\# is a number sign.', cases: [['c\\# => / UP: x', 'c#', 'c# ; up 1: x']] },
  {
    number: '1.2.21',
    says: 'Any other escape is a fault.',
    faults: [
      ['ab\\c => / UP: x', '1: is no escape'],
      ['ab\\: => / UP: x', '1: is no escape'],
    ],
  },
  {
    number: '1.2.22',
    says: 'A backslash alone is a backslash.',
    cases: [['\\ => / UP: x', '\\', '\\ ; up 1: x']],
  },
  {
    number: '1.2.23',
    says: 'A colon alone is a colon, and names no field.',
    options: FIELDS,
    cases: [[': => / UP: x', ':', ': ; up 1: x']],
  },
  {
    number: '1.2.24',
    says: 'A colon at the beginning names no field.',
    options: FIELDS,
    cases: [[':ab => / UP: x', ':ab', ':ab ; up 1: x']],
  },
  {
    number: '1.2.25',
    says: 'A colon at the end names no field.',
    cases: [['ab: => / UP: x', 'ab:', 'ab: ; up 1: x']],
  },
  {
    number: '1.2.26',
    says: 'An asterisk behind a word of several stands at the last one.',
    cases: [['a bc* => / UP: x', 'a bcd e', 'a , bcd , e ; up 1: x']],
    faults: [['a* b => / UP: x', '1: not at the end']],
  },
  {
    number: '1.2.27',
    says: 'An asterisk behind a word may have a left boundary, and no right one.',
    cases: [
      ['"ab* => / UP: x', 'abc d', 'abc , d ; up 1: x'],
      ['"ab* => / UP: x', 'd abc', 'd , abc'],
    ],
    faults: [['"ab*" => / UP: x', '1: must end, and may go on']],
  },
  {
    number: '1.2.28',
    says: 'An asterisk before a word may have a right boundary.',
    cases: [
      ['*bc" => / UP: x', 'd abc', 'd , abc ; up 1: x'],
      ['*bc" => / UP: x', 'abc d', 'abc , d'],
    ],
  },
  {
    number: '1.2.29',
    says: 'An asterisk before the first word has no left boundary; before another it may.',
    cases: [['"a *bc => / UP: x', 'a xbc', 'a , xbc ; up 1: x']],
    faults: [['"*bc a => / UP: x', '1: must begin']],
  },
  {
    number: '1.2.30',
    says: 'Beside an asterisk before a word no term names a field, nor does that word itself.',
    faults: [
      ['f:a *bc => / UP: x', '1: cannot name fields'],
      ['*bc {f,g}:a => / UP: x', '1: cannot name fields'],
    ],
  },
  {
    number: '1.2.31',
    says: 'Words that something stands between do not match.',
    cases: [['a b => / UP: x', 'a c b', 'a , c , b']],
  },
  {
    number: '1.2.32',
    says: 'Case does not matter on either side.',
    cases: [
      ['SHOE => / UP: x', 'shoe', 'shoe ; up 1: x'],
      ['shoe => / UP: x', 'SHOE', 'SHOE ; up 1: x'],
    ],
  },
  {
    number: '1.2.33',
    says: 'Other forms of a word are other words.',
    cases: [['shoes => / UP: x', 'shoe', 'shoe']],
  },
  {
    number: '1.2.34',
    says: 'Rules of one input accumulate.',
    cases: [['a => / SYNONYM: b / a => / SYNONYM: c', 'a', 'a | b | c']],
  },
  {
    number: '1.2.35',
    says: 'The wide blank of Chinese parts words as any other, in rules and in queries.',
    cases: [
      ['a\u3000b => / UP: x', 'a b', 'a , b ; up 1: x'],
      ['a b => / UP: x', 'a\u3000b', 'a , b ; up 1: x'],
    ],
  },
];
