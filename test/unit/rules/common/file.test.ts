import { describe, expect, test } from '@jest/globals';
import { parseCommonRules } from '../../../../src/rules/common/parse.ts';
import { byBlanks } from '../support.ts';
import { expand, faultCases, parse, ruleCases, shown } from './cases.ts';

ruleCases('lines', [
  ['# comment / a => / UP: x', 'a', 'a ; up 1: x'],
  ['a => # comment / UP: x # comment', 'a', 'a ; up 1: x'],
  ['a => / # comment / UP: x', 'a', 'a ; up 1: x'],
  [' /  / a => /  / UP: x / ', 'a', 'a ; up 1: x'],
  ['a=> / UP:x', 'a', 'a ; up 1: x'],
  ['a => b => / UP: x', 'a => b', 'a , => , b ; up 1: x'],
  ['a \\# b => / UP: x', 'a # b', 'a , # , b ; up 1: x'],
]);

describe('files', () => {
  const read = (text: string) => parseCommonRules({ file: 'f', text }, { tokenise: byBlanks });

  test.each([
    ['a byte order mark', '\ufeffa =>\nUP: x\n'],
    ['Windows line ends', 'a =>\r\nUP: x\r\n'],
    ['old Macintosh line ends', 'a =>\rUP: x\r'],
    ['no end of the last line', 'a =>\nUP: x'],
    ['blanks of other scripts around', '\u3000a =>\n\u00a0UP: x'],
  ])('with %s', (_, text) => {
    const { errors, rules } = read(text);
    expect(errors).toEqual([]);
    expect(rules).toMatchObject([{ id: 'a#0', line: 1, text: 'a' }]);
  });

  test('that are empty have no rule and no fault', () => {
    expect(read('')).toMatchObject({ rules: [], errors: [], warnings: [] });
    expect(read('# only a comment\n')).toMatchObject({ rules: [], errors: [] });
  });

  test('report all their faults, with the lines', () => {
    const { errors } = read(
      [
        'UP: x',
        'a =>',
        'SYNONIM: b',
        'b c',
        '* =>',
        'UP: x',
        'd =>',
        'e => SYNONYM: x',
        'f =>',
        'UP(-1): x',
        '@a: b',
      ].join('\n'),
    );
    expect(errors.map(({ line }) => line)).toEqual([1, 3, 4, 5, 7, 8, 10, 11]);
  });

  test('know which line a rule stands in', () => {
    const { matched } = expand('# one / a => / UP: x /  / b => / UP: y', 'b');
    expect(matched).toEqual([
      {
        rule: 'b#1',
        message: 'b#1',
        file: 'x.rules.txt',
        line: 5,
        match: 'b',
        type: 'exact',
        instructions: ['up'],
      },
    ]);
  });
});

faultCases('lines that cannot be read', [
  ['UP: x', '1: belongs to no rule'],
  ['@a: 1', '1: belongs to no rule'],
  ['a b c', '1: cannot be read'],
  ['a => b', '1: belongs on the next line'],
  ['a => SYNONYM: b', '1: belongs on the next line'],
  ['a => SYNONYM: b / UP: c', '1: belongs on the next line'],
  ['a =>', '1: has no instruction'],
  ['a => / b => / UP: x', '1: has no instruction'],
  ['a => / @p: 1', '1: has no instruction'],
  ['a => / UP: x / some words', '3: cannot be read'],
]);

ruleCases('properties', [
  ['a => / UP: x / @p: 1', 'a', 'a ; up 1: x'],
  ['a => / @p: 1 / UP: x', 'a', 'a ; up 1: x'],
  ['a => / UP: x / @enabled: true', 'a', 'a ; up 1: x'],
  ['a => / UP: x / @enabled: false', 'a', 'a'],
  ['a => / UP: x / @{ / enabled: false / }@', 'a', 'a'],
  ['a => / UP: x / @{enabled: false}@', 'a', 'a'],
  ['a => / UP: x / @{ / b => / }@'.replace('b =>', '"q": "b =>"'), 'a', 'a ; up 1: x'],
  ['a => / UP: x / @{ / "t": "UP: y" / }@', 'a', 'a ; up 1: x'],
  ['a => / UP: x / @__proto__: {"polluted": 1}', 'a', 'a ; up 1: x'],
]);

describe('properties', () => {
  const of = (property: string) => parse(`a => / UP: x / ${property}`).rules[0]?.properties;

  test.each([
    ['@p: "v"', 'p', 'v'],
    ['@ p : "v" ', 'p', 'v'],
    ["@p: 'v'", 'p', 'v'],
    ["@'p': 1", 'p', 1],
    ['@"p q": 1', 'p q', 1],
    ['@p: 007', 'p', 7],
    ['@p: -1.5e1', 'p', -15],
    ['@p: true', 'p', true],
    ['@p: null', 'p', null],
    ['@p: ["v1","v2"]', 'p', ['v1', 'v2']],
    ['@p: "a \\" b"', 'p', 'a " b'],
    ['@p: "\\u0041\\n"', 'p', 'A\n'],
    ['@p:"a\tb"', 'p', 'a\tb'],
    ['@{ / p: 1, / q: 2 / }@', 'q', 2],
    ['@{ p: 1 }@', 'p', 1],
    ['@{ / p: 1, # why / q: 2 / }@', 'q', 2],
    ['@{ / p: [1, 2 / ], / q: {r: 3} / } / }@'.replace(' / } / }@', ' / }@'), 'p', [1, 2]],
    ['@__proto__: 1', '__proto__', 1],
    ['@constructor: 1', 'constructor', 1],
  ])('%s', (property, name, value) => {
    expect(of(property)?.get(name)).toEqual(value);
  });

  test('of several lines and forms add up', () => {
    expect([...(of('@ a : "b" / @{ / d: true / }@ / @c:true')?.keys() ?? [])].sort()).toEqual([
      'a',
      'c',
      'd',
    ]);
  });

  test('may end in a comma, with a warning', () => {
    const { errors, warnings } = parse('a => / UP: x / @{ / p: 1, / }@');
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([{ line: 3, message: expect.stringContaining('comma') as unknown }]);
  });

  test('name the rule and what the log says', () => {
    expect(parse('a b => / UP: x / b => / UP: x').rules.map(({ id }) => id)).toEqual(['a b#0', 'b#1']);
    expect(parse('"a" => / UP: x').rules[0]?.id).toBe('"a"#0');
    expect(expand('a => / UP: x / @_id: "The Id"', 'a').matched).toMatchObject([
      { rule: 'The Id', message: 'The Id' },
    ]);
    expect(expand('a => / UP: x / @_log: "why"', 'a').matched).toMatchObject([
      { rule: 'a#0', message: 'why' },
    ]);
    expect(expand('a => / UP: x / @{_id: 7, _log: "why"}@', 'a').matched).toMatchObject([
      { rule: '7', message: 'why' },
    ]);
    expect(expand('a => / UP: x / @_id: "__proto__"', 'a').boosts).toMatchObject([{ rule: '__proto__' }]);
  });
});

faultCases('properties that cannot be read', [
  ['a => / UP: x / @p: v', '3: a value is expected'],
  ['a => / UP: x / @p', '3: ":" is missing'],
  ['a => / UP: x / @p: "v', '3: closing quote'],
  ['a => / UP: x / @p: 1 / @p: 2', '4: "p" is given twice'],
  ['a => / UP: x / @{p: 1, p: 2}@', '3: "p" is given twice'],
  ['a => / UP: x / @p: 1 / @{p: 2}@', '4: "p" is given twice'],
  ['a => / UP: x / @{ / p: 1', '3: not closed'],
  ['a => / UP: x / @{ / p: 1 / b => / UP: y', '3: not closed'],
  ['a => / UP: x / @{ / p: "\\}@', '3: not closed'],
  ['a => / UP: x / @{p: [1}@', '3: "," or "]" is missing'],
  ['a => / UP: x / @_id: "1" / b => / UP: x / @_id: "1"', '4: belongs to the rule in line 1'],
  ['a => / UP: x / @_id: "b\\#1" / b => / UP: x', '4: belongs to the rule in line 1'],
  ['a => / UP: x / @_id: ["1"]', '1: @_id is no text'],
  ['a => / UP: x / @enabled: 1', '1: @enabled'],
  ['a => / UP: x / @from: "tomorrow"', '1: @from is no moment'],
  ['a => / UP: x / @from: "2026-01-01T00:00:00"', '1: @from is no moment'],
  ['a => / UP: x / @until: 5', '1: @until is no moment'],
  ['a => / UP: x / @from: "2026-01-02T00:00:00Z" / @until: "2026-01-01T00:00:00Z"', '1: not later'],
  ['a => / UP: x / @context: "app"', '1: @context is no object'],
]);

describe('a schedule', () => {
  const rules = 'a => / UP: x / @from: "2026-11-24T00:00:00+01:00" / @until: "2026-11-25T00:00:00Z"';
  test.each([
    ['2026-11-23T22:59:59.999Z', 'a'],
    ['2026-11-23T23:00:00Z', 'a ; up 1: x'],
    ['2026-11-24T23:59:59.999Z', 'a ; up 1: x'],
    ['2026-11-25T00:00:00Z', 'a'],
  ])('at %s', (time, expected) => {
    expect(shown(expand(rules, 'a', { request: { now: Date.parse(time) } }))).toBe(expected);
  });
});

describe('a context', () => {
  test.each([
    ['{"tenant": "t1"}', { tenant: ['t1'] }, true],
    ['{"tenant": "t1"}', { tenant: ['t2'] }, false],
    ['{"tenant": "t1"}', {}, false],
    ['{"segment": ["new", "vip"]}', { segment: ['vip'] }, true],
    ['{"segment": ["new", "vip"]}', { segment: ['old'] }, false],
    ['{"segment": "vip"}', { segment: ['old', 'vip'] }, true],
    ['{"tenant": "t1", "segment": ["vip"]}', { tenant: ['t1'], segment: ['vip'] }, true],
    ['{"tenant": "t1", "segment": ["vip"]}', { tenant: ['t1'] }, false],
    ['{"__proto__": "x"}', {}, false],
    ['{}', {}, true],
    ['{"level": 3}', { level: ['3'] }, true],
  ])('%s in %j', (wanted, context, fires) => {
    const request = { context: new Map(Object.entries<string[]>(context)) };
    const expansion = expand(`a => / UP: x / @context: ${wanted}`, 'a', { request });
    expect(expansion.boosts).toHaveLength(fires ? 1 : 0);
  });
});
