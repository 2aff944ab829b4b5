import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlugin } from '../../../src/pipeline/plugin.ts';
import { buildStages, type StageFactory } from '../../../src/pipeline/registry.ts';
import { leg, queryStage } from './fixtures.ts';

const factories = new Map<string, StageFactory>([
  ['lexical', () => leg('lexical', [])],
  ['normalise', () => queryStage('normalise', (query) => query)],
]);
const spec = (name: string) => ({ name, options: {} });

describe('building stages', () => {
  test('keeps the order of the configuration', () => {
    const stages = buildStages('default', [spec('normalise'), spec('lexical')], factories);
    expect(stages.map(({ name }) => name)).toEqual(['normalise', 'lexical']);
  });

  test.each([
    [['normalize', 'lexical'], 'unknown stage "normalize"; known are lexical, normalise'],
    [['lexical', 'lexical'], 'stage "lexical" stands twice'],
    [['normalise'], 'no stage retrieves documents'],
  ])('refuses %j', (names, message) => {
    expect(() => buildStages('default', names.map(spec), factories)).toThrow(message);
  });
});

describe('a plugin stage', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relevance-plugin-'));
  const plugin = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return name;
  };

  test('is a module whose default export is a factory', async () => {
    const path = plugin(
      'upper.mjs',
      `export default ({ suffix }) => ({ name: 'upper', kind: 'query', onError: 'skip',
         run: (query) => ({ ...query, text: query.text.toUpperCase() + suffix }) });`,
    );
    const stage = (await loadPlugin(path, dir))({ suffix: '!' });
    expect(stage).toMatchObject({ name: 'upper', kind: 'query' });
  });

  test.each([
    ['missing.mjs', undefined, 'cannot be loaded'],
    ['nothing.mjs', 'export const a = 1;', 'must export a stage factory as its default'],
    [
      'kind.mjs',
      `export default () => ({ name: 'x', kind: 'sort', onError: 'skip', run() {} });`,
      'kind must be',
    ],
    [
      'name.mjs',
      `export default () => ({ name: 'X y', kind: 'query', onError: 'skip', run() {} });`,
      'name must be',
    ],
    ['error.mjs', `export default () => ({ name: 'x', kind: 'query', run() {} });`, 'onError must be'],
    ['run.mjs', `export default () => ({ name: 'x', kind: 'query', onError: 'skip' });`, 'run must be'],
    ['null.mjs', 'export default () => null;', 'must return an object'],
  ])('%s is refused with a reason', async (name, text, message) => {
    if (text !== undefined) plugin(name, text);
    const make = async (): Promise<unknown> => (await loadPlugin(name, dir))({});
    await expect(make()).rejects.toThrow(message);
  });
});
