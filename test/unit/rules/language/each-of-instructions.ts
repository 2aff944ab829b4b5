import type { RuleRequest } from '../../../../src/rules/expansion.ts';
import type { CaseOptions } from '../common/cases.ts';
import type { Sentence } from './sentence.ts';

const selecting = (selection: Partial<RuleRequest['selection']>): CaseOptions => ({
  request: { selection: { filters: [], limitByLevel: false, ...selection } },
});
const THREE =
  'a => / UP: x / @{m: 1, t: "u"}@ / a => / UP: y / @{m: 2, t: "v"}@ / a => / UP: z / @{m: 2, t: "u"}@';

/** Instructions, properties and templates once more: one sentence for each thing that is said. */
export const EACH_OF_INSTRUCTIONS: readonly Sentence[] = [
  {
    number: '1.4.25',
    says: 'The weight of a synonym is 1 unless given.',
    cases: [['a => / SYNONYM: b', 'a', 'a | b']],
  },
  {
    number: '1.4.26',
    says: 'A synonym may weigh any number from 0.',
    cases: [['a => / SYNONYM(2.5): b', 'a', 'a | b^2.5']],
    faults: [
      ['a => / SYNONYM(-0.1): b', '2: is negative'],
      ['a => / SYNONYM(much): b', '2: '],
    ],
  },
  {
    number: '1.4.27',
    says: 'Terms of a synonym are parted by blanks, as many as there are.',
    cases: [['a => / SYNONYM: b   c', 'a', 'a | b+c']],
  },
  {
    number: '1.4.28',
    says: 'The first colon of a synonym’s term parts its field from its word.',
    cases: [['a => / SYNONYM: f:b:c', 'a', 'a | f:b:c']],
  },
  {
    number: '1.4.29',
    says: 'A term of a synonym holds $1 once at most.',
    faults: [['ab* => / SYNONYM: x$1$1', '2: more than once']],
  },
  {
    number: '1.4.30',
    says: 'A synonym of one word stands beside each word of the input.',
    cases: [['a b => / SYNONYM: c', 'a b', 'a | c , b | c']],
  },
  { number: '1.4.31', says: 'UP counts 1 unless told.', cases: [['a => / UP: x', 'a', 'a ; up 1: x']] },
  { number: '1.4.32', says: 'DOWN counts 1 unless told.', cases: [['a => / DOWN: x', 'a', 'a ; down 1: x']] },
  {
    number: '1.4.33',
    says: 'A negative factor is a fault.',
    faults: [
      ['a => / UP(-1): x', '2: is negative'],
      ['a => / DOWN(-1): x', '2: is negative'],
    ],
  },
  {
    number: '1.4.34',
    says: 'A factor of 0 does nothing.',
    cases: [['a => / UP(0): x / DOWN(0): y', 'a', 'a']],
  },
  {
    number: '1.4.35',
    says: 'UP multiplies by its factor, and DOWN divides, where boosts multiply.',
    options: { multiplicative: true },
    cases: [['a => / UP(2): x / DOWN(4): y', 'a', 'a ; up ×2: x ; down ×4: y']],
    elsewhere: [['unit/search-api/compile-rules.test.ts', 'multiply']],
  },
  {
    number: '1.4.36',
    says: 'A phrase is tried before words.',
    cases: [['a => / FILTER: "b c"', 'a', 'a ; filter: "b c"~0']],
  },
  {
    number: '1.4.37',
    says: 'A distance that is not of digits makes words of a phrase.',
    cases: [['a => / UP: "b c"~x', 'a', 'a ; up 1: "b c"~x']],
  },
  {
    number: '1.4.38',
    says: 'An empty phrase is a fault.',
    faults: [['a => / FILTER: ""', '2: empty phrase']],
  },
  {
    number: '1.4.39',
    says: 'A raw query is trimmed.',
    cases: [['a => / UP: *    f:b   ', 'a', 'a ; up 1: * f:b']],
  },
  {
    number: '1.4.40',
    says: 'An asterisk without a query is a fault.',
    faults: [['a => / FILTER: *', '2: nothing follows']],
  },
  {
    number: '1.4.41',
    says: 'Parameters of a request stand between two percent signs on either side.',
    cases: [['a => / FILTER: * f:%%shop%%', 'a', 'a ; filter: * f:%%shop%%']],
    faults: [['a => / FILTER: * f:%%shop', '2: odd number']],
  },
  {
    number: '1.4.42',
    says: '+ before a word: it must match.',
    cases: [['a => / UP: +x', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.4.43',
    says: '- before a word: it must not.',
    cases: [['a => / UP: x -y', 'a', 'a ; up 1: x -y']],
  },
  {
    number: '1.4.44',
    says: 'A sign alone is a word.',
    cases: [['a => / UP: x - y', 'a', 'a ; up 1: x - y']],
  },
  {
    number: '1.4.45',
    says: 'Words without a sign must all match.',
    cases: [['a => / FILTER: x y', 'a', 'a ; filter: x y']],
  },
  {
    number: '1.4.46',
    says: 'A raw query of FILTER must match; one of UP and DOWN only counts.',
    cases: [
      [
        'a => / FILTER: * f:b / UP: * f:c / DOWN: * f:d',
        'a',
        'a ; up 1: * f:c ; down 1: * f:d ; filter: * f:b',
      ],
    ],
  },
  {
    number: '1.4.47',
    says: 'DELETE without words takes out all of the input.',
    cases: [['a b => / DELETE', 'c a b', 'c ; deleted a ; deleted b']],
  },
  {
    number: '1.4.48',
    says: 'DELETE takes out only words that its input holds.',
    faults: [['a b => / DELETE: a c', '2: does not hold']],
  },
  {
    number: '1.4.49',
    says: 'DELETE takes nothing in parentheses.',
    faults: [['a => / DELETE(1): a', '2: takes nothing in parentheses']],
  },
  {
    number: '1.4.50',
    says: 'DECORATE may have a key.',
    cases: [['a => / DECORATE(k): x', 'a', 'a ; decorate k: x']],
  },
  {
    number: '1.4.51',
    says: 'What DECORATE says is not looked into.',
    cases: [['a => / DECORATE: f:x -y "z" $2 {1}', 'a', 'a ; decorate: f:x -y "z" $2 {1}']],
  },
  {
    number: '1.5.9',
    says: 'Names of properties need no quotes, or single ones.',
    cases: [["a => / UP: x / @{ enabled: true, 'p': 1 }@", 'a', 'a ; up 1: x']],
  },
  {
    number: '1.5.10',
    says: 'Numbers may begin with zeros.',
    cases: [['a => / UP: x / @{ p: 007 }@', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.5.11',
    says: 'Texts may hold control characters as they are.',
    cases: [['a => / UP: x / @{ p: "b\tc" }@', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.5.12',
    says: 'A comment may stand in a block.',
    cases: [['a => / UP: x / @{ # why / enabled: false # so / }@', 'a', 'a']],
  },
  {
    number: '1.5.13',
    says: 'The same name twice is a fault, in a block too.',
    faults: [
      ['a => / UP: x / @p: 1 / @p: 2', '4: given twice'],
      ['a => / UP: x / @{ p: 1, p: 2 }@', '3: given twice'],
    ],
  },
  {
    number: '1.5.14',
    says: 'The same name on a line and in a block is a fault.',
    faults: [['a => / UP: x / @{ p: 1 }@ / @p: 2', '4: given twice']],
  },
  {
    number: '1.5.15',
    says: 'A block that is not closed is a fault.',
    faults: [['a => / UP: x / @{ / p: 1', '3: is not closed']],
  },
  {
    number: '1.5.16',
    says: 'A text on a line of its own stands in quotes.',
    cases: [['a => / UP: x / @p: "one"', 'a', 'a ; up 1: x']],
    faults: [['a => / UP: x / @p: one', '3: cannot be read']],
  },
  {
    number: '1.5.17',
    says: 'Two rules with one id are a fault.',
    faults: [['a => / UP: x / @_id: "i" / b => / UP: y / @_id: "i"', '4: belongs to the rule in line 1']],
  },
  {
    number: '1.5.18',
    says: 'An id may not be what another rule has for want of one.',
    faults: [['a => / UP: x / b => / UP: y / @_id: "a\\#0"', '3: belongs to the rule in line 1']],
  },
  {
    number: '1.5.19',
    says: 'A filter chooses rules by a path into their properties.',
    options: selecting({ filters: ["$[?(@.t == 'u')]"] }),
    cases: [[THREE, 'a', 'a ; up 1: x ; up 1: z']],
  },
  {
    number: '1.5.20',
    says: 'All of several filters must choose a rule.',
    options: selecting({ filters: ["$[?(@.t == 'u')]", '$[?(@.m == 2)]'] }),
    cases: [[THREE, 'a', 'a ; up 1: z']],
  },
  {
    number: '1.5.21',
    says: 'A filter may be a name and a value.',
    options: selecting({ filters: ['t:v'] }),
    cases: [[THREE, 'a', 'a ; up 1: y']],
  },
  {
    number: '1.5.22',
    says: 'Rules are sorted by a property, up or down; of equals the last one goes first then.',
    options: selecting({ sort: { property: 'm', order: 'desc' } }),
    cases: [[THREE, 'a', 'a ; up 1: z ; up 1: y ; up 1: x']],
  },
  {
    number: '1.5.23',
    says: 'A limit is of rules.',
    options: selecting({ limit: 1 }),
    cases: [[THREE, 'a', 'a ; up 1: x']],
  },
  {
    number: '1.5.24',
    says: 'A limit by level is of values of the property that is sorted by.',
    options: selecting({ sort: { property: 'm', order: 'desc' }, limit: 1, limitByLevel: true }),
    cases: [[THREE, 'a', 'a ; up 1: z ; up 1: y']],
  },
  {
    number: '1.5.25',
    says: 'Without a choice all rules apply, in the order of the file.',
    cases: [[THREE, 'a', 'a ; up 1: x ; up 1: y ; up 1: z']],
  },
  {
    number: '1.6.3',
    says: 'A template without parameters is its name.',
    cases: [['def t(): / UP: x /  / a => / << t >>', 'a', 'a ; up 1: x']],
  },
  {
    number: '1.6.4',
    says: 'Parameters are parted by commas where they are named, and by two bars where they are given.',
    cases: [['def t(p, q): / UP($q): $p /  / a => / << t: p = x || q = 2 >>', 'a', 'a ; up 2: x']],
  },
  {
    number: '1.6.5',
    says: 'A body goes up to the next empty line.',
    cases: [['def t(): / UP: x / FILTER: y /  / a => / << t >>', 'a', 'a ; up 1: x ; filter: y']],
  },
  {
    number: '1.6.6',
    says: 'A body of one line may be put inside a line.',
    cases: [['def t(): / x y /  / a => / UP: << t >> z', 'a', 'a ; up 1: x y z']],
  },
  {
    number: '1.6.7',
    says: 'A body of several lines may not.',
    faults: [['def t(): / UP: x / UP: y /  / a => / UP: << t >>', '6: has several lines']],
  },
  {
    number: '1.6.8',
    says: 'An unknown template is a fault.',
    faults: [['a => / << t >>', '2: no template is named "t"']],
  },
  {
    number: '1.6.9',
    says: 'A template without a body is a fault.',
    faults: [['def t(): /  / a => / UP: x', '1: has no body']],
  },
  {
    number: '1.6.10',
    says: 'Parameters that are missing, or too many, are a fault.',
    faults: [
      ['def t(p): / UP: $p /  / a => / UP: y / << t >>', '6: takes the parameters p'],
      ['def t(): / UP: x /  / a => / UP: y / << t: p = 1 >>', '6: takes the parameters none'],
    ],
  },
  {
    number: '1.6.11',
    says: 'A template may be defined behind its use.',
    cases: [['a => / << t >> /  / def t(): / UP: x', 'a', 'a ; up 1: x']],
  },
];
