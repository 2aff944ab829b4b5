import { describe, expect, test } from '@jest/globals';
import { type Query, type Slot, typedQuery } from '../../../../src/domain/query.ts';
import type { StageContext } from '../../../../src/pipeline/stage.ts';
import {
  type Expansion,
  plainSlots,
  type RuleCondition,
  type RuleProgram,
  type RuleRequest,
} from '../../../../src/rules/expansion.ts';
import { rules } from '../../../../src/stages/rewrite/rules.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const NOTHING: RuleCondition = { must: [], should: [], mustNot: [], phrase: null, raw: null };

/** A query of words parted by one blank, each with a correction beside it. */
function wordsOf(typed: string): Query {
  const slots = Array.from(typed.matchAll(/\S+/g), (word): Slot => ({
    span: { start: word.index, end: word.index + word[0].length },
    key: word[0].toLowerCase(),
    alternatives: [
      { terms: [word[0]], weight: 1, origin: 'user' },
      { terms: [`${word[0]}s`], weight: 0.5, origin: 'correct' },
    ],
  }));
  return { ...typedQuery(typed), slots };
}

async function rewritten(
  typed: string,
  rewrite: (expansion: Expansion, request: RuleRequest) => Expansion,
  {
    context = {},
    options = {},
  }: { context?: Record<string, string>; options?: Record<string, unknown> } = {},
) {
  const notes: unknown[] = [];
  const ctx: StageContext = {
    ...aContext(),
    context: new Map(Object.entries(context)),
    note: (value) => void notes.push(value),
  };
  const program: RuleProgram = { rewrite };
  const stage = rules({ rulesOf: () => program, now: () => 1000 }, options);
  return { query: await stage.run(wordsOf(typed), ctx), notes };
}

const slot = (expansion: Expansion, at: number) => expansion.slots[at]!;

describe('rules', () => {
  test('a query that no rule touches is the same object', async () => {
    const query = wordsOf('red shoes');
    const stage = rules({ rulesOf: () => ({ rewrite: (given) => given }), now: () => 0 });
    const ctx: StageContext = aContext();
    expect(await stage.run(query, ctx)).toBe(query);
    expect(await rules({ rulesOf: () => undefined, now: () => 0 }).run(query, ctx)).toBe(query);
  });

  test('synonyms stand beside what other stages found', async () => {
    const { query } = await rewritten('red shoes', (given) => ({
      ...given,
      slots: [
        slot(given, 0),
        {
          term: 1,
          alternatives: [
            ...slot(given, 1).alternatives,
            { terms: [{ text: 'running' }, { text: 'shoe' }], weight: 0.8, rule: 'r1' },
            { terms: [{ text: 'nike', fields: ['brand'] }], weight: 0.2, rule: 'r2' },
          ],
        },
      ],
    }));
    expect(query.slots[0]!.alternatives).toHaveLength(2);
    expect(query.slots[1]).toEqual({
      span: { start: 4, end: 9 },
      key: 'shoes',
      alternatives: [
        { terms: ['shoes'], weight: 1, origin: 'user' },
        { terms: ['shoess'], weight: 0.5, origin: 'correct' },
        { terms: ['running', 'shoe'], weight: 0.8, origin: 'r1' },
        { terms: ['nike'], fields: ['brand'], weight: 0.2, origin: 'r2' },
      ],
    });
  });

  test('a deleted word is gone, the others keep their place', async () => {
    const { query } = await rewritten('cheap red shoes', (given) => ({
      ...given,
      slots: given.slots.slice(1),
      deleted: ['cheap'],
    }));
    expect(query.slots.map(({ key, span }) => [key, span.start])).toEqual([
      ['red', 6],
      ['shoes', 10],
    ]);
  });

  test('replaced words stand where the old ones stood', async () => {
    const { query } = await rewritten('buy mobil fone now', (given) => ({
      ...given,
      ...plainSlots(['buy', 'mobile', 'smart', 'phone', 'now'].map((text) => ({ text }))),
    }));
    expect(query.slots.map(({ key }) => key)).toEqual(['buy', 'mobile', 'smart', 'phone', 'now']);
    expect(query.slots[2]).toEqual({
      span: { start: 3, end: 15 },
      key: 'smart',
      alternatives: [{ terms: ['smart'], weight: 1, origin: 'rules' }],
    });
    expect(query.slots[4]!.alternatives).toHaveLength(2);
  });

  test('boosts, filters and instructions reach the query, with the rule that said so', async () => {
    const { query, notes } = await rewritten(
      'shoes',
      (given) => ({
        ...given,
        boosts: [
          {
            by: 'up',
            factor: 2,
            condition: { ...NOTHING, must: [{ text: 'new', fields: ['tag'] }] },
            rule: 'a',
          },
          {
            by: 'down',
            factor: 3,
            mode: 'multiply',
            condition: { ...NOTHING, raw: 'price:[1 TO 2]' },
            rule: 'b',
          },
        ],
        filters: [
          { condition: { ...NOTHING, raw: '{"term":{"shop":"%%shop%%"}}' }, rule: 'c' },
          { condition: { ...NOTHING, raw: '{"term":{"shop":"%%branch%%"}}' }, rule: 'd' },
        ],
        pins: [{ ids: ['1'], position: 2, rule: 'e' }],
        hides: [{ ids: ['2'], rule: 'f' }],
        buries: [{ ids: ['3'], rule: 'g' }],
        legs: [{ leg: 'knn', weight: 0, rule: 'h' }],
        rerankOff: ['i'],
        redirects: [{ key: null, value: 'https://a.example', rule: 'j' }],
        decorations: [{ key: 'banner', value: 'sale', rule: 'k' }],
        matched: [
          {
            rule: 'a',
            message: 'a',
            file: 'x',
            line: 1,
            match: 'shoes',
            type: 'exact',
            instructions: ['up'],
          },
        ],
      }),
      { context: { shop: 'a"b' } },
    );
    expect(query.boosts).toEqual([
      {
        by: 'up',
        factor: 2,
        clause: { ...NOTHING, must: [{ text: 'new', fields: ['tag'] }] },
        origin: 'a',
        isRule: true,
      },
      {
        by: 'down',
        factor: 3,
        mode: 'multiply',
        clause: { ...NOTHING, raw: '{"query_string":{"query":"price:[1 TO 2]"}}' },
        origin: 'b',
        isRule: true,
      },
    ]);
    expect(query.filters).toEqual([
      { clause: { ...NOTHING, raw: String.raw`{"term":{"shop":"a\"b"}}` }, origin: 'c' },
    ]);
    expect(query.instructions).toEqual({
      pins: [{ ids: ['1'], position: 2, origin: 'e' }],
      hides: [{ ids: ['2'], origin: 'f' }],
      buries: [{ ids: ['3'], origin: 'g' }],
      legs: [{ leg: 'knn', weight: 0, origin: 'h' }],
      rerank: false,
      decorations: [
        { key: 'redirect', value: 'https://a.example', origin: 'j' },
        { key: 'banner', value: 'sale', origin: 'k' },
      ],
    });
    expect(notes).toEqual([
      expect.objectContaining({ rule: 'a', match: 'shoes' }),
      { notApplied: 'd', why: 'the request has no value for a parameter of its condition' },
    ]);
  });

  test('rules hear who asks, when, and how to choose', async () => {
    let heard: RuleRequest | undefined;
    await rewritten(
      'shoes',
      (given, request) => {
        heard = request;
        return given;
      },
      {
        context: { tenant: 'a', segment: 'new, vip' },
        options: { sort: 'weight desc', limit: 2, filters: ['tenant:a'] },
      },
    );
    expect(heard).toEqual({
      context: new Map([
        ['tenant', ['a']],
        ['segment', ['new', 'vip']],
      ]),
      now: 1000,
      selection: {
        filters: ['tenant:a'],
        sort: { property: 'weight', order: 'desc' },
        limit: 2,
        limitByLevel: false,
      },
    });
  });
});
