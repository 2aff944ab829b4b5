import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { typedQuery } from '../../../../src/domain/query.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { classParameter } from '../../../../src/cli/tune/class-weights.ts';
import { FIELD, LEG, OWN_FIELDS, RERANK_DEPTH, RERANK_WEIGHT } from '../../../../src/cli/tune/order.ts';
import { classesFor, classesIn, parametersOf } from '../../../../src/cli/tune/parameters.ts';
import { configText, tunedStages } from '../../../../src/cli/tune/tuned-config.ts';

const STAGES = [
  { name: 'segment', options: { hmm: false } },
  { name: 'lexical', options: {} },
  { name: 'fields', options: {} },
  { name: 'knn', options: { similarity: 0.3 } },
  { name: 'fuse', options: { classes: { short: { knn: 0 } } } },
  { name: 'merchandise', options: {} },
];
const POINT = {
  [`${LEG}lexical`]: 0.3,
  [`${LEG}fields`]: 0.3,
  [`${LEG}knn`]: 0,
  [OWN_FIELDS]: 1,
  [`${FIELD}title`]: 3,
  [`${FIELD}text`]: 1,
  [`${FIELD}tags`]: 0,
  [RERANK_WEIGHT]: 0.2,
  [RERANK_DEPTH]: 30,
};

describe('what tuning writes', () => {
  test('is a configuration that loads, with its reasons in front', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tune-'));
    try {
      const file = join(folder, 'relevance.yaml');
      const text = configText('default', tunedStages(STAGES, POINT), ['nDCG@10: 0.8', '', 'what  was']);
      expect(text).toMatch(/^# nDCG@10: 0\.8\n#\n# what {2}was\npipelines:\n/);
      writeFileSync(file, text);
      expect(loadConfig({ file, env: {}, cwd: folder }).config.pipelines['default']!.stages).toEqual([
        { name: 'segment', options: { hmm: false } },
        { name: 'lexical', options: {} },
        { name: 'fields', options: { fields: ['title^3', 'text'], type: 'most_fields' } },
        {
          name: 'fuse',
          options: { classes: { short: { knn: 0 } }, weights: { lexical: 0.3, fields: 0.3, knn: 0 } },
        },
        { name: 'rerank', options: { depth: 30, weight: 0.2 } },
        { name: 'merchandise', options: {} },
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('parameters start where the configuration stands', () => {
    const stages = [
      { name: 'fuse', options: { weights: { lexical: 0.45 } } },
      { name: 'rerank', options: { depth: 25 } },
    ];
    const parameters = parametersOf(stages, {
      legs: ['lexical', 'knn'],
      fields: ['title'],
      rerank: 0.3,
      classes: [],
    });
    expect(parameters.map(({ name, start }) => [name, start])).toEqual([
      [`${LEG}lexical`, 0.45],
      [`${LEG}knn`, 0.25],
      [RERANK_WEIGHT, 0.3],
      [RERANK_DEPTH, 25],
    ]);
    expect(parameters.every(({ values, start }) => values.includes(start))).toBe(true);
    expect(parametersOf([], { legs: ['lexical'], fields: [], rerank: null, classes: [] })).toEqual([]);
    expect(parametersOf([], { legs: ['lexical'], fields: [], rerank: 0.3, classes: [] })[0]!.start).toBe(0);
  });

  test('a class of queries starts at what it says: times the weight that a leg has otherwise', () => {
    const stages = [{ name: 'fuse', options: { classes: { short: { fields: 1.4 }, long: { list: 1 } } } }];
    const parameters = parametersOf(stages, {
      legs: ['lexical', 'fields', 'knn'],
      fields: [],
      rerank: null,
      classes: ['short', 'zh'],
    });
    const starts = new Map(parameters.map(({ name, start }) => [name, start]));
    expect([...starts.keys()].filter((name) => name.startsWith('class'))).toEqual([
      classParameter('short', 'fields'),
      classParameter('short', 'knn'),
      classParameter('zh', 'fields'),
      classParameter('zh', 'knn'),
    ]);
    expect(starts.get(classParameter('short', 'fields'))).toBe(2);
    expect(starts.get(classParameter('zh', 'fields'))).toBe(1);
  });

  test('a leg that only a class weighs stays with that class', () => {
    const stages = [
      { name: 'lexical', options: {} },
      { name: 'knn', options: {} },
      { name: 'fuse', options: { weights: { knn: 0 }, classes: { zh: { knn: 0.4 } } } },
    ];
    const legs = ['lexical', 'knn'];
    const parameters = parametersOf(stages, { legs, fields: [], rerank: null, classes: ['zh'] });
    expect(parameters.map(({ name }) => name)).toEqual([`${LEG}lexical`, `${LEG}knn`]);
    expect(tunedStages(stages, { [`${LEG}lexical`]: 1, [`${LEG}knn`]: 0 })).toEqual([
      { name: 'lexical', options: {} },
      { name: 'knn', options: {} },
      { name: 'fuse', options: { weights: { lexical: 1, knn: 0 }, classes: { zh: { knn: 0.4 } } } },
    ]);
  });

  test('weights of classes stand beside those that the configuration has', () => {
    const point = {
      [`${LEG}lexical`]: 0.3,
      [`${LEG}fields`]: 0.7,
      [`${LEG}knn`]: 0.2,
      [classParameter('zh', 'knn')]: 2,
      [classParameter('zh', 'fields')]: 1,
      [classParameter('short', 'knn')]: 0.25,
    };
    const options = (stages: typeof STAGES): unknown =>
      tunedStages(stages, point).find(({ name }) => name === 'fuse')?.options['classes'];
    expect(options(STAGES)).toEqual({ zh: { knn: 0.4 }, short: { knn: 0.05 } });
    // A table of classes stands for the whole: what fuse has by itself is written, too.
    expect(options(STAGES.filter(({ name }) => name !== 'fuse'))).toEqual({
      exact: { knn: 0 },
      sentence: { knn: 1 },
      zh: { knn: 0.4 },
      short: { knn: 0.05 },
    });
  });

  test('only classes that are large enough, and not all there is, are looked at', () => {
    const texts = [
      ...Array.from({ length: 25 }, (_, at) => `green tea number ${at} please`),
      ...Array.from({ length: 25 }, () => 'tea'),
    ];
    expect(classesIn(texts.map(typedQuery))).toEqual(['short', 'long']);
  });

  test('classes of queries weigh as configured, else as fuse has it', () => {
    expect(classesFor(STAGES).get('short')?.get('knn')).toBe(0);
    expect(classesFor(STAGES).has('exact')).toBe(false);
    expect(classesFor([]).get('exact')?.get('knn')).toBe(0);
  });
});
