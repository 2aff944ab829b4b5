import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unexpanded } from '../../../../src/rules/expansion.ts';
import { parseUnits } from '../../../../src/rules/units/parse.ts';
import { readQuantity, round } from '../../../../src/rules/units/quantity.ts';
import { NO_REQUEST, byBlanks, faults, rewrite, slots, words } from '../support.ts';

const parse = (definitions: unknown, more = {}) =>
  parseUnits({
    file: 'shop.units.json',
    text: JSON.stringify({ numberUnitDefinitions: definitions, ...more }, null, 1),
  });

const INCH = { units: [{ term: 'inch' }], fields: [{ fieldName: 'size', scale: 1 }] };
const raw = (list: readonly { readonly condition: { readonly raw: string | null } }[]): unknown[] =>
  list.map(({ condition }) => JSON.parse(condition.raw ?? 'null'));

describe('readQuantity', () => {
  test.each([
    ['65', 65, ''],
    ['65inch', 65, 'inch'],
    ['65"', 65, '"'],
    ['65英寸', 65, '英寸'],
    ['1.5l', 1.5, 'l'],
    ['1,5l', 1.5, 'l'],
    ['12.l', 12, 'l'],
    ['12.', 12, ''],
    ['12,', 12, ''],
    ['.3l', 0.3, 'l'],
    [',3', 0.3, ''],
    ['007x', 7, 'x'],
    ['5x.1', 5, 'x.1'],
  ])('%s', (word, number, unit) => {
    expect(readQuantity(word)).toEqual({ number, unit });
  });

  test.each(['inch', 'e12', '.', ',', '..', '.l', '1..2', '1.2,9', '1.2.l', '.12.', '..12', '-5l', ''])(
    'not %j',
    (word) => {
      expect(readQuantity(word)).toBeUndefined();
    },
  );
});

test('rounds halves up, as decimals', () => {
  expect([round(16.5, 0), round(1.005, 2), round(2.675, 2), round(12.36722, 3)]).toEqual([
    17, 1.01, 2.68, 12.367,
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 5 }), (units, digits) => {
      expect(round(units / 10 ** digits, digits)).toBe(units / 10 ** digits);
    }),
  );
});

describe('which words are measures', () => {
  test.each([
    ['tv 65 inch', 'tv', ['65 inch']],
    ['tv 65inch', 'tv', ['65inch']],
    ['65 INCH tv', 'tv', ['65 INCH']],
    ['65 66 inch', '65', ['66 inch']],
    ['65 inch inch', 'inch', ['65 inch']],
    ['65inch inch', 'inch', ['65inch']],
    ['65 tv inch', '65 tv inch', []],
    ['inch 65', 'inch 65', []],
    ['65 5inch', '65', ['5inch']],
    ['15 inch 1 tb', '', ['15 inch', '1 tb']],
    ['15 inch 15inch', '', ['15 inch', '15inch']],
  ])('%s', (query, rest, matches) => {
    const file = parse([INCH, { units: [{ term: 'tb' }], fields: [{ fieldName: 'disk' }] }]);
    const after = rewrite(file, query);
    expect(words(after)).toBe(rest);
    expect(after.matched.map(({ match }) => match)).toEqual(matches);
    expect(after.filters).toHaveLength(new Set(matches.map((match) => match.replace(' ', ''))).size);
    expect(after.boosts).toHaveLength(after.filters.length);
  });

  test('units differ by case where both are there', () => {
    const file = parse([
      { units: [{ term: 'mb' }], fields: [{ fieldName: 'bits' }] },
      { units: [{ term: 'MB' }], fields: [{ fieldName: 'bytes' }] },
    ]);
    expect(raw(rewrite(file, '5 mb 5 MB').filters)).toEqual([
      { range: { bits: { gte: 4, lte: 6 } } },
      { range: { bytes: { gte: 4, lte: 6 } } },
    ]);
  });

  test('other words keep their slots and what was added to them', () => {
    const before = unexpanded('tv 65 inch set', ['tv', '65', 'inch', 'set']);
    const withSynonym = before.slots.map((slot) => ({
      ...slot,
      alternatives: [...slot.alternatives, { terms: [{ text: `s${slot.term}` }], weight: 1, rule: 'r' }],
    }));
    const after = rewrite(parse([INCH]), { ...before, slots: withSynonym });
    expect(slots(after)).toEqual(['tv | s0', 'set | s3']);
    expect(after.slots.map(({ term }) => after.terms[term]!.text)).toEqual(['tv', 'set']);
  });

  test('a query without measures stays as it is', () => {
    const query = unexpanded('tv 65', ['tv', '65']);
    expect(rewrite(parse([INCH]), query)).toBe(query);
  });

  test('what matched is told', () => {
    expect(rewrite(parse([INCH]), 'tv 65 inch').matched).toEqual([
      {
        rule: 'unit:inch',
        message: 'unit:inch',
        file: 'shop.units.json',
        line: 5,
        match: '65 inch',
        type: 'exact',
        instructions: ['filter', 'up'],
      },
    ]);
  });
});

describe('filters', () => {
  const LOWER = 'percentageLowerBoundary';
  const UPPER = 'percentageUpperBoundary';
  test.each([
    ['20 percent either way, in whole numbers', 0, {}, { gte: 12, lte: 18 }],
    ['rounded half up', 0, { [UPPER]: 10 }, { gte: 12, lte: 17 }],
    ['to the digits asked for', 1, { [UPPER]: 10 }, { gte: 12, lte: 16.5 }],
    ['no bound below', 0, { [LOWER]: -1 }, { lte: 18 }],
    ['no bound above', 0, { [UPPER]: -1 }, { gte: 12 }],
  ])('%s', (_, scale, filter, bounds) => {
    const file = parse([{ ...INCH, fields: [{ fieldName: 'size', scale }], filter }]);
    expect(raw(rewrite(file, '15 inch').filters)).toEqual([{ range: { size: bounds } }]);
  });

  test('decimals with a comma', () => {
    expect(raw(rewrite(parse([INCH]), '1,5 inch').filters)).toEqual([
      { range: { size: { gte: 1.2, lte: 1.8 } } },
    ]);
  });

  test('no bound at all: the field must be there', () => {
    const filter = { percentageLowerBoundary: -1, percentageUpperBoundary: -1 };
    expect(raw(rewrite(parse([{ ...INCH, filter }]), '5 inch').filters)).toEqual([
      { exists: { field: 'size' } },
    ]);
  });

  test('any of several fields, each in its own unit', () => {
    const file = parse([
      {
        units: [{ term: 'inch' }, { term: 'cm', multiplier: 0.393701 }],
        fields: [{ fieldName: 'screen', scale: 1 }],
      },
      { units: [{ term: 'cm' }], fields: [{ fieldName: 'height' }, { fieldName: 'width' }] },
    ]);
    expect(raw(rewrite(file, '100 cm').filters)).toEqual([
      {
        bool: {
          should: [
            { range: { screen: { gte: 31.5, lte: 47.2 } } },
            { range: { height: { gte: 80, lte: 120 } } },
            { range: { width: { gte: 80, lte: 120 } } },
          ],
          minimum_should_match: 1,
        },
      },
    ]);
  });
});

describe('boosts', () => {
  const boost = {
    percentageLowerBoundary: 10,
    percentageUpperBoundary: 10,
    minScoreAtLowerBoundary: 20,
    minScoreAtUpperBoundary: 10,
    maxScoreForExactMatch: 40,
    additionalScoreForExactMatch: 15,
  };

  test('a line from either bound to the value, and more for the value itself', () => {
    const [query] = raw(rewrite(parse([{ ...INCH, boost }]), '15 inch').boosts);
    const part = (bounds: unknown, linear: unknown) => ({
      function_score: {
        query: { range: { size: bounds } },
        functions: [{ linear: { size: linear }, weight: 40 }],
        boost_mode: 'replace',
      },
    });
    expect(query).toEqual({
      dis_max: {
        queries: [
          { constant_score: { filter: { range: { size: { gte: 15, lte: 15 } } }, boost: 55 } },
          part({ gte: 13.5, lt: 15 }, { origin: 15, scale: 0.75, decay: 0.75 }),
          part({ gt: 15, lte: 16.5 }, { origin: 15, scale: 0.75, decay: 0.625 }),
        ],
      },
    });
  });

  test('a range of values that count as the very one', () => {
    const exact = { percentageLowerBoundaryExactMatch: 10, percentageUpperBoundaryExactMatch: 5 };
    const [query] = raw(rewrite(parse([{ ...INCH, boost: { ...boost, ...exact } }]), '15 inch').boosts);
    expect(query).toEqual({
      dis_max: {
        queries: [
          { constant_score: { filter: { range: { size: { gte: 13.5, lte: 15.8 } } }, boost: 55 } },
          {
            function_score: {
              query: { range: { size: { gt: 15.8, lte: 16.5 } } },
              functions: [{ linear: { size: { origin: 15.8, scale: 0.35, decay: 0.625 } }, weight: 40 }],
              boost_mode: 'replace',
            },
          },
        ],
      },
    });
  });

  test('the same score all over needs no line', () => {
    const flat = { ...boost, minScoreAtLowerBoundary: 40, percentageUpperBoundary: 0 };
    const [query] = raw(rewrite(parse([{ ...INCH, boost: flat }]), '15 inch').boosts);
    expect(query).toEqual({
      dis_max: {
        queries: [
          { constant_score: { filter: { range: { size: { gte: 15, lte: 15 } } }, boost: 55 } },
          { constant_score: { filter: { range: { size: { gte: 13.5, lt: 15 } } }, boost: 40 } },
        ],
      },
    });
  });

  test('nothing but the value: one clause', () => {
    const [query] = raw(rewrite(parse([INCH]), '0 inch').boosts);
    expect(query).toEqual({
      constant_score: { filter: { range: { size: { gte: 0, lte: 0 } } }, boost: 300 },
    });
  });
});

describe('faults', () => {
  test.each([
    ['no JSON', '{"numberUnitDefinitions": [}', '1: no valid JSON before "}"'],
    ['no definition', '{}', '1: "numberUnitDefinitions" has no definition'],
    ['no object', '[]', '1: the file is not an object'],
    [
      'unknown name',
      '{"numberUnitDefinition": []}',
      '1: "numberUnitDefinition" is not known here: known are',
    ],
  ])('%s', (_, text, message) => {
    expect(faults(parseUnits({ file: 'f', text }).errors)[0]).toContain(message);
  });

  test.each([
    ['no unit', { ...INCH, units: [] }, ['a definition needs a unit']],
    ['no field', { units: INCH.units }, ['a definition needs a field']],
    ['unit without a name', { ...INCH, units: [{ multiplier: 1 }] }, ['a unit needs a name']],
    ['blank name', { ...INCH, units: [{ term: ' ' }] }, ['"term" is not a text']],
    ['field without a name', { ...INCH, fields: [{ scale: 1 }] }, ['a field needs a name']],
    ['unit twice', { ...INCH, units: [{ term: 'a' }, { term: 'a' }] }, ['"a" stands in this definition']],
    ['multiplier 0', { ...INCH, units: [{ term: 'a', multiplier: 0 }] }, ['"multiplier" is not above 0']],
    [
      'scale',
      { ...INCH, fields: [{ fieldName: 'f', scale: 1.5 }] },
      ['"scale" is not a whole number from 0 up to 9'],
    ],
    ['number as text', { ...INCH, filter: { percentageLowerBoundary: '5' } }, ['is not a number']],
    ['unknown name', { ...INCH, unit: 1 }, ['"unit" is not known here']],
    [
      'bounds the wrong way round',
      { ...INCH, boost: { percentageLowerBoundaryExactMatch: 30, minScoreAtUpperBoundary: 300 } },
      ['"percentageLowerBoundaryExactMatch" (30) is above "percentageLowerBoundary" (20)', '(300) is above'],
    ],
  ])('%s', (_, definition, messages) => {
    const { errors } = parse([definition]);
    expect(faults(errors)).toEqual(messages.map((message) => expect.stringContaining(message)));
  });

  test('a unit of several words is a doubt', () => {
    expect(faults(parse([{ ...INCH, units: [{ term: 'square inch' }] }]).warnings)[0]).toContain(
      'several words',
    );
  });

  test('whatever is written, a file gives a program or faults', () => {
    const names = fc.constantFrom(
      'numberUnitDefinitions',
      'units',
      'fields',
      'term',
      'fieldName',
      'boost',
      'x',
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, true, 1, -1, 'inch'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(names, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(value, fc.array(fc.constantFrom('1', '2inch', 'inch', 'a')), (written, query) => {
        const file = parseUnits({ file: 'f', text: JSON.stringify(written) });
        const text = query.join(' ');
        if (file.errors.length === 0) file.open().rewrite(unexpanded(text, byBlanks(text)), NO_REQUEST);
      }),
    );
  });
});
