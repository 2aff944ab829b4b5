import { describe, expect, test } from '@jest/globals';
import type { Scoring } from '../../../../src/domain/cross-encoder.ts';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import { type Cascade, createLocalCrossEncoder } from '../../../../src/inference/local/cross-encoder.ts';
import { createScoreCache } from '../../../../src/inference/score-cache.ts';
import { batchPolicy } from '../../../../src/inference/schedule/batch-policy.ts';
import { createScheduler } from '../../../../src/inference/schedule/scheduler.ts';
import { fakeDevice, fakeModel, fakeScheduler, FakeTime, textOf } from '../fakes.ts';

/** As measured on two cores: 11 and 65 ms for 50 × 64 tokens. */
const SMALL = { fixed: 0.15, perToken: 0.0034 };
const LARGE = { fixed: 0.4, perToken: 0.02 };

function world({ remember = 0, depths = [100, 30] }: { remember?: number; depths?: readonly number[] } = {}) {
  const time = new FakeTime();
  const device = fakeDevice(time, [SMALL, LARGE]);
  const scheduler = fakeScheduler(device, time);
  const models = [
    { model: fakeModel({ name: 'ce-xs', graph: 0, timing: SMALL }), depth: depths[0]! },
    { model: fakeModel({ name: 'ce-s', graph: 1, timing: LARGE }), depth: depths[1]! },
  ];
  const cascade: Cascade = { generation: { device, scheduler, models: new Map() }, models };
  const outcomes: string[] = [];
  const encoder = createLocalCrossEncoder({
    cascade: () => cascade,
    scores: createScoreCache(remember),
    time,
    meter: { ...NO_METER, request: ({ outcome, shrunk }) => void outcomes.push(`${outcome} ${shrunk}`) },
  });
  async function score(texts: readonly string[], budgetMs: number, signal = new AbortController().signal) {
    const startedAt = time.now();
    let scoring: Scoring | undefined;
    let tookMs = 0;
    void encoder.score('query', texts, { signal, budgetMs }).then((result) => {
      scoring = result;
      tookMs = time.now() - startedAt;
    });
    await time.pass(2000);
    return { scoring: scoring!, tookMs };
  }
  return { time, device, encoder, outcomes, score };
}

const texts = Array.from({ length: 50 }, (_, at) => textOf(60, 'a'.repeat(1 + (at % 9))));
const depthsOf = (scoring: Scoring) =>
  scoring.kind === 'scored' ? scoring.passes.map(({ depth }) => depth) : scoring.reason;

describe('a cascade', () => {
  test('has the cheap model look at all, the dear one at the most promising', async () => {
    const { scoring } = await world({ depths: [100, 10] }).score(texts, 1000);
    expect(scoring).toMatchObject({ kind: 'scored', shrunk: 'none' });
    expect(depthsOf(scoring)).toEqual([50, 10]);
  });

  test.each([
    // Both take about 52 ms; the cheap one alone 11.
    [200, [50, 30], 'none'],
    [75, [50, 30], 'none'],
    [40, [50, expect.any(Number)], 'depth'],
    [16, [50], 'model'],
    [8, [expect.any(Number)], 'model'],
  ])('in %d ms', async (budgetMs, depths, shrunk) => {
    const { scoring, tookMs } = await world({ depths: [100, 30] }).score(texts, budgetMs);
    expect(depthsOf(scoring)).toEqual(depths);
    expect(scoring).toMatchObject({ kind: 'scored', shrunk });
    expect(tookMs).toBeLessThanOrEqual(budgetMs);
  });

  test('is left out at once where not even the cheap model has time', async () => {
    const { outcomes, score } = world();
    const { scoring, tookMs } = await score(texts, 1.5);
    expect(scoring).toMatchObject({ kind: 'unanswered', reason: 'shed' });
    expect(tookMs).toBe(0);
    expect(outcomes).toEqual(['shed none']);
  });

  test('under four times the load sheds at once, and nobody is late', async () => {
    const { time, encoder, outcomes } = world();
    const late: number[] = [];
    // 52 ms of work come every 13 ms.
    for (let n = 0; n < 100; n++) {
      const startedAt = time.now();
      void encoder
        .score(`query ${n}`, texts, { signal: new AbortController().signal, budgetMs: 80 })
        .then((scoring) => {
          late.push(time.now() - startedAt - 80);
          if (scoring.kind === 'unanswered' && scoring.reason === 'shed') expect(time.now()).toBe(startedAt);
        });
      await time.pass(13);
    }
    await time.pass(1000);
    expect(late).toHaveLength(100);
    expect(Math.max(...late)).toBeLessThanOrEqual(0);
    const share = (outcome: string) => outcomes.filter((one) => one.startsWith(outcome)).length;
    expect(share('scored')).toBeGreaterThan(40);
    expect(share('shed') + share('scored model') + share('scored depth')).toBeGreaterThan(50);
    expect(share('failed')).toBe(0);
  });

  test('what the dear model cannot do is the cheap one’s, and said', async () => {
    const { time, device, encoder } = world();
    let scoring: Scoring | undefined;
    void encoder
      .score('query', texts, { signal: new AbortController().signal, budgetMs: 500 })
      .then((result) => (scoring = result));
    // The cheap one is done after 11 ms.
    await time.pass(14);
    device.fail(new Error('out of memory'));
    await time.pass(500);
    expect(scoring).toMatchObject({
      kind: 'scored',
      shrunk: 'model',
      passes: [{ modelId: 'ce-xs@1', depth: 50 }],
    });
  });

  test('no numbers are no answer', async () => {
    const { device, score } = world();
    device.answer(NaN);
    const { scoring } = await score(texts, 500);
    expect(scoring).toMatchObject({ kind: 'unanswered', reason: 'failed' });
  });

  test('who gives up is answered at once', async () => {
    const { time, device, encoder } = world();
    const controller = new AbortController();
    let scoring: Scoring | undefined;
    void encoder
      .score('query', texts, { signal: controller.signal, budgetMs: 500 })
      .then((result) => (scoring = result));
    await time.pass(5);
    controller.abort();
    await time.pass(0);
    expect(scoring).toMatchObject({ kind: 'unanswered', reason: 'cancelled' });
    const { length } = device.batches;
    await time.pass(500);
    expect(device.batches).toHaveLength(length);
  });

  test('remembers what it scored, by model, query and text', async () => {
    const { device, score } = world({ remember: 1000 });
    const first = await score(texts, 500);
    const { length } = device.batches;
    const second = await score(texts, 500);
    expect(second.scoring).toEqual(first.scoring);
    expect(second.tookMs).toBe(0);
    expect(device.batches).toHaveLength(length);
    // One text is new: it alone is read.
    const third = await score([textOf(60, 'b'), ...texts.slice(1, 8)], 500);
    expect(depthsOf(third.scoring)).toEqual([8, 8]);
    expect(device.batches.slice(length).map(({ rows }) => rows)).toEqual([2, expect.any(Number)]);
  });
});

test('on a GPU three models look at everything within the time that a CPU has for one', async () => {
  // As a small GPU takes: starting kernels costs more than reading tokens.
  const timings = [
    { fixed: 0.8, perToken: 0.0002 },
    { fixed: 1.5, perToken: 0.0006 },
    { fixed: 2.5, perToken: 0.0015 },
  ];
  const time = new FakeTime();
  const device = fakeDevice(time, timings, 'cuda');
  const scheduler = createScheduler({
    device,
    policy: batchPolicy('cuda', 16_384),
    queueTokens: 1_000_000,
    time,
    meter: NO_METER,
    onFailure: () => undefined,
  });
  const models = timings.map((timing, graph) => ({
    model: fakeModel({ name: `ce-${graph}`, graph, timing }),
    depth: 100,
  }));
  const cascade: Cascade = { generation: { device, scheduler, models: new Map() }, models };
  const encoder = createLocalCrossEncoder({
    cascade: () => cascade,
    scores: createScoreCache(0),
    time,
    meter: NO_METER,
  });
  const ask = async (budgetMs: number): Promise<Scoring> => {
    const many = Array.from({ length: 100 }, (_, at) => textOf(1 + ((at * 7) % 60)));
    const pending = encoder.score('query', many, { signal: new AbortController().signal, budgetMs });
    await time.pass(200);
    return pending;
  };
  expect(depthsOf(await ask(60))).toEqual([100, 100, 100]);
  expect(await ask(12)).toMatchObject({ kind: 'scored', shrunk: 'model' });
  expect(await ask(1)).toMatchObject({ kind: 'unanswered', reason: 'shed' });
  // Sixteen, thirty-two, forty-eight, sixty-four tokens; powers of two of rows.
  const shapes = new Set(device.batches.map(({ rows, length }) => `${rows}×${length}`));
  expect(shapes.size).toBeLessThanOrEqual(12);
});

test('without any model it says that there is none', async () => {
  const encoder = createLocalCrossEncoder({
    cascade: () => undefined,
    scores: createScoreCache(0),
    time: new FakeTime(),
    meter: NO_METER,
  });
  const limits = { signal: new AbortController().signal, budgetMs: 100 };
  expect(await encoder.score('query', texts, limits)).toMatchObject({ kind: 'unanswered', reason: 'closed' });
});
