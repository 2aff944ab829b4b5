import { describe, expect, test } from '@jest/globals';
import { NO_SEARCH_METER } from '../../../src/domain/search-meter.ts';
import type { Query } from '../../../src/domain/query.ts';
import { createPipeline } from '../../../src/pipeline/runner.ts';
import type { Relaxed, RelaxStage, RetrieveStage, Stage } from '../../../src/pipeline/stage.ts';
import { aSearch, anAnswer, leg, rankStage } from './fixtures.ts';

/** A leg 1 that finds as many documents as its text says, or fails. */
const countingLeg = (asked: string[]): RetrieveStage => ({
  name: 'lexical',
  kind: 'retrieve',
  onError: 'fail',
  async run({ text }, ctx) {
    asked.push(text);
    if (text === 'broken') throw new Error('broken');
    const found = Number(text) || 0;
    ctx.deliver({ ...anAnswer(), body: Buffer.from(text) }, found);
    return Array.from({ length: found }, (_, at) => ({
      index: 'products',
      id: String(at),
      score: 1,
      legs: [],
      fields: {},
      notes: [],
    }));
  },
});

const relaxTo = (texts: readonly string[], options: Partial<RelaxStage> = {}): RelaxStage => ({
  name: 'relax',
  kind: 'relax',
  onError: 'skip',
  below: 3,
  budgetMs: 1000,
  meaning: 'vectors',
  run: async (query: Query): Promise<readonly Relaxed[]> =>
    texts.map((text) => ({ name: `to ${text}`, query: { ...query, text } })),
  ...options,
});

async function run(text: string, relax: Stage, now: () => number = () => 0) {
  const asked: string[] = [];
  const nothing: string[] = [];
  const pipeline = createPipeline({
    name: 'test',
    stages: [countingLeg(asked), relax],
    around: [],
    clock: { now },
  });
  const meter = { ...NO_SEARCH_METER, zeroResults: (when: string) => void nothing.push(when) };
  const search = aSearch({ meter });
  const outcome = await pipeline.run({ ...search, request: { ...search.request, text } });
  return { asked, outcome, nothing };
}

describe('a query that finds too little', () => {
  test('is relaxed, step by step, until it finds enough; the answer is that of the last step', async () => {
    const { asked, outcome } = await run('0', relaxTo(['1', '5', '9']));
    expect(asked).toEqual(['0', '1', '5']);
    expect([outcome.relaxed, outcome.query.text, outcome.candidates.length]).toEqual(['to 5', '5', 5]);
    expect(outcome.answer.body.toString()).toBe('5');
  });

  test('stays as it is where it finds enough, and nothing is made ready', async () => {
    const never = relaxTo([], { run: () => Promise.reject(new Error('asked')) });
    const { asked, outcome } = await run('3', never);
    expect([asked, outcome.relaxed, outcome.degraded.size]).toEqual([['3'], null, 0]);
  });

  test('keeps what it found where asking for less finds no more', async () => {
    const { asked, outcome } = await run('2', relaxTo(['1', '2', '0']));
    expect(asked).toEqual(['2', '1', '2', '0']);
    expect([outcome.relaxed, outcome.query.text, outcome.candidates.length]).toEqual([null, '2', 2]);
    expect(outcome.answer.body.toString()).toBe('2');
  });

  test('is not relaxed past its time', async () => {
    let time = 0;
    const { asked } = await run('0', relaxTo(['1', '2'], { budgetMs: 5 }), () => (time += 3));
    expect(asked.length).toBeLessThan(3);
  });

  test('keeps its answer where an attempt fails, and says so', async () => {
    const { asked, outcome } = await run('1', relaxTo(['broken', '9']));
    expect(asked).toEqual(['1', 'broken']);
    expect([outcome.relaxed, outcome.candidates.length]).toEqual([null, 1]);
    expect([...outcome.degraded]).toEqual([['relax', 'engine']]);
  });
});

describe('what only a leg that goes by meaning found', () => {
  const near = (name: string, byMeaning: boolean): RetrieveStage => ({
    ...leg(name, ['near']),
    onError: 'skip',
    run: async () => [
      {
        index: 'products',
        id: 'near',
        score: 1,
        legs: [{ leg: name, rank: 1, score: 1 }],
        fields: {},
        notes: [],
      },
    ],
    ...(byMeaning ? { byMeaning: true } : {}),
  });
  const status = async (others: readonly RetrieveStage[], relax: RelaxStage): Promise<string | null> => {
    const own: RetrieveStage = {
      ...leg('lexical', []),
      run: async (_, ctx) => (ctx.deliver(anAnswer(), 0), []),
    };
    const deep = { ...rankStage('deep', (candidates) => candidates), depth: 5 };
    const stages = [own, ...others, relax, deep];
    const { relaxed } = await createPipeline({
      name: 'test',
      stages,
      around: [],
      clock: { now: () => 0 },
    }).run(aSearch());
    return relaxed;
  };

  test('is told as the last rung, unless that is not wanted or words found it, too', async () => {
    expect(await status([near('knn', true)], relaxTo([]))).toBe('vectors');
    expect(await status([near('knn', true)], relaxTo([], { meaning: null }))).toBeNull();
    expect(await status([near('knn', true), near('fields', false)], relaxTo([]))).toBeNull();
    expect(await status([], relaxTo([]))).toBeNull();
  });
});

test.each([
  ['found something at once', '4', ['9'], []],
  ['found nothing at first', '0', ['2'], ['before_relaxation']],
  ['found nothing whatever was tried', '0', ['0', '0'], ['before_relaxation', 'after_relaxation']],
  ['found nothing, and then failed', '0', ['broken'], ['before_relaxation', 'after_relaxation']],
])('what %s is counted so', async (_, text, ways, counted) => {
  expect((await run(text, relaxTo(ways))).nothing).toEqual(counted);
});
