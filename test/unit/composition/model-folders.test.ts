import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rerankFolders } from '../../../src/composition/model-folders.ts';
import { loadConfig } from '../../../src/config/load.ts';

describe('folders of the cascade', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'model-folders-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const { models } = loadConfig({ env: {}, cwd: tmpdir() }).config;

  test('what is used unless told otherwise is the small model alone, whatever else there is', () => {
    mkdirSync(join(folder, 'ce-s'));
    writeFileSync(join(folder, 'ce-s', 'model.onnx'), '');
    const found = rerankFolders({ ...models, folder }).map(({ folder: path, depth }) => [
      basename(path),
      depth,
    ]);
    expect(found).toEqual([['ce-xs', 100]]);
  });

  test('a model that comes with the gateway is found by its name, one of that name in the configured folder before it', () => {
    const rerank = [
      { model: 'ce-xs', depth: 50 },
      { model: 'ce-s', depth: 16 },
    ];
    const shipped = rerankFolders({ ...models, folder, rerank });
    expect(shipped.map(({ folder: path, depth }) => [basename(path), depth])).toEqual([
      ['ce-xs', 50],
      ['ce-s', 16],
    ]);
    expect(shipped.every(({ folder: path }) => existsSync(join(path, 'model.onnx')))).toBe(true);
    mkdirSync(join(folder, 'ce-s'));
    expect(rerankFolders({ ...models, folder, rerank })[1]?.folder).toBe(join(folder, 'ce-s'));
  });

  test('models that are named look at fewer texts the dearer they are, unless a depth stands there', () => {
    const found = rerankFolders({ ...models, rerank: ['ce-xs', { model: 'ce-s', depth: 7 }, 'ce-s'] });
    expect(found.map(({ depth }) => depth)).toEqual([100, 7, 10]);
  });
});
