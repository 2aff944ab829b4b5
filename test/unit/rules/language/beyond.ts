import type { Sentence } from './sentence.ts';

const REPLACE = 'unit/rules/replace/replace.test.ts';
const REGEX = 'unit/rules/regex/regex.test.ts';
const UNITS = 'unit/rules/units/units.test.ts';
const CHINESE = 'unit/rules/common/chinese.test.ts';

/** Other kinds of files, and what this gateway adds. */
export const BEYOND: readonly Sentence[] = [
  {
    number: '1.7.1',
    says: 'A replacement is a line; inputs are parted by a delimiter, an empty output deletes, both sides may be several words.',
    elsewhere: [
      [REPLACE, 'exact replacements'],
      [REPLACE, 'another delimiter'],
    ],
  },
  {
    number: '1.7.2',
    says: 'A beginning or an end of a word may be replaced, with $1 for the rest, by itself on its line; the same input twice is a fault.',
    elsewhere: [
      [REPLACE, 'affixes'],
      [REPLACE, 'an affix is no duplicate of a word'],
    ],
  },
  {
    number: '1.7.3',
    says: 'Whole inputs go first, the longest, without overlaps; then ends, then beginnings; boosts and filters stay.',
    elsewhere: [[REPLACE, 'boosts and filters stay, synonyms of replaced queries go']],
  },
  {
    number: '1.8.1',
    says: 'In regular expressions a number sign begins a comment anywhere, groups fill the replacement, a later line wins, an empty replacement is a fault.',
    elsewhere: [
      [REGEX, 'a comment begins anywhere, and what matched is told'],
      [REGEX, 'several rules'],
      [REGEX, 'faults'],
    ],
  },
  {
    number: '1.8.2',
    says: 'Numbers with units filter and boost: any of several fields, every measure.',
    elsewhere: [
      [UNITS, 'any of several fields, each in its own unit'],
      [UNITS, 'a line from either bound to the value, and more for the value itself'],
    ],
  },
  {
    number: '1.8.3',
    says: 'Compounds are split and joined by a dictionary, with the ways of German and Dutch, trigger words and protected ones.',
    elsewhere: [
      ['unit/rules/word-break/word-break.test.ts', 'morphologies'],
      ['unit/rules/word-break/word-break.test.ts', 'trigger words'],
    ],
  },
  {
    number: '1.8.4',
    says: 'Neighbours may be joined, generated words where asked for.',
    elsewhere: [
      [
        'unit/rules/shingle/shingle.test.ts',
        'synonyms are joined where that is asked for, those of one word',
      ],
    ],
  },
  {
    number: '2.1.1',
    says: 'Inputs, synonyms and queries are cut alike, and every reading that the dictionary allows is matched, never a part of a word.',
    elsewhere: [
      [CHINESE, 'fires a rule once, whatever readings it is in'],
      ['process/rules.test.ts', 'that are large are read by another thread, and say what small ones say'],
    ],
  },
  {
    number: '2.1.2',
    says: 'Width, case and traditional characters make no difference.',
    cases: [
      ['ｓｈｏｅ => / UP: x', 'SHOE', 'SHOE ; up 1: x'],
      ['手機 => / UP: x', '手机', '手机 ; up 1: x'],
    ],
  },
  {
    number: '2.2.1',
    says: 'PIN puts documents into places from a position on, 1 unless given; BURY and HIDE take documents down or out.',
    cases: [
      ['a => / PIN: 1 2 / PIN(3): 4', 'a', 'a ; pin 1: 1 2 ; pin 3: 4'],
      ['a => / BURY: 1 2 / HIDE: 3', 'a', 'a ; bury: 1 2 ; hide: 3'],
    ],
    faults: [['a => / PIN(0): 1', '2: is no place']],
  },
  {
    number: '2.2.2',
    says: 'REDIRECT reaches the app.',
    cases: [['a => / REDIRECT: https://x/#y', 'a', 'a ; redirect: https://x/']],
    elsewhere: [['process/rules.test.ts', 'relevance-decorations']],
  },
  {
    number: '2.2.3',
    says: 'UP and DOWN act again behind a model, as a bounded change of rank.',
    elsewhere: [['unit/stages/rank/merchandise.test.ts', 'places']],
  },
  {
    number: '2.2.4',
    says: 'LEG switches a leg off or weighs it; RERANK: off keeps the fused order.',
    cases: [
      [
        'a => / LEG(knn): off / LEG(fields): 0.5 / RERANK: off',
        'a',
        'a ; leg knn 0 ; leg fields 0.5 ; rerank off',
      ],
    ],
    faults: [
      ['a => / LEG: off', '2: names no leg'],
      ['a => / LEG(knn): 1e999', '2: is too large'],
      ['a => / RERANK: on', '2: can only be switched off'],
    ],
  },
  {
    number: '2.2.5',
    says: 'An unknown instruction is a fault that names the nearest known one.',
    faults: [['a => / SYNONIM: b', '2: did you mean SYNONYM?']],
  },
  {
    number: '2.3.1',
    says: 'A rule may be switched off, and hold from a moment until before another.',
    options: { request: { now: Date.parse('2026-01-02T00:00:00Z') } },
    cases: [
      ['a => / UP: x / @enabled: false', 'a', 'a'],
      ['a => / UP: x / @from: "2026-01-02T00:00:00Z"', 'a', 'a ; up 1: x'],
      ['a => / UP: x / @until: "2026-01-02T00:00:00Z"', 'a', 'a'],
    ],
    faults: [['a => / UP: x / @from: "2026-01-02T00:00:00"', '1: no moment with a time zone']],
  },
  {
    number: '2.3.2',
    says: 'All keys of a context must match one of their values.',
    options: { request: { context: new Map([['tenant', ['a']]]) } },
    cases: [
      ['q => / UP: x / @context: {"tenant": ["b", "a"]}', 'q', 'q ; up 1: x'],
      ['q => / UP: x / @context: {"tenant": "a", "segment": "new"}', 'q', 'q'],
    ],
  },
  {
    number: '2.3.3',
    says: 'Priority orders rules among equals.',
    cases: [['a => / UP: x / a => / UP: y / @priority: 1', 'a', 'a ; up 1: y ; up 1: x']],
  },
  {
    number: '2.3.4',
    says: 'Tests beside a rule are run by a command.',
    elsewhere: [
      ['unit/rules/common/rule-test.test.ts', 'reads every member'],
      ['process/rule-tests.test.ts', 'test('],
    ],
  },
  {
    number: '2.4.1',
    says: 'Regular expressions run in linear time; what the engine would read otherwise is translated or refused.',
    elsewhere: [
      [REGEX, '(a+)+b => x'],
      [REGEX, 'a pattern means what it means elsewhere'],
    ],
  },
  {
    number: '2.4.2',
    says: 'Synonyms in the format of Solr stand in the slot of their words, or take their place.',
    elsewhere: [
      ['unit/rules/synonyms/synonyms.test.ts', 'words that mean the same'],
      ['unit/rules/synonyms/synonyms.test.ts', 'words in place of others'],
    ],
  },
  {
    number: '2.4.3',
    says: 'A folder’s name says which index a file is for; those for all go first, and what changes words before what adds to them.',
    elsewhere: [
      [
        'unit/rules/rule-set.test.ts',
        'files for every index go before those of one, replacements before rules',
      ],
    ],
  },
  {
    number: '2.5.1',
    says: 'A synonym never changes how many slots there are.',
    cases: [['a b => / SYNONYM: c d e', 'a b', 'a | c+d+e , b | c+d+e']],
    elsewhere: [
      [
        'unit/rules/common/properties.test.ts',
        'has as many slots with synonyms as without, and each keeps its own word first',
      ],
    ],
  },
  {
    number: '2.5.2',
    says: 'A query that no rule touches stays the very same value.',
    elsewhere: [
      ['unit/rules/common/properties.test.ts', 'that no rule touches comes back as the very same value'],
    ],
  },
  {
    number: '2.6.1',
    says: 'Files are checked together: ids, circles of synonyms, what is pinned and hidden at once.',
    elsewhere: [
      ['unit/rules/rule-set.test.ts', 'an id may be given once among the files of an index'],
      [
        'unit/rules/rule-set.test.ts',
        'what one file pins another may not hide, unless they never hold together',
      ],
      ['unit/rules/rule-set.test.ts', 'synonyms may not lead back to themselves through another file'],
    ],
  },
  {
    number: '2.6.2',
    says: 'Rules that never fire, or say again what another says, are doubts.',
    elsewhere: [
      ['unit/rules/common/lint.test.ts', 'doubts about rules'],
      ['unit/rules/common/lint.test.ts', 'formulas that contradict themselves never fire'],
    ],
  },
  {
    number: '2.6.3',
    says: 'A fault keeps the rules of before in force, and is said everywhere.',
    elsewhere: [
      [
        'process/rules.test.ts',
        'that are faulty change nothing, and are reported everywhere until they are mended',
      ],
    ],
  },
  {
    number: '2.7.1',
    says: 'A command applies files to one query, in their order, and prints what became of it or the faults.',
    elsewhere: [['unit/cli/rules/explain.test.ts', 'relevance rules explain --json']],
  },
];
