import { describe, expect, test } from '@jest/globals';
import { faultCases, parse, ruleCases } from './cases.ts';

ruleCases('templates', [
  ['def t(): / UP: x /  / a => / << t >>', 'a', 'a ; up 1: x'],
  ['def t(): / UP: x / FILTER: y /  / a => / <<t>>', 'a', 'a ; up 1: x ; filter: y'],
  ['a => / << t >> / def t(): / UP: x', 'a', 'a ; up 1: x'],
  ['def t(p): / UP: $p /  / a => / << t: p = x >>', 'a', 'a ; up 1: x'],
  ['def t(p, q): / UP($q): $p /  / a => / << t: p = x y || q = 3 >>', 'a', 'a ; up 3: x y'],
  [
    'def t(p): / UP: $p /  / a => / << t: p = x >> / b => / << t: p = y >>',
    'a b',
    'a , b ; up 1: x ; up 1: y',
  ],
  ['def t(): / x y /  / a => / UP: << t >> z', 'a', 'a ; up 1: x y z'],
  ['def t(p): / x$p /  / a => / UP: << t: p=1 >> << t: p=2 >>', 'a', 'a ; up 1: x1 x2'],
  ['def t(p, price): / UP: $price $p /  / a => / << t: p = 1 || price = 2 >>', 'a', 'a ; up 1: 2 1'],
  ['def t(p): / a $p => / UP: x /  / << t: p = b >>', 'a b', 'a , b ; up 1: x'],
  ['def in(): / a /  / << in >> => / UP: x', 'a', 'a ; up 1: x'],
  ['def t(p): / SYNONYM: $1$p /  / a* => / << t: p = x >>', 'ab', 'ab | bx'],
  ['def t(p): / UP: $p$p /  / a => / << t: p = x >>', 'a', 'a ; up 1: xx'],
  ['def t(p): / UP: $p /  / a => / << t: p = f:a=b >>', 'a', 'a ; up 1: f:a=b'],
  ['def t(): / @p: 1 /  / a => / UP: x / << t >>', 'a', 'a ; up 1: x'],
  ['def t(p): / UP: $p /  / def u(): / << t: p = x >> /  / a => / << u >>', 'a', 'a ; up 1: x'],
  ['def t(): # why / UP: x # what /  / a => / << t >> # so', 'a', 'a ; up 1: x'],
  ['a => / UP: x # << none >>', 'a', 'a ; up 1: x'],
  ['def __proto__(): / UP: x /  / a => / << __proto__ >>', 'a', 'a ; up 1: x'],
]);

faultCases('templates that cannot be used', [
  ['a => / << t >>', '2: no template is named "t"'],
  ['def t(): / UP: x /  / a => / << u >> / UP: y', '5: no template is named "u"'],
  ['def t(): /  / a => / UP: x', '1: has no body'],
  ['def t(p): / UP: $p /  / a => / UP: y / << t >>', '6: takes the parameters p'],
  ['def t(): / UP: x /  / a => / UP: y / << t: p = 1 >>', '6: takes the parameters none'],
  ['def t(p): / UP: $p /  / a => / UP: y / << t: q = 1 >>', '6: takes the parameters p'],
  ['def t(p): / UP: $p /  / a => / UP: y / << t: p = 1 || q = 2 >>', '6: takes the parameters p'],
  ['def t(): / UP: x / UP: y /  / a => / UP: << t >>', '6: has several lines'],
  ['def t(): / << t >> /  / a => / UP: x / << t >>', '6: without end'],
  ['def t: / UP: x /  / a => / UP: y', '1: defines no template', '2: belongs to no rule'],
]);

describe('lines of templates', () => {
  test('are those of their references', () => {
    const rules = 'def t(): / UP: x / UPP: y /  / a => / << t >> /  / b => / UP: ""';
    expect(parse(rules).errors.map(({ line }) => line)).toEqual([6, 9]);
  });

  test('a rule that a template writes stands where it is referenced', () => {
    expect(parse('def t(): / a => / UP: x /  / # / << t >> / b => / UP: y').rules).toMatchObject([
      { id: 'a#0', line: 6 },
      { id: 'b#1', line: 7 },
    ]);
  });
});
