import { describe, expect, test } from '@jest/globals';
import { plainSlots, unexpanded } from '../../../../src/rules/expansion.ts';
import type { Expansion, RuleTerm } from '../../../../src/rules/expansion.ts';
import { parseShingles } from '../../../../src/rules/shingle/parse.ts';
import { faults, rewrite, slots } from '../support.ts';

const parse = (text: string) => parseShingles({ file: 'shop.shingle.json', text });

const ofTerms = (...terms: RuleTerm[]): Expansion => ({ ...unexpanded('', []), ...plainSlots(terms) });

/** Adds a synonym to the slot at `place`. */
const withSynonym = (expansion: Expansion, place: number, ...words: string[]): Expansion => ({
  ...expansion,
  slots: expansion.slots.map((slot, at) =>
    at === place
      ? {
          ...slot,
          alternatives: [
            ...slot.alternatives,
            { terms: words.map((text) => ({ text })), weight: 0.5, rule: 'r' },
          ],
        }
      : slot,
  ),
});

describe('shingles', () => {
  test.each([
    ['one', ['one']],
    ['wall mount', ['wall | wallmount', 'mount | wallmount']],
    ['a b c', ['a | ab', 'b | ab | bc', 'c | bc']],
    ['a - b', ['a | a-', '- | a- | -b', 'b | -b']],
    ['a a a', ['a | aa', 'a | aa', 'a | aa']],
    ['手机 壳', ['手机 | 手机壳', '壳 | 手机壳']],
  ])('%s', (query, expected) => {
    expect(slots(rewrite(parse('{}'), query))).toEqual(expected);
  });

  test('one word stays as it is', () => {
    const query = unexpanded('one', ['one']);
    expect(rewrite(parse('{}'), query)).toBe(query);
  });

  test('only of words that are looked for in the same fields', () => {
    const f = { fields: ['f', 'g'] };
    const query = ofTerms(
      { text: 'a', ...f },
      { text: 'b', fields: ['g', 'f'] },
      { text: 'c' },
      { text: 'd' },
    );
    const after = rewrite(parse('{}'), query);
    expect(slots(after)).toEqual(['a | ab', 'b | ab', 'c | cd', 'd | cd']);
    expect(after.slots[0]!.alternatives[1]).toEqual({
      terms: [{ text: 'ab', fields: ['g', 'f'] }],
      weight: 1,
      rule: 'shingle',
    });
  });

  test('synonyms are joined where that is asked for, those of one word', () => {
    const query = withSynonym(withSynonym(ofTerms({ text: 'a' }, { text: 'b' }), 0, 's'), 1, 'x', 'y');
    expect(slots(rewrite(parse('{}'), query))).toEqual(['a | s | ab', 'b | x y | ab']);
    expect(slots(rewrite(parse('{"acceptGeneratedTerms": true}'), query))).toEqual([
      'a | s | ab | sb',
      'b | x y | ab | sb',
    ]);
  });

  test('many synonyms do not multiply', () => {
    let query = ofTerms({ text: 'a' }, { text: 'b' });
    for (let at = 0; at < 100; at += 1) query = withSynonym(withSynonym(query, 0, `s${at}`), 1, `t${at}`);
    const after = rewrite(parse('{"acceptGeneratedTerms": true}'), query);
    expect(after.slots[0]!.alternatives.length).toBeLessThan(101 + 65);
  });

  test('what matched is told', () => {
    expect(rewrite(parse('{}'), 'a b').matched).toEqual([
      {
        rule: 'shingle',
        message: 'shingle',
        file: 'shop.shingle.json',
        line: 1,
        match: 'a b',
        type: 'exact',
        instructions: ['shingle'],
      },
    ]);
  });

  test('faults', () => {
    expect(faults(parse('{"acceptGeneratedTerms": "yes",\n"x": 1}').errors)).toEqual([
      '1: "acceptGeneratedTerms" is neither true nor false: the default is false',
      '2: "x" is not known here: known are acceptGeneratedTerms',
    ]);
    expect(parse('').errors).toHaveLength(1);
  });
});
