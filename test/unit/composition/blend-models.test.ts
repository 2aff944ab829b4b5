import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBlendModels } from '../../../src/composition/blend-models.ts';

const MODEL = {
  kind: 'blend',
  version: 1,
  id: 'shop@1',
  features: [{ name: 'score', mean: 0, scale: 1, weight: 1 }],
  golden: [{ features: [1], score: 1 }],
};

describe('blends of a plan', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'blend-'));
    file = join(folder, 'shop.blend.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a file is read once, so that a fault of later does not reach the plan in force', () => {
    writeFileSync(file, JSON.stringify(MODEL));
    const models = createBlendModels();
    const model = models.open(file);
    writeFileSync(file, '{');
    expect(models.open(file)).toBe(model);
    expect(models.texts()).toEqual([JSON.stringify(MODEL)]);
    expect(() => createBlendModels().open(file)).toThrow(`stage blend: ${file}: no JSON`);
  });

  test('a file that is not there is named', () => {
    expect(() => createBlendModels().open(file)).toThrow(`stage blend: ${file}: ENOENT`);
  });
});
