import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import type { Candidate } from '../../../src/domain/candidate.ts';
import { typedQuery } from '../../../src/domain/query.ts';
import { GatewayError } from '../../../src/errors.ts';
import { deadline } from '../../../src/pipeline/deadline.ts';
import { createPipeline } from '../../../src/pipeline/runner.ts';
import type { Around, RankStage, RelaxStage, RetrieveStage, Stage } from '../../../src/pipeline/stage.ts';
import { union } from '../../../src/pipeline/union.ts';
import { aSearch, anAnswer, leg, queryStage, rankStage } from './fixtures.ts';

const deepStage = (name: string): RankStage => ({
  ...rankStage(name, (candidates) => candidates),
  depth: 10,
});

const found = (id: string): readonly Candidate[] => [
  { index: 'products', id, score: 1, legs: [], fields: {}, notes: [] },
];

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
      { ...rankStage('reverse', (candidates) => [...candidates].reverse()), depth: 10 },
    ]).run(aSearch());
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(outcome.window).toBe(10);
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
    expect(seen).toEqual([{ window: 50, fields: ['title', 'brand'] }]);
  });

  test('asks no other leg where no rank stage has a window for what it finds', async () => {
    const outcome = await pipeline([
      leg('lexical', ['a']),
      leg('other', ['b']),
      rankStage('page', (all) => all),
    ]).run(aSearch());
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['a']);
    expect(outcome.reports.map(({ stage }) => stage)).toEqual(['lexical', 'page']);
    expect(outcome.window).toBe(0);
  });

  test('has no window for a stage that fuses where there is one leg: switched off, or with nothing to find', async () => {
    const fuse: RankStage = { ...deepStage('fuse'), fuses: true };
    const away: RetrieveStage = { ...leg('away', ['x']), applies: () => false };
    const off = queryStage('rules', (query) => ({
      ...query,
      instructions: { ...query.instructions, legs: [{ leg: 'other', weight: 0, origin: 'rule' }] },
    }));
    const outcome = await pipeline([off, leg('lexical', ['a']), leg('other', ['b']), away, fuse]).run(
      aSearch(),
    );
    expect(outcome.window).toBe(0);
    expect(outcome.reports.map(({ stage }) => stage)).toEqual(['rules', 'lexical']);
  });

  test('asks no leg that a rank stage has no use for', async () => {
    const fuse: RankStage = { ...deepStage('fuse'), fuses: true, wants: (_, name) => name !== 'other' };
    const outcome = await pipeline([leg('lexical', ['a']), leg('other', ['b']), fuse]).run(aSearch());
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['a']);
    expect(outcome.reports.map(({ stage }) => stage)).toEqual(['lexical']);
  });

  test.each(['scoring_function', 'overloaded'] as const)('leaves the order to leg 1: %s', async (why) => {
    const outcome = await pipeline([
      leg('lexical', ['a']),
      leg('other', ['b']),
      deepStage('deep'),
      rankStage('page', (candidates) => candidates),
    ]).run(aSearch({ ranking: () => why }));
    expect(outcome.window).toBe(0);
    expect(outcome.candidates.map(({ id }) => id)).toEqual(['a']);
    expect(outcome.reports.map(({ stage, outcome: how }) => `${stage} ${how}`)).toEqual([
      'other skipped',
      'deep skipped',
      'lexical ok',
      'page ok',
    ]);
    // More than the gateway can do is less than it promises; a caller's own function is what they asked for.
    expect([...outcome.degraded]).toEqual(
      why === 'overloaded'
        ? [
            ['other', 'overload'],
            ['deep', 'overload'],
          ]
        : [],
    );
  });

  test('with much to do models are left out, and the window is that of the others', async () => {
    const model: RankStage = { ...deepStage('model'), depth: 90, asksModel: true };
    const fuse: RankStage = { ...deepStage('fuse'), fuses: true };
    const outcome = await pipeline([leg('lexical', ['a']), leg('other', ['b']), fuse, model]).run(
      aSearch({ ranking: () => 'busy' }),
    );
    expect(outcome.window).toBe(fuse.depth);
    expect([[...outcome.degraded.keys()], outcome.shed, outcome.starved]).toEqual([['model'], true, null]);
    expect(outcome.reports.map(({ stage, outcome: how }) => `${stage} ${how}`)).toEqual([
      'model skipped',
      'lexical ok',
      'other ok',
      'fuse ok',
    ]);
    expect(outcome.reports[0]?.notes).toEqual([{ notRanked: 'busy' }]);
  });

  test('without models there is no window where nothing else has one', async () => {
    const model: RankStage = { ...deepStage('model'), asksModel: true };
    const outcome = await pipeline([leg('lexical', ['a']), leg('other', ['b']), model]).run(
      aSearch({ ranking: () => 'busy' }),
    );
    expect([outcome.window, [...outcome.degraded.keys()]]).toEqual([0, ['other', 'model']]);
  });

  test('what only goes on from what a model says stays out where there is none', async () => {
    const model: RankStage = { ...deepStage('model'), asksModel: true };
    const after: RankStage = { ...deepStage('after'), applies: (_, __, behind) => behind.includes('model') };
    const stages = [leg('lexical', ['a']), model, after];
    const stagesOf = async (ranking: 'open' | 'busy', given: readonly Stage[]) => {
      const { reports, window } = await pipeline(given).run(aSearch({ ranking: () => ranking }));
      return [window, ...reports.map(({ stage, outcome: how }) => `${stage} ${how}`)];
    };
    expect(await stagesOf('open', stages)).toEqual([10, 'lexical ok', 'model ok', 'after ok']);
    expect(await stagesOf('open', stages.with(1, { ...model, applies: () => false }))).toEqual([
      0,
      'lexical ok',
    ]);
    expect((await stagesOf('busy', stages))[0]).toBe(0);
    // Only what stands before it counts.
    expect(await stagesOf('open', [leg('lexical', ['a']), after, model])).toEqual([
      10,
      'lexical ok',
      'model ok',
    ]);
  });

  test('says whether a model had time', async () => {
    const asking = (run: RankStage['run']): RankStage => ({ ...deepStage('model'), asksModel: true, run });
    const starved = async (run: RankStage['run']): Promise<number | null> =>
      (await pipeline([leg('lexical', ['a']), asking(run)]).run(aSearch())).starved;
    const late: RankStage['run'] = (candidates, _query, ctx) => {
      ctx.degrade('no_time');
      return candidates;
    };
    const broken: RankStage['run'] = (candidates, _query, ctx) => {
      ctx.degrade();
      return candidates;
    };
    const waiting: RankStage['run'] = (candidates, _query, ctx) => {
      ctx.waited(0.4);
      return candidates;
    };
    const timedOut: RankStage['run'] = () => {
      throw new GatewayError('stage_timeout', 'late');
    };
    expect(await starved((candidates) => candidates)).toBe(0);
    expect(await starved(late)).toBe(1);
    expect(await starved(broken)).toBe(0);
    expect(await starved(timedOut)).toBe(1);
    expect(await starved(waiting)).toBe(0.4);
  });

  test('does no work for a caller who is not known before leg 1 is answered', async () => {
    const order: string[] = [];
    const other: RetrieveStage = {
      ...leg('other', ['b']),
      async run() {
        order.push('other');
        return [];
      },
    };
    const answering = (status: number, accepted: boolean) =>
      pipeline([leg('lexical', ['a']), other, deepStage('deep')]).run(
        aSearch({
          accepted: () => accepted,
          send: async () => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            order.push(String(status));
            return anAnswer(status);
          },
        }),
      );
    await answering(200, false);
    await answering(401, false);
    await answering(200, true);
    expect(order).toEqual(['200', 'other', '401', 'other', '200']);
  });

  test('waits for no other leg and ranks nothing once leg 1 is refused', async () => {
    let aborted = false;
    const slow: RetrieveStage = {
      ...leg('slow', []),
      run: (_query, ctx) =>
        new Promise((_, reject) => {
          ctx.signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('stopped'));
          });
        }),
    };
    const outcome = await pipeline([leg('lexical', []), { ...slow, onError: 'skip' }, deepStage('deep')]).run(
      aSearch({ send: async () => anAnswer(429) }),
    );
    expect([outcome.answer.status, aborted, [...outcome.degraded.keys()]]).toEqual([429, true, []]);
    expect(outcome.reports.map(({ stage }) => stage)).toEqual(['lexical']);
  });

  test('gives a later page the order that an earlier one had, and asks leg 1 for the answer alone', async () => {
    const windows: number[] = [];
    const candidates = union([found('z'), found('y')]);
    const first: RetrieveStage = {
      ...leg('lexical', ['a']),
      run: async (query, ctx) => {
        windows.push(ctx.window);
        return leg('lexical', ['a']).run(query, ctx);
      },
    };
    // What reads the words may be late for one page and not for the next; less is not asked for again.
    const reading = queryStage('reading', (query) => ({ ...query, text: 'otherwise' }));
    const relaxing: RelaxStage = {
      name: 'relax',
      kind: 'relax',
      onError: 'fail',
      below: 100,
      budgetMs: 1000,
      meaning: null,
      run: () => Promise.reject(new Error('asked')),
    };
    const query = typedQuery('red shoes');
    const outcome = await pipeline([reading, first, leg('other', ['b']), relaxing, deepStage('deep')]).run(
      aSearch({
        frozen: {
          candidates,
          degraded: new Map([['other', 'timeout']]),
          complete: false,
          query,
          relaxed: 'modifiers',
        },
      }),
    );
    expect(windows).toEqual([1]);
    expect([outcome.query, outcome.relaxed]).toEqual([query, 'modifiers']);
    expect(outcome.candidates).toBe(candidates);
    expect([...outcome.degraded]).toEqual([['other', 'timeout']]);
    expect(outcome.reports.map(({ stage }) => stage)).toEqual(['lexical']);
  });

  test('names a stage once that did less than it should, and keeps what it did', async () => {
    const hasty = rankStage('hasty', (candidates, _query, ctx) => {
      ctx.degrade();
      ctx.degrade('no_time');
      return [...candidates].reverse();
    });
    const outcome = await pipeline([leg('lexical', ['a', 'b']), hasty]).run(aSearch());
    expect([...outcome.degraded]).toEqual([['hasty', 'no_time']]);
    // It asks no model: that others were served first says nothing of those that rank.
    expect(outcome.starved).toBeNull();
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
    expect([...outcome.degraded]).toEqual([['broken', 'failed']]);
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
    await expect(pipeline([broken, slow, deepStage('deep')]).run(aSearch())).rejects.toMatchObject({
      code: 'stage_failed',
    });
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
    expect([...outcome.degraded]).toEqual([['stuck', 'timeout']]);
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
    expect([...outcome.degraded]).toEqual([['late', 'timeout']]);
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
