import type { Sentence } from './sentence.ts';

const COMMON = 'unit/rules/common/';

/** Instructions and properties of the base language. */
export const INSTRUCTIONS: readonly Sentence[] = [
  {
    number: '1.4.1',
    says: 'SYNONYM has a weight from 0, 1 unless given.',
    cases: [
      ['a => / SYNONYM: b', 'a', 'a | b'],
      ['a => / SYNONYM(0.3): b', 'a', 'a | b^0.3'],
    ],
    faults: [['a => / SYNONYM(-1): b', '2: is negative']],
  },
  {
    number: '1.4.2',
    says: 'A synonym stands beside each matched term, one of several words as all of them; its terms may name fields.',
    cases: [
      ['a b => / SYNONYM: c', 'a b', 'a | c , b | c'],
      ['a => / SYNONYM: c d', 'a', 'a | c+d'],
      ['a => / SYNONYM: f:c', 'a', 'a | f:c'],
    ],
  },
  {
    number: '1.4.3',
    says: 'What the wildcard matched fills $1, which a term may hold once.',
    cases: [['ab* => / SYNONYM: x$1y z', 'abc', 'abc | xcy+z']],
    faults: [['ab* => / SYNONYM: $1$1', '2: more than once']],
  },
  {
    number: '1.4.4',
    says: 'UP and DOWN have a factor, 1 unless given; none below 0, and 0 does nothing.',
    cases: [
      ['a => / UP: x / DOWN(2.5): y', 'a', 'a ; up 1: x ; down 2.5: y'],
      ['a => / UP(0): x', 'a', 'a'],
    ],
    faults: [['a => / DOWN(-2): x', '2: is negative']],
  },
  {
    number: '1.4.5',
    says: 'They add to the score, or multiply where that is asked for.',
    options: { multiplicative: true },
    cases: [['a => / UP(2): x', 'a', 'a ; up ×2: x']],
    elsewhere: [[`${COMMON}instructions.test.ts`, 'UP and DOWN']],
  },
  {
    number: '1.4.6',
    says: 'UP and DOWN know $1.',
    cases: [['ab* => / UP: f:$1', 'abc', 'abc ; up 1: f:c']],
  },
  {
    number: '1.4.7',
    says: 'FILTER takes no parameter.',
    cases: [['a => / FILTER: x', 'a', 'a ; filter: x']],
    faults: [['a => / FILTER(2): x', '2: takes nothing in parentheses']],
  },
  {
    number: '1.4.8',
    says: 'A value between quotes is a phrase, with a distance of digits behind; anything else behind makes it words, and an empty one is a fault.',
    cases: [
      ['a => / UP: "x y"', 'a', 'a ; up 1: "x y"~0'],
      ['a => / FILTER: "x y"~2', 'a', 'a ; filter: "x y"~2'],
      ['a => / UP: "x y"~z', 'a', 'a ; up 1: "x y"~z'],
    ],
    faults: [['a => / UP: ""', '2: empty phrase']],
  },
  {
    number: '1.4.9',
    says: 'Behind an asterisk stands a query of the engine, trimmed; an empty one is a fault, parameters are paired, and a number sign needs its backslash.',
    cases: [
      ['a => / FILTER: *   {"term": {"f": "%%u%%"}} ', 'a', 'a ; filter: * {"term": {"f": "%%u%%"}}'],
      ['a => / UP: * f:c\\#', 'a', 'a ; up 1: * f:c#'],
    ],
    faults: [
      ['a => / UP: *', '2: nothing follows'],
      ['a => / UP: * f:%%u', '2: odd number'],
    ],
  },
  {
    number: '1.4.10',
    says: 'Other values are words: plus and none must match, minus must not, and either sign alone is a word.',
    cases: [
      ['a => / UP: +x -y z', 'a', 'a ; up 1: x z -y'],
      ['a => / FILTER: + -', 'a', 'a ; filter: + -'],
    ],
  },
  {
    number: '1.4.11',
    says: 'Raw queries are JSON or query string syntax.',
    options: { rawQueries: 'json' },
    faults: [['a => / UP: * f:x', '2: is no query in JSON']],
    elsewhere: [[`${COMMON}instructions.test.ts`, 'raw queries']],
  },
  {
    number: '1.4.12',
    says: 'DELETE takes out all terms of the input, or those that it names, which the input must hold; it takes no parameter.',
    cases: [
      ['a b => / DELETE', 'a b c', 'c ; deleted a ; deleted b'],
      ['a b => / DELETE: a', 'a b', 'b ; deleted a'],
    ],
    faults: [
      ['a b => / DELETE: c', '2: does not hold'],
      ['a => / DELETE(2)', '2: takes nothing in parentheses'],
    ],
  },
  {
    number: '1.4.13',
    says: 'The only term of a query is not deleted.',
    cases: [['a => / DELETE', 'a', 'a']],
  },
  {
    number: '1.4.14',
    says: 'DECORATE sends a line as it stands, under a key where one is given.',
    cases: [['a => / DECORATE: x: y / DECORATE(k): z', 'a', 'a ; decorate: x: y ; decorate k: z']],
  },
  {
    number: '1.5.1',
    says: 'Properties are lenient JSON: names without quotes or in single ones, leading zeros, comments; commas before brackets with a warning.',
    cases: [
      ["a => / UP: x / @{ enabled: true, 'x': 007, / y: 1, # c / }@", 'a', 'a ; up 1: x'],
      ['a => / UP: x / @x: "1"', 'a', 'a ; up 1: x'],
    ],
    elsewhere: [[`${COMMON}file.test.ts`, 'may end in a comma, with a warning']],
  },
  {
    number: '1.5.2',
    says: 'A name given twice, also in two forms, a block that is not closed and a text without quotes are faults.',
    faults: [
      ['a => / UP: x / @p: 1 / @{ p: 2 }@', '4: given twice'],
      ['a => / UP: x / @{ p: 1', '3: is not closed'],
      ['a => / UP: x / @p: one', '3: cannot be read'],
    ],
  },
  {
    number: '1.5.3',
    says: 'A block goes on behind an escaped end.',
    faults: [['a => / UP: x / @{ p: 1 \\}@', '3: is not closed']],
  },
  {
    number: '1.5.4',
    says: 'The id of a rule is its input and its number unless given; two rules of one id are a fault; the log says the id unless it is told what.',
    faults: [['a => / UP: x / @_id: "i" / b => / UP: y / @_id: "i"', '4: belongs to the rule in line 1']],
    elsewhere: [[`${COMMON}file.test.ts`, 'name the rule and what the log says']],
  },
  {
    number: '1.5.5',
    says: 'A request may choose by filters that all hold, sort by a property, and limit by rules or by levels; without it all rules apply in the order of the file.',
    elsewhere: [
      [`${COMMON}selection.test.ts`, 'all filters must hold'],
      [`${COMMON}selection.test.ts`, 'in which order'],
      [`${COMMON}selection.test.ts`, 'how many'],
    ],
  },
  {
    number: '1.5.6',
    says: 'What took part is told: message, words, exact or affix, and each instruction.',
    elsewhere: [[`${COMMON}chinese.test.ts`, 'is what the match tells']],
  },
  {
    number: '1.6.1',
    says: 'A template has a name, parameters and lines up to an empty one, is put where it is referenced, and may be defined behind.',
    cases: [
      ['def t(p): / UP: $p /  / a => / << t: p = x >>', 'a', 'a ; up 1: x'],
      ['a => / << t: p = x >> /  / def t(p): / UP: $p', 'a', 'a ; up 1: x'],
    ],
  },
  {
    number: '1.6.2',
    says: 'A template of several lines stands alone on its line; unknown ones, empty ones and other parameters are faults.',
    elsewhere: [[`${COMMON}templates.test.ts`, 'templates that cannot be used']],
  },
];
