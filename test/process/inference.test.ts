import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CrossEncoder } from '../../src/domain/cross-encoder.ts';
import type { Models } from '../../src/composition/models.ts';
import { configWith, FIXTURE_MODELS, openFixtureModels } from '../support/models.ts';
import { ask, type Gateway, startGateway, until } from './gateway.ts';

const limits = { signal: new AbortController().signal, budgetMs: 10_000 };

/** The processes of models that a process has started. */
function inferenceProcesses(parent: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes('inference-process'))
    .map((line) => Number(line.trim().split(' ')[0]));
}

describe('an inference process that is killed', () => {
  let models: Models;
  beforeAll(async () => {
    models = await openFixtureModels(configWith({ rerank: [`${FIXTURE_MODELS}/cross-encoder`] }));
  });
  afterAll(() => models.close());

  test('costs the questions under way, and another takes its place', async () => {
    const encoder: CrossEncoder = models.crossEncoder()!;
    const texts = Array.from({ length: 200 }, (_, at) => `usb cable ${'metre '.repeat(60)} ${at}`);
    const pending = encoder.score('usb', texts, limits);
    await new Promise((done) => setTimeout(done, 5));
    const [pid] = inferenceProcesses(process.pid);
    process.kill(pid!, 'SIGKILL');
    const cut = await pending;
    // On a fast machine it may have been done already.
    if (cut.kind === 'unanswered') expect(cut.reason).toBe('closed');
    await until(() => models.crossEncoder() === undefined);
    expect(await encoder.score('usb', ['usb'], limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'closed',
    });
    expect(models.health()).toMatchObject([{ name: 'models', state: 'degraded' }]);
    await until(() => models.crossEncoder() !== undefined);
    expect(await models.crossEncoder()!.score('usb', ['usb'], limits)).toMatchObject({ kind: 'scored' });
    expect(models.health()).toMatchObject([{ state: 'up' }]);
    expect(inferenceProcesses(process.pid)).not.toContain(pid);
  });
});

describe('a gateway with somebody else’s model', () => {
  let cwd: string;
  let gateway: Gateway;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'relevance-inference-'));
    write('cross-encoder-foreign');
    gateway = await startGateway({ cwd });
  });
  afterAll(async () => {
    gateway.process.kill('SIGTERM');
    await gateway.exited;
    rmSync(cwd, { recursive: true, force: true });
  });

  function write(model: string): void {
    writeFileSync(
      join(cwd, 'relevance.yaml'),
      `models: { rerank: [${FIXTURE_MODELS}/${model}], encoders: [] }\n`,
    );
  }

  async function modelsHealth(): Promise<{ readonly state: string; readonly detail: string } | undefined> {
    const { text } = await ask(`${gateway.adminUrl}/readyz`);
    const { dependencies } = JSON.parse(text) as {
      readonly dependencies: readonly {
        readonly name: string;
        readonly state: string;
        readonly detail: string;
      }[];
    };
    return dependencies.find(({ name }) => name === 'models');
  }

  test('says in /readyz what runs where, and why not on a GPU', async () => {
    const health = await modelsHealth();
    expect(health).toMatchObject({ state: 'up' });
    expect(health!.detail).toMatch(/^cross-encoder-foreign on (cuda|cpu \(no CUDA: .+\))$/);
  });

  test('answers searches while the process of the models is killed and started again', async () => {
    const [pid] = inferenceProcesses(gateway.process.pid!);
    process.kill(pid!, 'SIGKILL');
    for (let n = 0; n < 20; n++) {
      expect((await ask(`${gateway.dataUrl}/products/_search?q=usb`)).status).toBe(200);
    }
    await until(async () => (await modelsHealth())?.state === 'up');
    expect(inferenceProcesses(gateway.process.pid!)).toHaveLength(1);
    expect((await ask(`${gateway.adminUrl}/metrics`)).text).toContain('worker="inference"');
  });

  test('takes other models on a reload, and keeps the old ones where the new are not sound', async () => {
    write('nowhere');
    const refused = await ask(`${gateway.adminUrl}/api/reload`, 'POST', {});
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('nowhere: no such folder');
    expect((await modelsHealth())?.detail).toMatch(/^cross-encoder-foreign/);
    write('cross-encoder-int8');
    expect((await ask(`${gateway.adminUrl}/api/reload`, 'POST', {})).status).toBe(200);
    await until(async () => (await modelsHealth())?.detail.startsWith('cross-encoder-int8') === true);
  });

  test('leaves no process behind', async () => {
    const parent = gateway.process.pid!;
    const [pid] = inferenceProcesses(parent);
    gateway.process.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
    await until(() => !isThere(pid!));
  });
});

function isThere(pid: number): boolean {
  return spawnSync('ps', ['-p', String(pid)]).status === 0;
}
