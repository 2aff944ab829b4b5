import { describe, expect, test } from '@jest/globals';
import type { IndexDescription } from '../../../../src/domain/catalog.ts';
import { choosePipeline } from '../../../../src/http/search/choose-pipeline.ts';
import { createPlan } from '../../../../src/http/search/plan.ts';
import { createPipeline } from '../../../../src/pipeline/runner.ts';
import { aSearch, leg, queryStage } from '../../pipeline/fixtures.ts';

const stages = [
  queryStage('segment', (query) => query),
  queryStage('correct', (query) => query),
  leg('lexical', []),
];
const pipelines = ['default', 'trial'].map((name) =>
  createPipeline({ name, stages, around: [], clock: { now: () => 0 } }),
);
const planWith = (explainAllowed: boolean) =>
  createPlan({
    pipelines,
    indices: new Map([['shop', { pipeline: 'trial' }]]),
    limits: { bodyBytes: 1, msearchItems: 1 },
    explainAllowed,
    ingredients: [],
  });
const choose = (header: string | undefined, explainAllowed = true) => {
  const choice = choosePipeline(planWith(explainAllowed), header, {
    index: 'shop',
    description: undefined,
  });
  return choice.kind === 'none'
    ? choice.reason
    : [choice.pipeline.name, ...choice.pipeline.stages.map(({ name }) => name)];
};

describe('the pipeline of a search', () => {
  test('is the one of the index, or the one that the caller names', () => {
    expect(choose(undefined)).toEqual(['trial', 'segment', 'correct', 'lexical']);
    expect(choose('default')).toEqual(['default', 'segment', 'correct', 'lexical']);
    expect(choose('default', false)).toEqual(['default', 'segment', 'correct', 'lexical']);
  });

  test('is hybrid for an index whose mapping names an encoder, where there is such a pipeline', () => {
    const described = (meta: IndexDescription['meta']): IndexDescription => ({
      name: 'shop',
      kind: 'index',
      fields: new Map(),
      meta,
    });
    const plan = (names: readonly string[], own?: string) =>
      createPlan({
        pipelines: names.map((name) => createPipeline({ name, stages, around: [], clock: { now: () => 0 } })),
        indices: own === undefined ? undefined : new Map([['shop', { pipeline: own }]]),
        limits: { bodyBytes: 1, msearchItems: 1 },
        explainAllowed: true,
        ingredients: [],
      });
    const withVectors = described({ encoder: 'e@1' });
    expect(plan(['default', 'hybrid']).pipelineOf('shop', withVectors)).toBe('hybrid');
    expect(plan(['default']).pipelineOf('shop', withVectors)).toBe('default');
    expect(plan(['default', 'hybrid'], 'default').pipelineOf('shop', withVectors)).toBe('default');
    expect(plan(['default', 'hybrid']).pipelineOf('shop', described({}))).toBe('default');
    expect(plan(['default', 'hybrid']).pipelineOf('shop', undefined)).toBe('default');
  });

  test('goes without the stages that the caller leaves out', () => {
    expect(choose('default; without="segment"')).toEqual(['default', 'correct', 'lexical']);
    expect(choose('default;without="correct, segment"')).toEqual(['default', 'lexical']);
    expect(choose('default; without=""')).toEqual(['default', 'segment', 'correct', 'lexical']);
  });

  test.each([
    ['none', 'unknown_pipeline'],
    ['', 'unknown_pipeline'],
    ['default; without=segment', 'unknown_pipeline'],
    ['default; with="segment"', 'unknown_pipeline'],
    ['none; without="segment"', 'unknown_pipeline'],
    ['default; without="segment,sement"', 'unknown_stage'],
    ['default; without="segment,lexical"', 'needed_stage'],
  ])('is none for %j: %s', (header, reason) => {
    expect(choose(header)).toBe(reason);
  });

  test('takes no stage away from callers who may not look behind the curtain', () => {
    expect(choose('default; without="segment"', false)).toBe('debug_off');
  });
});

test('a pipeline without a stage runs as if it had never had it', async () => {
  const add = (word: string) => queryStage(word, (query) => ({ ...query, text: `${query.text} ${word}` }));
  const pipeline = createPipeline({
    name: 'default',
    stages: [add('one'), add('two'), leg('lexical', ['a'])],
    around: [],
    clock: { now: () => 0 },
  });
  const outcome = await pipeline.without(new Set(['one'])).run(aSearch());
  expect(outcome.query.text).toBe('red shoes two');
  expect(outcome.reports.map(({ stage }) => stage)).toEqual(['two', 'lexical']);
  expect((await pipeline.run(aSearch())).query.text).toBe('red shoes one two');
});
