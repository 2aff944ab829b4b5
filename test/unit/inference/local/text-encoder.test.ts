import { expect, test } from '@jest/globals';
import type { Encoding } from '../../../../src/domain/text-encoder.ts';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import { createLocalEncoder } from '../../../../src/inference/local/text-encoder.ts';
import type { LiveModel } from '../../../../src/inference/model/live-model.ts';
import { fakeDevice, fakeModel, fakeScheduler, FakeTime } from '../fakes.ts';

const TIMING = { fixed: 0.1, perToken: 0.01 };

/** An encoder that counts what it looks at; it has words for texts that hold an a. */
function world() {
  const time = new FakeTime();
  const device = fakeDevice(time, [TIMING]);
  const scheduler = fakeScheduler(device, time);
  const { folder, ...live } = fakeModel({ kind: 'encoder', timing: TIMING });
  const looked: string[] = [];
  const readShare = (text: string): number => {
    looked.push(text);
    return text.includes('a') ? 1 : 0.25;
  };
  const model: LiveModel = { ...live, folder: { ...folder, inputs: { ...folder.inputs, readShare } } };
  const encoder = createLocalEncoder({ maxVectors: 10, time, meter: NO_METER });
  async function encode(texts: readonly string[], as: 'query' | 'document' = 'query'): Promise<Encoding> {
    const options = { as, signal: new AbortController().signal, budgetMs: 100 };
    const encoding = encoder.encode(model, { device, scheduler, models: new Map() }, { texts, options });
    await time.pass(200);
    return encoding;
  }
  return { encode, looked };
}

test('how much of a query it reads is remembered with its vector', async () => {
  const { encode, looked } = world();
  const first = await encode(['a cable', 'oo']);
  expect(first).toMatchObject({ kind: 'encoded', readShare: 0.25 });
  expect(await encode([' a  cable', 'oo'])).toEqual(first);
  expect(looked).toEqual(['a cable', 'oo']);
  expect(await encode(['a cable', 'a hat'])).toMatchObject({ readShare: 1 });
  expect(looked).toEqual(['a cable', 'oo', 'a hat']);
});

test('of documents it is not asked', async () => {
  const { encode, looked } = world();
  const { kind, readShare } = { readShare: undefined, ...(await encode(['a cable'], 'document')) };
  expect([kind, readShare, looked]).toEqual(['encoded', undefined, []]);
});
