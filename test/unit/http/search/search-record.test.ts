import { expect, test } from '@jest/globals';
import type { Search, SearchOutcome, SearchPipeline, StageReport } from '../../../../src/domain/search.ts';
import { SearchRecord } from '../../../../src/http/search/search-record.ts';

const STAGE: StageReport = {
  stage: 'lexical',
  kind: 'retrieve',
  startMs: 2,
  durationMs: 5,
  outcome: 'ok',
  notes: [],
};

function world(run: (search: Search) => Promise<SearchOutcome>) {
  const time = { ms: 1000 };
  const record = new SearchRecord({ now: () => time.ms });
  const pipeline: SearchPipeline = { name: 'default', stages: [], without: () => pipeline, run };
  return { time, record, pipeline };
}

test('reading, stages and hits lie on one line of time that begins with the search', async () => {
  const { time, record, pipeline } = world(async () => {
    time.ms += 7;
    record.report(STAGE);
    return {} as SearchOutcome;
  });
  time.ms += 1;
  await record.around(pipeline, async (watched) => {
    time.ms += 3;
    await watched.run({} as Search);
    time.ms += 4;
  });
  expect(record.steps).toEqual([
    { step: 'read', startMs: 1, durationMs: 3 },
    { step: 'hits', startMs: 11, durationMs: 4 },
  ]);
  expect(record.stages[0]).toMatchObject({ startMs: 6, durationMs: 5 });
  await record.step('plain', () => Promise.resolve(void (time.ms += 2)));
  expect(record.steps.at(-1)).toEqual({ step: 'plain', startMs: 15, durationMs: 2 });
  expect(record.elapsedMs()).toBe(17);
});

test('a search that no pipeline saw was only read', async () => {
  const { time, record, pipeline } = world(() => Promise.reject(new Error('not to be called')));
  await record.around(pipeline, () => Promise.resolve(void (time.ms += 2)));
  expect(record.steps).toEqual([{ step: 'read', startMs: 0, durationMs: 2 }]);
});

test('what leg 1 was sent last is kept, and what it throws goes on', async () => {
  const { record, pipeline } = world(async ({ send }) => {
    await send(Buffer.from('first'), '');
    await send(Buffer.from('second'), '');
    throw new Error('broken');
  });
  const search = { send: () => Promise.resolve() } as unknown as Search;
  await expect(record.around(pipeline, (watched) => watched.run(search))).rejects.toThrow('broken');
  expect(String(record.sent)).toBe('second');
});
