import type { CaseOptions } from '../common/cases.ts';
import type { Sentence } from './sentence.ts';

const X = 'x.regex.txt';
const S = 'x.synonyms.txt';
const at = (now: string, context: Readonly<Record<string, readonly string[]>> = {}): CaseOptions => ({
  request: { now: Date.parse(now), context: new Map(Object.entries(context)) },
});
const VIP = { tenant: ['a'], segment: ['vip'] };

/** What this gateway adds, once more: one sentence for each thing that is said. */
export const EACH_OF_BEYOND: readonly Sentence[] = [
  {
    number: '2.1.3',
    says: 'Traditional characters are simplified in rules.',
    cases: [['充電寶 => / UP: x', '充电宝', '充电宝 ; up 1: x']],
  },
  {
    number: '2.1.4',
    says: 'Wide letters are narrow ones in queries.',
    cases: [['usb => / UP: x', 'ＵＳＢ', 'ＵＳＢ ; up 1: x']],
  },
  {
    number: '2.1.5',
    says: 'Blanks part words of Chinese, too.',
    cases: [
      ['手机 壳 => / UP: x', '手机 壳', '手机 , 壳 ; up 1: x'],
      ['手机 壳 => / UP: x', '手机壳', '手机壳'],
    ],
  },
  {
    number: '2.2.9',
    says: 'PIN without a place begins with the first.',
    cases: [['a => / PIN: i', 'a', 'a ; pin 1: i']],
  },
  { number: '2.2.10', says: 'BURY names documents.', cases: [['a => / BURY: i j', 'a', 'a ; bury: i j']] },
  { number: '2.2.11', says: 'HIDE names documents.', cases: [['a => / HIDE: i j', 'a', 'a ; hide: i j']] },
  {
    number: '2.2.12',
    says: 'LEG weighs a leg.',
    cases: [['a => / LEG(fields): 2', 'a', 'a ; leg fields 2']],
  },
  {
    number: '2.2.13',
    says: 'RERANK is off or not said.',
    cases: [['a => / RERANK: off', 'a', 'a ; rerank off']],
    faults: [['a => / RERANK: on', '2: can only be switched off']],
  },
  {
    number: '2.3.6',
    says: 'A rule that is not enabled does nothing.',
    cases: [['a => / UP: x / @enabled: false', 'a', 'a']],
  },
  {
    number: '2.3.7',
    says: 'A rule holds from its first moment on.',
    options: at('2026-01-02T00:00:00Z'),
    cases: [
      ['a => / UP: x / @from: "2026-01-02T00:00:00Z"', 'a', 'a ; up 1: x'],
      ['a => / UP: x / @from: "2026-01-02T00:00:01Z"', 'a', 'a'],
    ],
  },
  {
    number: '2.3.8',
    says: 'A rule holds until, and not at, its last moment.',
    options: at('2026-01-02T00:00:00Z'),
    cases: [
      ['a => / UP: x / @until: "2026-01-02T00:00:01Z"', 'a', 'a ; up 1: x'],
      ['a => / UP: x / @until: "2026-01-02T00:00:00Z"', 'a', 'a'],
    ],
  },
  {
    number: '2.3.9',
    says: 'Moments have a zone.',
    options: at('2026-01-01T23:00:00Z'),
    cases: [['a => / UP: x / @from: "2026-01-02T00:00:00+01:00"', 'a', 'a ; up 1: x']],
    faults: [['a => / UP: x / @until: "2026-01-02"', '1: no moment with a time zone']],
  },
  {
    number: '2.3.10',
    says: 'A value of the context may be one of several.',
    options: at('2026-01-01T00:00:00Z', VIP),
    cases: [
      ['a => / UP: x / @context: {"segment": ["new", "vip"]}', 'a', 'a ; up 1: x'],
      ['a => / UP: x / @context: {"segment": ["new"]}', 'a', 'a'],
    ],
  },
  {
    number: '2.3.11',
    says: 'All keys of a context must match.',
    options: at('2026-01-01T00:00:00Z', VIP),
    cases: [
      ['a => / UP: x / @context: {"tenant": "a", "segment": "vip"}', 'a', 'a ; up 1: x'],
      ['a => / UP: x / @context: {"tenant": "b", "segment": "vip"}', 'a', 'a'],
    ],
  },
  {
    number: '2.4.4',
    says: 'A pattern that cannot run in linear time is a fault.',
    fileFaults: [
      [X, 'a(?=b) => c', '1: look-around'],
      [X, '(a)\\1 => c', '1: points back'],
    ],
  },
  { number: '2.4.5', says: '[^] is refused.', fileFaults: [[X, '[^] => x', '1: class is empty']] },
  {
    number: '2.4.6',
    says: 'Words with commas between them stand for each other.',
    files: [[S, 'a, b, c', 'b', 'b | a | c']],
  },
  {
    number: '2.4.7',
    says: 'Words behind an arrow take the place of those before it.',
    files: [[S, 'a, b => c, d', 'b', 'c | d']],
  },
  {
    number: '2.4.8',
    says: 'Synonyms of several words stay within the slots of their input.',
    files: [[S, 'a b, c', 'x a b', 'x , a | c , b | c']],
  },
  {
    number: '2.5.3',
    says: 'DELETE never empties a query.',
    cases: [
      ['a b => / DELETE', 'a b', 'b ; deleted a'],
      ['a => / DELETE', 'a', 'a'],
    ],
  },
  {
    number: '2.5.4',
    says: 'Alternatives of a slot are the caller’s own kind of clause over the caller’s own fields; the best counts.',
    elsewhere: [
      ['unit/search-api/compile.test.ts', 'alternatives: the best counts, several terms are bound together'],
    ],
  },
  {
    number: '2.5.5',
    says: 'The caller’s minimum_should_match counts slots, and operator and asks for all of them.',
    elsewhere: [
      ['unit/search-api/compile.test.ts', 'minimum_should_match counts words, as the caller wrote it'],
      ['unit/search-api/compile.test.ts', 'operator and: all words must match'],
      ['contract/compile/counting.test.ts', 'describeWithServers'],
    ],
  },
  {
    number: '2.5.6',
    says: 'UP and DOWN never decide what matches.',
    elsewhere: [
      ['unit/search-api/compile.test.ts', 'stand around the caller’s query, never inside what counts'],
    ],
  },
  {
    number: '2.5.7',
    says: 'FILTER and HIDE hold on every leg.',
    elsewhere: [['unit/search-api/window/requests.test.ts', 'rules’ filters and hides']],
  },
  {
    number: '2.5.8',
    says: 'A query that no stage changed is the caller’s own bytes.',
    elsewhere: [['unit/search-api/compile.test.ts', 'the same object, whatever the body']],
  },
  {
    number: '2.5.9',
    says: 'Beyond the bound on clauses the lightest expansions are dropped, and it is said.',
    elsewhere: [
      [
        'unit/search-api/compile.test.ts',
        'expansions past the bound are dropped, lightest first, and said so',
      ],
    ],
  },
  {
    number: '2.5.10',
    says: 'cross_fields keeps its meaning; phrases and prefixes are left alone, which is said.',
    elsewhere: [
      ['unit/search-api/compile.test.ts', 'cross_fields: each word over all fields'],
      ['unit/search-api/compile.test.ts', 'keptClause'],
    ],
  },
  {
    number: '2.6.4',
    says: 'Each match is told: id, file, line, what matched and what it did.',
    elsewhere: [
      ['unit/rules/replace/replace.test.ts', 'rule, place and words'],
      ['unit/cli/rules/explain.test.ts', 'prints every part of an expansion'],
    ],
  },
  {
    number: '2.6.5',
    says: 'Large files are read off the serving thread.',
    elsewhere: [['process/rules.test.ts', 'that are large are read by another thread']],
  },
  {
    number: '2.7.2',
    says: 'A fault is exit code 1, with file, line and message.',
    elsewhere: [['unit/cli/rules/explain.test.ts', 'reports faulty files with exit code 1']],
  },
  {
    number: '2.7.3',
    says: 'Files that change words go first.',
    elsewhere: [['unit/cli/rules/explain.test.ts', 'files that change words go first']],
  },
  {
    number: '2.7.4',
    says: 'Criteria are told by options.',
    elsewhere: [['unit/cli/rules/explain.test.ts', 'sort and level limits']],
  },
  {
    number: '2.7.5',
    says: 'Terms name fields where these are told.',
    elsewhere: [['unit/cli/rules/explain.test.ts', 'terms name fields only where these are told']],
  },
  {
    number: '2.7.6',
    says: 'Many cases run in one process.',
    elsewhere: [['unit/cli/rules/explain.test.ts', 'a list may begin with the command']],
  },
];
