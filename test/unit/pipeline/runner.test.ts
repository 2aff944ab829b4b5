import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../src/errors.ts';
import { deadline } from '../../../src/pipeline/deadline.ts';
import { createPipeline } from '../../../src/pipeline/runner.ts';
import type { Around, RankStage, RetrieveStage, Stage } from '../../../src/pipeline/stage.ts';
import { aSearch, anAnswer, leg, queryStage, rankStage } from './fixtures.ts';

function pipeline(stages: readonly Stage[], around: readonly Around[] = []) {
  let now = 0;
  return createPipeline({ name: 'test', stages, around, clock: { now: () => (now += 1) } });
}

describe('a pipeline', () => {
  test('folds query stages in order and hands the last query to the retriever', async () => {
    const outcome = await pipeline([
      queryStage('one', (query) => ({ ...query, text: `${query.text} one` })),
      queryStage('two', async (query) => ({ ...query, text: `${query.text} two` })),
      leg('lexical', ['a', 'b']),
    ]).run(aSearch());
    expect(outcome.query.text).toBe('red shoes one two');
    expect(outcome.query.typed).toBe('red shoes');
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(outcome.reports.map(({ stage, outcome: state }) => [stage, state])).toEqual([
      ['one', 'ok'],
      ['two', 'ok'],
      ['lexical', 'ok'],
    ]);
  });

  test('folds rank stages over the candidates of all legs', async () => {
    const outcome = await pipeline([
      leg('lexical', ['a', 'b']),
      leg('other', ['c']),
      rankStage('reverse', (candidates) => [...candidates].reverse()),
    ]).run(aSearch());
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test('tells every stage the deepest window and all fields that rank stages want', async () => {
    const seen: unknown[] = [];
    const peek: RetrieveStage = {
      name: 'peek',
      kind: 'retrieve',
      onError: 'skip',
      async run(_query, { window, fields }) {
        seen.push({ window, fields });
        return [];
      },
    };
    const keep: RankStage['run'] = (candidates) => candidates;
    const shallow: RankStage = { ...rankStage('shallow', keep), depth: 20, reads: () => ['title', 'brand'] };
    const deep: RankStage = {
      ...rankStage('deep', keep),
      depth: 50,
      reads: (index) => [index?.name ?? 'title'],
    };
    await pipeline([leg('lexical', ['a']), peek, shallow, deep, rankStage('page', keep)]).run(aSearch());
    await pipeline([leg('lexical', ['a']), peek, rankStage('page', keep)]).run(aSearch());
    expect(seen).toEqual([
      { window: 50, fields: ['title', 'brand'] },
      { window: 0, fields: [] },
    ]);
  });

  test('names a stage once that did less than it should, and keeps what it did', async () => {
    const hasty = rankStage('hasty', (candidates, _query, ctx) => {
      ctx.degrade();
      ctx.degrade();
      return [...candidates].reverse();
    });
    const outcome = await pipeline([leg('lexical', ['a', 'b']), hasty]).run(aSearch());
    expect(outcome.degraded).toEqual(['hasty']);
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  test('leaves out a stage that fails, names it, and goes on with what came before it', async () => {
    const outcome = await pipeline([
      queryStage('good', (query) => ({ ...query, text: 'good' })),
      queryStage('broken', () => {
        throw new TypeError('document text: secret');
      }),
      leg('lexical', ['a']),
    ]).run(aSearch());
    expect(outcome.query.text).toBe('good');
    expect(outcome.degraded).toEqual(['broken']);
    expect(outcome.reports[1]).toMatchObject({ stage: 'broken', outcome: 'failed' });
    expect(JSON.stringify(outcome.reports)).not.toContain('secret');
  });

  test('stops where a stage says that the search cannot go on without it', async () => {
    const failing = queryStage(
      'must',
      () => {
        throw new Error('broken');
      },
      'fail',
    );
    await expect(pipeline([failing, leg('lexical', [])]).run(aSearch())).rejects.toMatchObject({
      code: 'stage_failed',
    });
  });

  test('keeps the code of an engine that is not there', async () => {
    const down = aSearch({
      send: async () => {
        throw new GatewayError('upstream_unavailable', 'no node');
      },
    });
    await expect(pipeline([leg('lexical', [])]).run(down)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });

  test('aborts the other legs when leg 1 fails', async () => {
    let aborted = false;
    const slow: Stage = {
      name: 'slow',
      kind: 'retrieve',
      onError: 'skip',
      run: (_query, ctx) =>
        new Promise((resolve) => {
          ctx.signal.addEventListener('abort', () => {
            aborted = true;
            resolve([]);
          });
        }),
    };
    const broken: Stage = {
      name: 'broken',
      kind: 'retrieve',
      onError: 'fail',
      run: async () => {
        throw new Error('no');
      },
    };
    await expect(pipeline([slow, broken]).run(aSearch())).rejects.toMatchObject({ code: 'stage_failed' });
    expect(aborted).toBe(true);
  });

  test('fails when no retriever delivered an answer', async () => {
    const empty: Stage = { name: 'empty', kind: 'retrieve', onError: 'skip', run: async () => [] };
    await expect(pipeline([empty]).run(aSearch())).rejects.toMatchObject({ code: 'stage_failed' });
  });
});

describe('wrappers', () => {
  test('the first is outermost', async () => {
    const order: string[] = [];
    const layer =
      (name: string): Around =>
      async (_stage, ctx, next) => {
        order.push(`${name} in`);
        const value = await next(ctx);
        order.push(`${name} out`);
        return value;
      };
    await pipeline([leg('lexical', [])], [layer('outer'), layer('inner')]).run(aSearch());
    expect(order).toEqual(['outer in', 'inner in', 'inner out', 'outer out']);
  });

  test('a deadline goes on without a stage that ignores its signal', async () => {
    let signalled = false;
    const stuck = queryStage('stuck', async (query, ctx) => {
      ctx.signal.addEventListener('abort', () => (signalled = true));
      await new Promise((resolve) => setTimeout(resolve, 5000).unref());
      return { ...query, text: 'too late' };
    });
    const outcome = await pipeline([stuck, leg('lexical', ['a'])], [deadline(new Map([['stuck', 5]]))]).run(
      aSearch(),
    );
    expect(outcome.degraded).toEqual(['stuck']);
    expect(outcome.query.text).toBe('red shoes');
    expect(outcome.reports[0]).toMatchObject({ outcome: 'timeout' });
    expect(signalled).toBe(true);
  });

  test('what a late stage throws afterwards reaches nobody', async () => {
    const late = queryStage('late', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('after the deadline');
    });
    const outcome = await pipeline([late, leg('lexical', [])], [deadline(new Map([['late', 1]]))]).run(
      aSearch({ send: async () => anAnswer() }),
    );
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(outcome.degraded).toEqual(['late']);
  });
});

test('what a search makes dies young: nothing of it waits for a full collection', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  const names = ['one', 'two', 'three', 'four', 'five', 'six'];
  const measured = pipeline(
    [...names.map((name) => queryStage(name, (query) => query)), leg('lexical', ['a'])],
    [deadline(new Map(names.map((name) => [name, 60_000])))],
  );
  const searches = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) await measured.run(aSearch());
    // What a request holds until its turn of the event loop is over is not what is asked here.
    await new Promise((done) => setImmediate(done));
    collect({ type: 'minor' });
  };
  await searches(500);
  const before = process.memoryUsage().heapUsed;
  await searches(500);
  const keptBytes = (process.memoryUsage().heapUsed - before) / 500;
  // Node's own signal of each search is 1.5 KiB of it; with a signal for each stage it was 7 KiB.
  expect(keptBytes).toBeLessThan(4096);
});
