import { describe, expect, test } from '@jest/globals';
import { Unreadable } from '../../../../src/rules/common/terms.ts';
import type { RuleRequest } from '../../../../src/rules/expansion.ts';
import { expand } from './cases.ts';

type Selection = RuleRequest['selection'];

const RULES = [
  'a => / UP: r0 / @{_id: "0", p: 2, tenant: ["t1", "t2"], culture: "en"}@',
  'a => / UP: r1 / @{_id: "1", p: 8, tenant: "t1", nested: {deep: 42, name: "x"}}@',
  'a => / UP: r2 / @{_id: "2", p: 2, culture: "de", flag: true}@',
  'a b => / UP: r3 / @{_id: "3"}@',
  'a => / UP: r4 / @{_id: "4", p: 9, culture: "en", size: "10"}@',
].join(' / ');

const chosen = (selection: Partial<Selection>, query = 'a b', rules = RULES): string =>
  expand(rules, query, { request: { selection: { filters: [], limitByLevel: false, ...selection } } })
    .boosts.map(({ condition }) => condition.must[0]?.text)
    .join(' ');

describe('which rules take part', () => {
  test.each<[string, string]>([
    ['$[?(@.p == 2)]', 'r0 r2'],
    ['$.[?(@.p == 2)]', 'r0 r2'],
    ["$[?(@.p == '2')]", 'r0 r2'],
    ['$[?(@.p > 2)]', 'r1 r4'],
    ['$[?(@.p >= 2 && @.p < 9)]', 'r0 r1 r2'],
    ['$[?(@.p == 8 || @.p == 9)]', 'r1 r4'],
    ['$[?(@.p != 2)]', 'r1 r3 r4'],
    ['$[?(!(@.p == 2))]', 'r1 r3 r4'],
    ['$[?(!@.p)]', 'r3'],
    ['$[?(@.culture)]', 'r0 r2 r4'],
    ["$[?(@.culture == 'en')]", 'r0 r4'],
    ['$[?(@.culture == "de")]', 'r2'],
    ["$[?(@['culture'] == 'de')]", 'r2'],
    ['$[?(@.flag == true)]', 'r2'],
    ['$[?(@.p in [8, 9])]', 'r1 r4'],
    ["$[?(@.culture in ['de', 'fr'])]", 'r2'],
    ['$[?(@.culture in ["de","fr"])]', 'r2'],
    ["$[?('t2' in @.tenant)]", 'r0'],
    ["$[?(@.tenant anyof ['t2', 't3'])]", 'r0'],
    ["$.tenant[?(@ == 't1')]", 'r0'],
    ["$[?(@.tenant contains 't1')]", 'r0 r1'],
    ["$[?(@.tenant all ['t1', 't2'])]", 'r0'],
    ['$[?(@.tenant size 2)]', 'r0 r1'],
    ['$[?(@.tenant empty false)]', 'r0 r1'],
    ["$[?(@.tenant noneof ['t2'])]", 'r1 r2 r3 r4'],
    ["$[?(@.culture nin ['en'])]", 'r1 r2 r3'],
    ["$[?(@.tenant subsetof ['t1', 't2', 't3'])]", 'r0 r1'],
    ['$.nested[?(@.deep == 42)]', 'r1'],
    ['$.nested[?(@.deep > 5)]', 'r1'],
    ['$[?(@.nested.deep == 42)]', 'r1'],
    ['$.nested.name', 'r1'],
    ["$[?(@.p > 1 && @.nested)].nested[?(@.name=='x')]", 'r1'],
    ["$[?(@.p > 1 && @.nested)].nested[?(@.name=='y')]", ''],
    ['$..deep', 'r1'],
    ['$.tenant[1]', 'r0'],
    ['$.p', 'r0 r1 r2 r4'],
    ["$[?(@._id == '3')]", 'r3'],
    ["$[?(@._log == '3')]", 'r3'],
    ['$[?(@.size == 10)]', 'r4'],
    ['$[?(@.culture =~ /e.*/)]', 'r0 r4'],
    ['$[?(@.none == 1)]', ''],
    ['$.__proto__', ''],
    ['$.constructor', ''],
    ['culture:en', 'r0 r4'],
    ['culture: de', 'r2'],
    ['p:8', 'r1'],
    ['_id:3', 'r3'],
    ['tenant:t1', 'r1'],
    ['none:1', ''],
  ])('%s', (filter, expected) => {
    expect(chosen({ filters: [filter] })).toBe(expected);
  });

  test('all filters must hold', () => {
    expect(chosen({ filters: ['culture:en', '$[?(@.p > 2)]'] })).toBe('r4');
    expect(chosen({ filters: ['culture:en', 'culture:de'] })).toBe('');
  });

  test.each([
    '$[?(@.p ==)]',
    '$[?(@.p == 1',
    '$[',
    'culture',
    ':en',
    'culture:',
    '$x',
    '$[?(@.a =~ /(a+)+$/)]',
  ])('%s is no filter', (filter) => {
    expect(() => chosen({ filters: [filter] })).toThrow(Unreadable);
  });
});

describe('in which order', () => {
  const by = (property: string, order: 'asc' | 'desc') => ({ sort: { property, order } });

  test.each<[string, Partial<Selection>, string]>([
    ['as in the file', {}, 'r0 r1 r2 r3 r4'],
    ['up; those without come last', by('p', 'asc'), 'r0 r2 r1 r4 r3'],
    ['down, and of equals the last first', by('p', 'desc'), 'r4 r1 r2 r0 r3'],
    ['of texts', by('culture', 'asc'), 'r2 r0 r4 r1 r3'],
    ['by what no rule has', by('none', 'asc'), 'r0 r1 r2 r3 r4'],
    ['by what no rule has, down', by('none', 'desc'), 'r4 r3 r2 r1 r0'],
    ['by id', by('_id', 'desc'), 'r4 r3 r2 r1 r0'],
  ])('%s', (_, selection, expected) => {
    expect(chosen(selection)).toBe(expected);
  });

  test('priority decides among equals', () => {
    const rules =
      'a => / UP: r0 / @p: 1 / a => / UP: r1 / @{p: 1, priority: 5}@ / a => / UP: r2 / @{p: 2, priority: 9}@';
    expect(chosen({}, 'a', rules)).toBe('r2 r1 r0');
    expect(chosen(by('p', 'asc'), 'a', rules)).toBe('r1 r0 r2');
  });
});

describe('how many', () => {
  const p = { property: 'p', order: 'asc' } as const;

  test.each<[string, Partial<Selection>, string]>([
    ['none', { limit: 0 }, ''],
    ['one', { limit: 1 }, 'r0'],
    ['two', { limit: 2 }, 'r0 r1'],
    ['more than there are', { limit: 9 }, 'r0 r1 r2 r3 r4'],
    ['the first by a property', { limit: 2, sort: p }, 'r0 r2'],
    ['the last by a property', { limit: 1, sort: { property: 'p', order: 'desc' } }, 'r4'],
    ['one level', { limit: 1, sort: p, limitByLevel: true }, 'r0 r2'],
    ['two levels', { limit: 2, sort: p, limitByLevel: true }, 'r0 r2 r1'],
    [
      'all levels, those without the property last',
      { limit: 4, sort: p, limitByLevel: true },
      'r0 r2 r1 r4 r3',
    ],
    ['levels without a sort are rules', { limit: 2, limitByLevel: true }, 'r0 r1'],
    ['after filters', { limit: 1, filters: ['culture:de'] }, 'r2'],
  ])('%s', (_, selection, expected) => {
    expect(chosen(selection)).toBe(expected);
  });

  test('a rule that fires twice counts once', () => {
    const rules = 'a => / UP: r0 / b => / UP: r1';
    expect(chosen({ limit: 1 }, 'a a b', rules)).toBe('r0 r0');
    expect(chosen({ limit: 2 }, 'a a b', rules)).toBe('r0 r0 r1');
  });

  test('a rule fires once where levels count', () => {
    const rules = 'a => / UP: r0 / @p: 1 / b => / UP: r1 / @p: 1';
    expect(chosen({ limit: 1, sort: p, limitByLevel: true }, 'a a b', rules)).toBe('r0 r1');
  });

  test('the limit takes rules with a formula too', () => {
    const rules = 'a AND b => / UP: r0 / a => / UP: r1';
    const request = { selection: { filters: [], limitByLevel: false, limit: 1 } };
    const { boosts } = expand(rules, 'a b', { booleanInput: true, request });
    expect(boosts.map(({ rule }) => rule)).toEqual(['a AND b#0']);
  });
});
