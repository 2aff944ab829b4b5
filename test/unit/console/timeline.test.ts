import { expect, test } from '@jest/globals';
import { timeline } from '../../../src/console/parts/search/timeline.ts';

const STEPS = { read: 'read request', hits: 'fetch hits', plain: 'plain search' };
type Stages = Parameters<typeof timeline>[0]['stages'];
type Stage = Stages[0];

function stage(name: string, kind: Stage['kind'], startMs: number, outcome: Stage['outcome'] = 'ok'): Stage {
  return { stage: name, kind, startMs, durationMs: outcome === 'skipped' ? 0 : 5, outcome, notes: [] };
}

function names(stages: Stages, last: 'hits' | 'plain'): readonly string[] {
  const steps = [
    { step: 'read' as const, startMs: 0, durationMs: 1 },
    { step: last, startMs: 12, durationMs: 3 },
  ];
  return timeline({ stages, steps }, STEPS).map(({ name }) => name);
}

test('a model that was left out before the legs began stands where it would have worked', () => {
  const stages = [
    stage('segment', 'query', 0),
    stage('rerank', 'rank', 5, 'skipped'),
    stage('lexical', 'retrieve', 5.1),
    stage('fuse', 'rank', 10.1),
  ];
  expect(names(stages, 'hits')).toEqual([
    'read request',
    'segment',
    'lexical',
    'fuse',
    'rerank',
    'fetch hits',
  ]);
});

test('the plain search comes after everything that the pipeline did, whatever clocks say', () => {
  const stages = [stage('lexical', 'retrieve', 0), stage('fuse', 'rank', 11.5)];
  expect(names(stages, 'plain')).toEqual(['read request', 'lexical', 'fuse', 'plain search']);
});
