import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import { DeviceLost, type DeviceName } from '../../../../src/inference/device/device.ts';
import type { LiveModel } from '../../../../src/inference/model/live-model.ts';
import { batchPolicy } from '../../../../src/inference/schedule/batch-policy.ts';
import { createScheduler } from '../../../../src/inference/schedule/scheduler.ts';
import { URGENCY, type Work, type WorkResult } from '../../../../src/inference/schedule/work.ts';
import { fakeDevice, fakeModel, FakeTime, inputOf, textOf } from '../fakes.ts';

/** As ce-s takes on two cores: 65 ms for 50 × 64 tokens. */
const TIMING = { fixed: 0.4, perToken: 0.02 };

function world(options: { device?: DeviceName; budget?: number; queueTokens?: number } = {}) {
  const time = new FakeTime();
  const { device: name = 'cpu', budget = 640, queueTokens = 100_000 } = options;
  const device = fakeDevice(time, [TIMING, TIMING], name);
  const failures: unknown[] = [];
  const scheduler = createScheduler({
    device,
    policy: batchPolicy(name, budget),
    queueTokens,
    time,
    meter: NO_METER,
    onFailure: (error) => failures.push(error),
  });
  const model = fakeModel({ timing: TIMING });
  const submit = (texts: readonly string[], work: Partial<Work> = {}): Submitted => {
    const submitted: Submitted = { result: undefined, atMs: 0 };
    const full: Work = {
      model,
      inputs: texts.map(inputOf),
      partial: true,
      urgency: URGENCY.score,
      brief: texts.length <= 10,
      deadlineAt: time.now() + 1000,
      signal: new AbortController().signal,
      ...work,
    };
    void scheduler.submit(full).then((result) => Object.assign(submitted, { result, atMs: time.now() }));
    return submitted;
  };
  return { time, device, scheduler, failures, model, submit };
}

interface Submitted {
  result: WorkResult | undefined;
  atMs: number;
}

const texts = (count: number, tokens: number, word = 'a') => Array<string>(count).fill(textOf(tokens, word));
const valuesOf = ({ result }: Submitted): readonly number[] =>
  result?.kind === 'done' ? Array.from(result.values) : [];

describe('scheduler', () => {
  test('scores come back in the order of the texts, whatever their lengths', async () => {
    const { time, submit } = world();
    const many = Array.from({ length: 40 }, (_, at) => textOf(1 + ((at * 7) % 60)));
    const work = submit(many);
    await time.pass(500);
    expect(valuesOf(work)).toEqual(many.map((text) => text.split(' ').length));
  });

  test('a batch has rows of one length, two at least, and never more tokens than its budget', async () => {
    const { time, device, submit } = world();
    submit(Array.from({ length: 97 }, (_, at) => textOf(1 + ((at * 5) % 64))));
    await time.pass(1000);
    for (const { rows, length, lengths } of device.batches) {
      expect(rows * length).toBeLessThanOrEqual(640);
      expect(rows).toBeGreaterThanOrEqual(2);
      expect(length % 8).toBe(0);
      expect(lengths.every((tokens) => tokens <= length && tokens > length - 8)).toBe(true);
    }
  });

  test('texts of an encoder are filled up to an even number of tokens: a query has no company to fill up for', async () => {
    const { time, device, submit } = world();
    const model = fakeModel({ kind: 'encoder', aloneUpTo: 32, timing: TIMING });
    for (const tokens of [1, 5, 9, 10]) {
      submit(texts(1, tokens), { model, urgency: URGENCY.query, partial: false });
      await time.pass(100);
    }
    expect(device.batches.map(({ rows, length }) => [rows, length])).toEqual([
      [1, 2],
      [1, 6],
      [1, 10],
      [1, 10],
    ]);
  });

  test('a GPU sees few shapes: lengths by sixteen, rows by powers of two', async () => {
    const { time, device, submit } = world({ device: 'cuda', budget: 4096 });
    submit(Array.from({ length: 97 }, (_, at) => textOf(1 + ((at * 5) % 64))));
    await time.pass(1000);
    for (const { rows, length } of device.batches) {
      expect(length % 16).toBe(0);
      expect(Math.log2(rows) % 1).toBe(0);
      expect(rows * length).toBeLessThanOrEqual(4096);
    }
    expect(device.batches).toHaveLength(4);
  });

  test('a short request waits for one batch at most, not for the long one before it', async () => {
    const { time, submit } = world();
    const long = submit(texts(100, 64));
    await time.pass(1);
    const before = time.now();
    const short = submit(texts(2, 8));
    await time.pass(300);
    // One batch of 640 tokens takes 13 ms.
    expect(short.atMs - before).toBeLessThan(16);
    expect(valuesOf(long)).toHaveLength(100);
  });

  test('what is more urgent goes first: queries, then scores, then documents', async () => {
    const { time, submit } = world();
    submit(texts(20, 64));
    const documents = submit(texts(10, 64, 'bb'), {
      urgency: URGENCY.document,
      partial: false,
      deadlineAt: time.now() + 9000,
    });
    const score = submit(texts(30, 64, 'ccc'));
    const query = submit(texts(1, 8), { urgency: URGENCY.query, partial: false });
    await time.pass(5000);
    expect(query.atMs).toBeLessThan(score.atMs);
    expect(score.atMs).toBeLessThan(documents.atMs);
    expect(valuesOf(documents)).toHaveLength(10);
  });

  test('queries that come together are run together', async () => {
    const { time, device, submit } = world();
    const first = submit(texts(1, 8), { urgency: URGENCY.query });
    const others = Array.from({ length: 9 }, () => submit(texts(1, 6, 'bb'), { urgency: URGENCY.query }));
    await time.pass(100);
    expect(device.batches.map(({ rows }) => rows)).toEqual([2, 9]);
    expect(valuesOf(first)).toEqual([8]);
    expect(others.map(valuesOf)).toEqual(Array(9).fill([12]));
  });

  test('a row that gives the same by itself is run by itself where nothing waits beside it', async () => {
    const { time, device, submit } = world();
    const model = fakeModel({ aloneUpTo: 8, timing: TIMING });
    submit(texts(1, 8), { model });
    await time.pass(100);
    submit(texts(1, 9), { model });
    await time.pass(100);
    expect(device.batches.map(({ rows, length }) => [rows, length])).toEqual([
      [1, 8],
      [2, 16],
    ]);
  });

  test('another model’s rows never ride along', async () => {
    const { time, device, submit } = world();
    submit(texts(4, 8));
    submit(texts(4, 8));
    submit(texts(4, 8), { model: fakeModel({ name: 'other', graph: 1, timing: TIMING }) });
    await time.pass(100);
    expect(device.batches.map(({ graph, rows }) => [graph, rows])).toEqual([
      [0, 4],
      [0, 4],
      [1, 4],
    ]);
  });

  test('a model whose rows change one another is run row by row, without filling', async () => {
    const { time, device, submit } = world();
    const work = submit([textOf(5), textOf(9), textOf(5)], {
      model: fakeModel({ singly: true, timing: TIMING }),
    });
    await time.pass(100);
    expect(device.batches.map(({ rows, length }) => [rows, length])).toEqual([
      [1, 5],
      [1, 9],
      [1, 5],
    ]);
    expect(valuesOf(work)).toEqual([5, 9, 5]);
  });

  test('where time is short the end of the list goes unread, and the rest is in time', async () => {
    const { time, submit } = world();
    const startedAt = time.now();
    // 100 × 64 tokens take 132 ms.
    const work = submit(texts(100, 64), { deadlineAt: startedAt + 60 });
    await time.pass(500);
    expect(work.result).toMatchObject({ kind: 'done' });
    expect(valuesOf(work).length).toBeGreaterThan(30);
    expect(valuesOf(work).length).toBeLessThan(50);
    expect(work.atMs - startedAt).toBeLessThanOrEqual(60);
  });

  test('when the device is slower than it was, what is done in time is given', async () => {
    const { time, submit } = world();
    const optimist = fakeModel({ timing: { fixed: 0.1, perToken: 0.005 } });
    const startedAt = time.now();
    const work = submit(texts(100, 64), { model: optimist, deadlineAt: startedAt + 60 });
    await time.pass(500);
    expect(work.atMs - startedAt).toBeLessThanOrEqual(60);
    expect(valuesOf(work).length).toBeGreaterThan(20);
  });

  test('what is of no use in part is late as a whole, and its time is left to others', async () => {
    const { time, device, submit } = world();
    const work = submit(texts(100, 64), { partial: false, deadlineAt: time.now() + 60 });
    await time.pass(500);
    expect(work.result).toMatchObject({ kind: 'undone', reason: 'late' });
    expect(device.batches).toHaveLength(0);
  });

  test('more than the queue holds is refused at once', async () => {
    const { time, submit } = world({ queueTokens: 4000 });
    const first = submit(texts(50, 64));
    const second = submit(texts(50, 64));
    await time.pass(0);
    expect(second.result).toMatchObject({ kind: 'undone', reason: 'shed' });
    await time.pass(500);
    expect(valuesOf(first)).toHaveLength(50);
    const third = submit(texts(50, 64));
    await time.pass(500);
    expect(valuesOf(third)).toHaveLength(50);
  });

  test('who gives up is answered at once and frees the queue', async () => {
    const { time, device, submit } = world();
    const controller = new AbortController();
    const work = submit(texts(100, 64), { signal: controller.signal });
    await time.pass(1);
    controller.abort();
    await time.pass(0);
    expect(work.result).toMatchObject({ kind: 'undone', reason: 'cancelled' });
    await time.pass(500);
    // The batch under way is not called back.
    expect(device.batches).toHaveLength(1);
  });

  test('the wait is what goes before: the rest of the batch, the more urgent, the brief, what is due first', async () => {
    const { time, scheduler, submit } = world();
    const claim = { urgency: URGENCY.score, brief: false, deadlineAt: time.now() + 2000 };
    expect(scheduler.waitMs(claim)).toBe(0);
    submit(texts(100, 64), { deadlineAt: time.now() + 1000 });
    await time.pass(1);
    // Ninety rows wait for about 119 ms; one batch has 12 ms to go.
    expect(scheduler.waitMs(claim)).toBeGreaterThan(110);
    expect(scheduler.waitMs({ ...claim, urgency: URGENCY.refine })).toBeGreaterThan(110);
    expect(scheduler.waitMs({ ...claim, brief: true })).toBeLessThan(16);
    expect(scheduler.waitMs({ ...claim, deadlineAt: time.now() + 500 })).toBeLessThan(16);
    expect(scheduler.waitMs({ ...claim, urgency: URGENCY.query })).toBeLessThan(16);
  });

  test('what was cut down to fit does not overtake what came before it', async () => {
    const { time, submit } = world();
    const first = submit(texts(60, 64), { deadlineAt: time.now() + 150 });
    await time.pass(1);
    const hasty = submit(texts(12, 64), { deadlineAt: time.now() + 180 });
    await time.pass(500);
    expect(valuesOf(first)).toHaveLength(60);
    expect(first.atMs).toBeLessThan(hasty.atMs);
  });

  test('nobody’s rows ride along where the job would be late for them', async () => {
    const { time, device, submit } = world();
    submit(texts(10, 64));
    await time.pass(1);
    // The batch under way has 12.2 ms to go; four rows take 5.5, ten would take 13.2.
    const hasty = submit(texts(4, 64), { deadlineAt: time.now() + 20 });
    const patient = submit(texts(20, 64));
    await time.pass(500);
    expect(device.batches.map(({ rows }) => rows)).toEqual([10, 4, 10, 10]);
    expect(valuesOf(hasty)).toHaveLength(4);
    expect(valuesOf(patient)).toHaveLength(20);
  });

  test('rows that would be late in any case are never begun', async () => {
    const { time, device, submit } = world();
    submit(texts(10, 64));
    await time.pass(1);
    submit(texts(4, 64));
    const hopeless = submit(texts(4, 64), { urgency: URGENCY.document, deadlineAt: time.now() + 15 });
    await time.pass(500);
    expect(device.batches.map(({ rows }) => rows)).toEqual([10, 4]);
    expect(hopeless.result).toMatchObject({ kind: 'undone', reason: 'late' });
  });

  test('says how long it was until the first row was begun', async () => {
    const { time, submit } = world();
    const first = submit(texts(10, 64));
    await time.pass(1);
    const second = submit(texts(10, 64));
    await time.pass(500);
    expect(first.result).toMatchObject({ kind: 'done', waitedMs: 0 });
    expect(second.result).toMatchObject({ kind: 'done', waitedMs: expect.closeTo(12.2, 1) });
  });

  test('a run that fails takes its own requests with it, and is told', async () => {
    const { time, device, failures, submit } = world();
    device.fail(new Error('out of memory'));
    const first = submit(texts(2, 8));
    await time.pass(20);
    expect(first.result).toMatchObject({ kind: 'undone', reason: 'failed', detail: 'out of memory' });
    device.fail(undefined);
    const second = submit(texts(2, 8));
    await time.pass(20);
    expect(valuesOf(second)).toEqual([8, 8]);
    expect(failures).toHaveLength(1);
  });

  test('a device that does not come back is told of after a minute, while all are answered in time', async () => {
    const { time, device, failures, submit } = world();
    device.hang();
    const stuck = submit(texts(2, 8), { deadlineAt: time.now() + 150 });
    const behind = submit(texts(2, 8), { deadlineAt: time.now() + 150 });
    await time.pass(150);
    for (const { result } of [stuck, behind])
      expect(result).toMatchObject({ kind: 'undone', reason: 'late' });
    await time.pass(59_000);
    expect(failures).toEqual([]);
    await time.pass(1000);
    expect(failures).toEqual([new DeviceLost('a batch was not answered within 60 s')]);
  });

  test.each([NaN, Infinity, -Infinity])('%d is no score', async (number) => {
    const { time, device, submit } = world();
    device.answer(number);
    const work = submit(texts(2, 8));
    await time.pass(20);
    expect(work.result).toMatchObject({ kind: 'undone', reason: 'failed' });
  });

  test('closed, it answers everybody, and is idle', async () => {
    const { time, scheduler, submit } = world();
    const before = submit(texts(100, 64));
    scheduler.close('another takes its place');
    const after = submit(texts(1, 8));
    await time.pass(100);
    expect(before.result).toMatchObject({
      kind: 'undone',
      reason: 'failed',
      detail: 'another takes its place',
    });
    expect(after.result).toMatchObject({ kind: 'undone', reason: 'failed' });
    await scheduler.idle();
  });

  test('whatever comes, everybody is answered by their deadline, rightly, and in bounds', async () => {
    const works = fc.array(
      fc.record({
        rows: fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 40 }),
        budgetMs: fc.integer({ min: 1, max: 120 }),
        pauseMs: fc.integer({ min: 0, max: 20 }),
        urgency: fc.constantFrom(...Object.values(URGENCY)),
        partial: fc.boolean(),
        other: fc.boolean(),
        giveUpMs: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
      }),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(works, async (list) => {
        const { time, device, scheduler, submit } = world({ queueTokens: 5000 });
        const models: readonly LiveModel[] = [
          fakeModel({ timing: TIMING }),
          fakeModel({ name: 'other', graph: 1, timing: TIMING }),
        ];
        const submitted: (readonly [Submitted, readonly number[], number])[] = [];
        for (const { rows, budgetMs, pauseMs, urgency, partial, other, giveUpMs } of list) {
          const controller = new AbortController();
          const deadlineAt = time.now() + budgetMs;
          const { signal } = controller;
          const model = models[other ? 1 : 0]!;
          const work = submit(
            rows.map((tokens) => textOf(tokens)),
            { urgency, partial, deadlineAt, signal, model },
          );
          submitted.push([work, rows, deadlineAt]);
          if (giveUpMs !== undefined) time.after(giveUpMs, () => controller.abort());
          await time.pass(pauseMs);
        }
        await time.pass(5000);
        await scheduler.idle();
        for (const [{ result, atMs }, rows, deadlineAt] of submitted) {
          expect(atMs).toBeLessThanOrEqual(deadlineAt);
          if (result?.kind === 'done') expect(Array.from(result.values)).toEqual(rows.slice(0, result.rows));
        }
        for (const { rows, length } of device.batches) expect(rows * length).toBeLessThanOrEqual(640);
      }),
      { numRuns: 40 },
    );
  });
});
