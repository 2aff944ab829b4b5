import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openEventLog } from '../../../src/events/event-log.ts';
import { SILENT } from '../../support/elasticsearch-backend.ts';
import { ask, describeBackends, json, must, type OpenBackend } from './backends.ts';

jest.setTimeout(120_000);

describeBackends('events', (adapter) => {
  const [eventsIndex, queriesIndex] = [`suggest-events-${process.pid}`, `suggest-queries-${process.pid}`];
  let opened: OpenBackend;
  let folder: string;
  beforeAll(async () => {
    opened = await adapter.open();
    folder = mkdtempSync(join(tmpdir(), 'relevance-events-'));
  });
  afterAll(async () => {
    await must(opened.backend, 'DELETE', `/${eventsIndex},${queriesIndex}?ignore_unavailable=true`);
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are found in their indices, by what they say', async () => {
    const stored: number[] = [];
    const log = await openEventLog({
      folder,
      worker: 1,
      workers: 1,
      spoolBytes: 1_000_000,
      eventsIndex,
      queriesIndex,
      destination: { engine: opened.backend.engine, headers: [], flushMs: 20 },
      logger: SILENT,
      count: (outcome, count) => {
        if (outcome === 'stored') stored.push(count);
      },
      now: Date.now,
    });
    await log.take([
      { query_id: 'q1', user_query: 'red shoes', query_attributes: { page: { size: 10 } } },
      {
        action_name: 'click',
        query_id: 'q1',
        event_attributes: { object: { object_id: 'p1' }, position: { ordinal: 3 }, anything: { more: 1 } },
      },
    ]);
    for (let tries = 0; tries < 500 && stored.length === 0; tries += 1) {
      await new Promise((later) => setTimeout(later, 20));
    }
    await log.close();
    expect(stored).toEqual([2]);
    await must(opened.backend, 'POST', `/${eventsIndex},${queriesIndex}/_refresh`);
    const hitsOf = async (index: string, query: object): Promise<readonly object[]> => {
      const answer = await ask(opened.backend, ['POST', `/${index}/_search`, { query }]);
      return (json(answer) as { hits: { hits: readonly { _source: object }[] } }).hits.hits.map(
        (hit) => hit._source,
      );
    };
    const clicks = {
      bool: {
        filter: [
          { term: { action_name: 'click' } },
          { range: { 'event_attributes.position.ordinal': { gte: 3 } } },
        ],
      },
    };
    expect(await hitsOf(eventsIndex, clicks)).toMatchObject([
      { event_attributes: { anything: { more: 1 } } },
    ]);
    expect(await hitsOf(queriesIndex, { match: { user_query: 'shoes' } })).toMatchObject([
      { query_id: 'q1' },
    ]);
  });
});
