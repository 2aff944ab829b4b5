import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const MODELS = resolve('test/fixtures/inference/models');
const START_MS = 60_000;

let folder: string;
let pairs: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-pairs-'));
  pairs = join(folder, 'pairs.tsv');
  const texts = ['usb c cable', 'tea', 'milk', 'red shoes', 'usb hub', 'green tea'];
  const lines = texts.flatMap((query) =>
    texts.map((text) => `${query}\t${text}\t${query === text ? 2 : query.includes(text) ? 1 : 0}`),
  );
  writeFileSync(pairs, `${lines.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function evaluate(...args: readonly string[]) {
  const { PATH = '' } = process.env;
  return spawnSync(process.execPath, [PROGRAM, 'eval', 'pairs', '--pairs', pairs, ...args], {
    cwd: folder,
    env: { PATH },
    encoding: 'utf8',
  });
}

describe('relevance eval pairs', () => {
  test(
    'scores by shared characters unless told otherwise, and prints Spearman times 100',
    () => {
      const { stdout, status } = evaluate('--json');
      expect(status).toBe(0);
      const result = JSON.parse(stdout) as Readonly<Record<string, number>>;
      expect(result).toMatchObject({ pairs: 36, scorer: 'coverage of character bigrams', positiveFrom: 1 });
      expect(result['spearman']).toBeGreaterThan(50);
      expect(result['auc']).toBeGreaterThan(0.9);
      expect(evaluate().stdout).toMatch(/Spearman × 100 +\d\d\.\d +\d+\.\d … \d+\.\d\n/);
    },
    START_MS,
  );

  test.each(['cross-encoder', 'encoder'])(
    'scores by a model’s folder: %s',
    (model) => {
      const { stdout, stderr, status } = evaluate('--model', join(MODELS, model), '--json');
      expect([status, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({ scorer: model, auc: expect.any(Number) });
    },
    START_MS,
  );

  test(
    'scores by a blend that was learnt from pairs, and asks the models that it speaks of',
    () => {
      const out = join(folder, 'titles.json');
      const many = join(folder, 'many.tsv');
      writeFileSync(many, readFileSync(pairs, 'utf8').repeat(5));
      const model = ['--rerank', join(MODELS, 'cross-encoder')];
      const features = 'rerank; pieces(title); order(title); wording(title)';
      const learn = [
        'train',
        'pairs',
        '--pairs',
        many,
        '--features',
        features,
        ...model,
        '--out',
        out,
        '--json',
      ];
      const { PATH = '' } = process.env;
      const trained = spawnSync(process.execPath, [PROGRAM, ...learn], {
        cwd: folder,
        env: { PATH },
        encoding: 'utf8',
      });
      expect([trained.status, trained.stderr]).toEqual([0, '']);
      expect(JSON.parse(trained.stdout)).toMatchObject({ folds: 5, held: { pairs: 180 } });
      expect(readFileSync(`${out}.md`, 'utf8')).toContain('| `order(title)` |');
      const { stdout, status } = evaluate('--blend', out, ...model, '--json');
      expect(status).toBe(0);
      expect((JSON.parse(stdout) as { readonly spearman: number }).spearman).toBeGreaterThan(50);
      const odd = evaluate('--blend', pairs);
      expect([odd.status, odd.stderr]).toEqual([2, expect.stringContaining('no JSON')]);
    },
    START_MS,
  );

  test(
    'says why a model cannot be used',
    () => {
      const missing = evaluate('--model', 'nothing');
      expect([missing.status, missing.stdout]).toEqual([2, '']);
      expect(missing.stderr).toContain('relevance: no model "nothing"');
      writeFileSync(join(folder, 'model.onnx'), 'x');
      const broken = evaluate('--model', `${folder}/`);
      expect([broken.status, broken.stdout]).toEqual([1, '']);
      expect(broken.stderr).toContain('there is no tokenizer.json');
    },
    START_MS,
  );
});
