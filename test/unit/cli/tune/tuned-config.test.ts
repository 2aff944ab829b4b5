import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../../src/config/load.ts';
import { FIELD, LEG, OWN_FIELDS, RERANK_DEPTH, RERANK_WEIGHT } from '../../../../src/cli/tune/order.ts';
import { classesFor, parametersOf } from '../../../../src/cli/tune/parameters.ts';
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
          options: { classes: { short: { knn: 0 } }, weights: { lexical: 0.5, fields: 0.5, knn: 0 } },
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
    const parameters = parametersOf(stages, { legs: ['lexical', 'knn'], fields: ['title'], rerank: true });
    expect(parameters.map(({ name, start }) => [name, start])).toEqual([
      [`${LEG}lexical`, 0.45],
      [`${LEG}knn`, 0.25],
      [RERANK_WEIGHT, 0.3],
      [RERANK_DEPTH, 25],
    ]);
    expect(parameters.every(({ values, start }) => values.includes(start))).toBe(true);
    expect(parametersOf([], { legs: ['lexical'], fields: [], rerank: false })).toEqual([]);
    expect(parametersOf([], { legs: ['lexical'], fields: [], rerank: true })[0]!.start).toBe(0);
  });

  test('classes of queries weigh as configured, else as fuse has it', () => {
    expect(classesFor(STAGES).get('short')?.get('knn')).toBe(0);
    expect(classesFor(STAGES).has('exact')).toBe(false);
    expect(classesFor([]).get('exact')?.get('knn')).toBe(0);
  });
});
