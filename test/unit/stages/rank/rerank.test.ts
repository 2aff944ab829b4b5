import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from '../../../../src/domain/candidate.ts';
import type { IndexDescription } from '../../../../src/domain/catalog.ts';
import type { CrossEncoder, Scoring } from '../../../../src/domain/cross-encoder.ts';
import { NO_INSTRUCTIONS, type Query, typedQuery } from '../../../../src/domain/query.ts';
import { rerank } from '../../../../src/stages/rank/rerank.ts';
import { aContext } from '../../pipeline/fixtures.ts';
import { aModel, ids, someCandidates } from './fixtures.ts';

const TITLES = { a: { title: 'red hat' }, b: { title: 'red shoes' }, c: { title: 'shoes' } };
const QUERY = typedQuery('red shoes');

/** Runs the stage and tells what it said of itself besides. */
async function run(
  encoder: CrossEncoder | undefined,
  options: Readonly<Record<string, unknown>> = {},
  candidates: readonly Candidate[] = someCandidates(TITLES),
): Promise<{ found: readonly Candidate[]; notes: unknown[]; degraded: unknown[] }> {
  const notes: unknown[] = [];
  const degraded: unknown[] = [];
  const stage = rerank({ crossEncoder: () => encoder }, { template: '{title}', ...options });
  const found = await stage.run(candidates, QUERY, {
    ...aContext(),
    note: (note) => void notes.push(note),
    degrade: (why) => void degraded.push(why),
  });
  return { found, notes, degraded };
}

const answering = (scoring: Scoring): CrossEncoder => ({ score: async () => scoring });

describe('reranking', () => {
  const match = aModel((query, text) => (text === query ? 5 : -5));

  test('a share of the new order is what the model says', async () => {
    expect(ids((await run(match, { weight: 1 })).found)).toEqual(['b', 'a', 'c']);
    expect(ids((await run(match, { weight: 0 })).found)).toEqual(['a', 'b', 'c']);
    // a: 0.6 · 1, b: 0.6 · 0.5 + 0.4 · 1, c: 0.
    expect((await run(match, { weight: 0.4 })).found.map(({ id, score }) => [id, score])).toEqual([
      ['b', expect.closeTo(10 + 0.7 * 20, 9)],
      ['a', expect.closeTo(10 + 0.6 * 20, 9)],
      ['c', 10],
    ]);
  });

  test('a model that says how sure it is moves nothing where it believes nothing, and a third where it does', async () => {
    const doubting = aModel((query, text) => (text === query ? -70 : -71), 2);
    expect(ids((await run(doubting)).found)).toEqual(['a', 'b', 'c']);
    const { found } = await run(aModel((query, text) => (text === query ? 70 : -70), 2));
    // a: 0.65 · 1, b: 0.65 · 0.5 + 0.35 · 1, c: 0.
    expect(found.map(({ id, score }) => [id, score])).toEqual([
      ['b', expect.closeTo(10 + 0.675 * 20, 9)],
      ['a', expect.closeTo(10 + 0.65 * 20, 9)],
      ['c', expect.closeTo(10, 9)],
    ]);
    expect(found[0]?.notes[0]).toMatchObject({ scores: { 'ce@1': 70 }, temperature: 2 });
  });

  test('tells of each document what the model read and said', async () => {
    const { found, notes, degraded } = await run(match);
    expect(found.find(({ id }) => id === 'b')?.notes).toEqual([
      { stage: 'rerank', before: 2, scores: { 'ce@1': 5 }, text: 'red shoes' },
    ]);
    expect(notes).toEqual([{ models: [{ modelId: 'ce@1', read: 3 }], shrunk: 'none' }]);
    expect(degraded).toEqual([]);
  });

  test('what lies deeper keeps its place and its score', async () => {
    const { found } = await run(
      aModel((_, text) => text.length),
      { depth: 2, weight: 1 },
    );
    expect(found.map(({ id, score }) => [id, score])).toEqual([
      ['b', 30],
      ['a', 20],
      ['c', 10],
    ]);
  });

  test('what the model had no time for stays behind what it read', async () => {
    const { found, degraded } = await run(
      answering({
        kind: 'scored',
        passes: [{ modelId: 'ce@1', scores: [-3, 4, null], depth: 2 }],
        shrunk: 'depth',
      }),
      { weight: 1 },
    );
    expect(ids(found)).toEqual(['b', 'a', 'c']);
    expect(degraded).toEqual(['shrunk']);
  });

  test.each([
    ['late', 'no_time', answering({ kind: 'unanswered', reason: 'late', detail: 'too late' })],
    ['busy', 'no_time', answering({ kind: 'unanswered', reason: 'shed', detail: 'full' })],
    ['broken', 'no_model', answering({ kind: 'unanswered', reason: 'failed', detail: 'NaN' })],
    ['gone', 'no_model', undefined],
  ])('a model that is %s leaves the order, and the search says so: %s', async (_, why, encoder) => {
    const { found, degraded } = await run(encoder);
    expect(found).toEqual(someCandidates(TITLES));
    expect(degraded).toEqual([why]);
  });

  test('the model is asked with the correction that was searched for', async () => {
    const asked: string[] = [];
    const model = aModel((query) => asked.push(query));
    const spelling = { original: 'red sheos', used: 'red shoes', suggested: 'red shoes', confidence: 0.9 };
    const stage = rerank({ crossEncoder: () => model }, { template: '{title}' });
    const typed = typedQuery('red sheos');
    await stage.run(
      someCandidates(TITLES),
      { ...typed, spelling: { ...spelling, outcome: 'replaced' } },
      aContext(),
    );
    await stage.run(
      someCandidates(TITLES),
      { ...typed, spelling: { ...spelling, outcome: 'suggested' } },
      aContext(),
    );
    expect([...new Set(asked)]).toEqual(['red shoes', 'red sheos']);
  });

  test('takes part where there is something to read and no rule forbids it', () => {
    const search = aContext();
    const applies = (query: Query, index?: IndexDescription): boolean | undefined =>
      rerank({ crossEncoder: () => match }).applies?.(query, { ...search, index }, []);
    const text = { type: 'text', analyzer: 'standard', hanCut: null };
    const index = (name: string, type: string): IndexDescription => ({
      name: 'products',
      kind: 'index',
      fields: new Map([[name, { ...text, type }]]),
      meta: {},
    });
    expect(applies(QUERY, index('title', 'text'))).toBe(true);
    expect(applies(QUERY, index('price', 'long'))).toBe(false);
    expect(applies(QUERY)).toBe(false);
    const off: Query = { ...QUERY, instructions: { ...NO_INSTRUCTIONS, rerank: false } };
    expect(applies(off, index('title', 'text'))).toBe(false);
  });

  test('scores fall along the list and no document is lost, whatever the model says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.float({ noNaN: true, noDefaultInfinity: true }),
            fc.option(fc.float({ noNaN: true, noDefaultInfinity: true })),
          ),
          {
            minLength: 2,
            maxLength: 12,
          },
        ),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (pairs, weight) => {
          const scores = pairs.map(([score]) => score).toSorted((a, b) => b - a);
          const candidates = someCandidates(Object.fromEntries(pairs.map((_, at) => [`d${at}`, {}]))).map(
            (candidate, at) => ({ ...candidate, score: scores[at]! }),
          );
          // The first is always read: a pass that read nothing is no answer.
          const said = pairs.map(([, score], at) => (at === 0 ? (score ?? 1) : score));
          const scored: Scoring = {
            kind: 'scored',
            passes: [{ modelId: 'ce@1', scores: said, depth: said.length }],
            shrunk: 'none',
          };
          const { found } = await run(answering(scored), { weight }, candidates);
          expect(ids(found).toSorted()).toEqual(ids(candidates).toSorted());
          found.slice(1).forEach(({ score }, at) => expect(score!).toBeLessThanOrEqual(found[at]!.score!));
        },
      ),
    );
  });

  test.each([
    [{ depth: 0 }, '"depth" must be a number from 1 to 200'],
    [{ template: '{title' }, 'write fields in braces'],
    [{ template: 'title' }, 'write fields in braces'],
    [{ deep: 5 }, 'has no option "deep"'],
  ])('refuses %j', (options, message) => {
    expect(() => rerank({ crossEncoder: () => match }, options)).toThrow(message);
  });
});
