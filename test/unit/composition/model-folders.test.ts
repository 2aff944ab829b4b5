import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  test('what ships is the small model alone', () => {
    const found = rerankFolders({ ...models, folder }).map(({ folder: path, depth }) => [
      basename(path),
      depth,
    ]);
    expect(found).toEqual([['ce-xs', 100]]);
  });

  test('a larger model that somebody trained joins it, for fewer texts', () => {
    mkdirSync(join(folder, 'ce-s'));
    writeFileSync(join(folder, 'ce-s', 'model.onnx'), '');
    const [first, second, ...more] = rerankFolders({ ...models, folder });
    expect(first?.folder).not.toContain(folder);
    expect(second).toEqual({ folder: join(folder, 'ce-s'), depth: 20 });
    expect(more).toEqual([]);
  });

  test('models that are named look at fewer texts the dearer they are, unless a depth stands there', () => {
    const found = rerankFolders({ ...models, rerank: ['ce-xs', { model: 'ce-s', depth: 7 }, 'ce-s'] });
    expect(found.map(({ depth }) => depth)).toEqual([100, 7, 10]);
  });
});
