import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readRuleFolder } from '../../../src/live-rules/rule-folder.ts';
import { INSTRUCTIONS } from '../../../src/rules/common/instruction.ts';
import { type Expansion, unexpanded } from '../../../src/rules/expansion.ts';
import { RULE_FILE_KINDS, ruleFileKind } from '../../../src/rules/rule-files.ts';
import { type ProgramOf, readRuleSet, type RuleSet } from '../../../src/rules/rule-set.ts';
import { completed } from '../../../src/rules/source/steps.ts';
import { openedSet } from './support.ts';

const tokenise = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
let set: RuleSet;
let programOf: ProgramOf;
let warnings: readonly unknown[];
let kindsOfCatalogue: ReadonlySet<string | undefined>;
let inForce: ReadonlySet<string | undefined>;

beforeAll(async () => {
  const folder = await readRuleFolder('rules');
  inForce = new Set(folder.texts.map(({ index }) => index));
  warnings = [...folder.errors, ...folder.warnings];
  const examples = readdirSync('rules/_examples')
    .map((name) => join('rules/_examples', name))
    .filter((file) => ruleFileKind(file) !== undefined)
    .map((file) => ({ file, text: readFileSync(file, 'utf8'), index: 'examples' }));
  const catalogue = readdirSync('rules/_examples/products').map((name) => {
    const file = join('rules/_examples/products', name);
    return { file, text: readFileSync(file, 'utf8'), index: 'catalogue' };
  });
  kindsOfCatalogue = new Set(catalogue.map(({ file }) => ruleFileKind(file)?.ending));
  set = completed(
    readRuleSet([...folder.texts, ...examples, ...catalogue], (_, file) => ({
      tokenise,
      readDictionary: (path) => readFileSync(resolve(dirname(file), path), 'utf8'),
    })),
  );
  programOf = openedSet(set, { tokenise });
});

interface Asked {
  readonly now?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

function expanded(index: string, query: string, { now = '2026-11-24T12:00:00Z', context = {} }: Asked = {}) {
  const request = {
    context: new Map(Object.entries(context)),
    now: Date.parse(now),
    selection: { filters: [], limitByLevel: false },
  };
  const before = unexpanded(query, tokenise(query));
  return programOf(index)?.rewrite(before, request) ?? before;
}

const words = ({ slots }: Expansion): string =>
  slots
    .map(({ alternatives }) =>
      alternatives.map(({ terms }) => terms.map(({ text }) => text).join('+')).join('|'),
    )
    .join(' ');

describe('the rules that come with the gateway', () => {
  test('have no fault and no doubt, and show every kind of file', () => {
    expect([...set.errors, ...set.warnings, ...warnings]).toEqual([]);
    expect(new Set(set.files.map(({ kind }) => kind))).toEqual(
      new Set(RULE_FILE_KINDS.map(({ ending }) => ending)),
    );
  });

  test('are in force for the sample catalogue; the examples are not', () => {
    expect(inForce).toEqual(new Set(['products']));
    expect(programOf('anything')).toBeUndefined();
  });
});

describe('examples on the sample catalogue', () => {
  test('are of every kind', () => {
    expect(kindsOfCatalogue).toEqual(new Set(RULE_FILE_KINDS.map(({ ending }) => ending)));
  });

  test.each([
    ['bakpack', 'backpack'],
    ['电热壶', '电热水壶'],
    ['head-phones', 'headphones'],
    ['suitcases', 'suitcase'],
    ['pls kettle', 'kettle'],
    ['1,5 ltr kettle', '1.5|1.5l l|1.5l|lkettle kettle|lkettle'],
    ['500 毫升', '500ml'],
    ['knapsack', 'knapsack|rucksack|backpack'],
    ['洁面', '洗面奶|洁面乳'],
    ['usbc', 'usbc|usb+c'],
    ['rucksack', 'rucksack|knapsack|backpack'],
  ])('%s', (query, expected) => {
    expect(words(expanded('catalogue', query))).toBe(expected);
  });

  test('a price with its unit filters', () => {
    const [filter] = expanded('catalogue', 'kettle 30 dollars').filters;
    expect(JSON.parse(filter?.condition.raw ?? '')).toEqual({ range: { price: { gte: 24, lte: 36 } } });
  });

  test('every instruction is there', () => {
    const text = readFileSync('rules/_examples/products/every-instruction.rules.txt', 'utf8');
    expect(INSTRUCTIONS).toHaveLength(12);
    for (const name of INSTRUCTIONS) expect(text).toMatch(new RegExp(`^ +${name}\\b`, 'm'));
  });
});

describe('examples', () => {
  test.each([
    ['red sofa', 'red|redsofa|scarlet+couch|settee sofa|redsofa|couch|settee|scarlet+couch|settee'],
    ['Red Sofa', 'Red|RedSofa|scarlet+couch|settee Sofa|RedSofa|couch|settee|scarlet+couch|settee'],
    ['sofabed', 'sofabed|couch+bed'],
    ['setee please', 'settee|couch|sofa'],
    ['sofa bed', 'sofabed|couch+bed'],
    ['color', 'colour'],
    ['colored', 'coloured'],
    ['chiars', 'chairs'],
    ['armchiars', 'armchairs'],
    ['bookshelf', 'bookshelf|book+shelf'],
    ['armchair', 'armchair'],
    ['200 x 300', '200x300'],
  ])('%s reads as %s', (query, slots) => {
    expect(words(expanded('examples', query))).toBe(slots);
  });

  test('boosts, filters and what the application gets', () => {
    expect(expanded('examples', 'desk lamp')).toMatchObject({
      pins: [
        { ids: ['d1', 'd2'], position: 1 },
        { ids: ['d7'], position: 3 },
      ],
      buries: [{ ids: ['d8'] }],
      hides: [{ ids: ['d9'] }],
      filters: [
        {
          condition: {
            must: [{ text: 'lighting', fields: ['category', 'type'] }],
            mustNot: [{ text: 'bulb' }],
          },
        },
      ],
      boosts: [
        {
          by: 'down',
          factor: 2,
          condition: { must: [{ text: 'accessories' }, { text: 'for' }, { text: 'lamps' }] },
        },
        { by: 'down', factor: 2, condition: { must: [{ text: 'spare-parts', fields: ['category'] }] } },
      ],
    });
    expect(expanded('examples', 'opening hours')).toMatchObject({
      decorations: [{ key: 'answer', value: 'Mon to Sat, 9 to 20' }],
      redirects: [{ value: 'https://shop.example/hours' }],
    });
    expect(expanded('examples', 'order 4711')).toMatchObject({
      legs: [{ leg: 'knn', weight: 0 }],
      rerankOff: ['order numbers'],
    });
    expect(expanded('examples', 'table 90 cm').filters).toHaveLength(1);
  });

  test('for some, for a while', () => {
    expect(words(expanded('examples', '灯'))).toBe('灯');
    expect(words(expanded('examples', '灯', { context: { market: ['cn'] } }))).toBe('灯|台灯');
    expect(words(expanded('examples', '灯', { context: { market: ['us'] } }))).toBe('灯');
    const later = { now: '2030-01-01T00:00:00Z', context: { market: ['cn'] } };
    expect(words(expanded('examples', '灯', later))).toBe('灯');
  });
});

describe('rules of the sample catalogue', () => {
  test.each([
    ['移动电源', '移动电源|充电宝'],
    ['cell phone', 'cell|cellphone|mobile+phone|smartphone phone|cellphone|mobile+phone|smartphone'],
    ['rucksack', 'rucksack|backpack'],
    ['cheap dress', 'dress'],
  ])('%s reads as %s', (query, slots) => {
    expect(words(expanded('products', query))).toBe(slots);
  });

  test('the campaign is for members in its week', () => {
    const member = { context: { segment: ['member'] } };
    expect(expanded('products', '充电宝').pins).toEqual([]);
    expect(expanded('products', '充电宝', member).pins).toEqual([]);
    const then = { now: '2026-11-12T08:00:00+08:00', ...member };
    expect(expanded('products', '充电宝', then).pins).toMatchObject([{ ids: ['p0062'], position: 1 }]);
    expect(expanded('products', '退货').redirects).toMatchObject([
      { value: 'https://shop.example/help/returns' },
    ]);
  });
});
