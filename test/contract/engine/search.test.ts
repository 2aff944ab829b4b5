import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { realServers } from '../../support/servers.ts';
import { differences } from './compare.ts';
import type { Essence, Hit } from './compare.ts';
import { INDEX, documents } from './corpus.ts';
import { embeddedDriver, httpDriver, load } from './drivers.ts';
import type { SearchDriver } from './drivers.ts';
import { bodies } from './shapes.ts';
import type { Shape } from './shapes.ts';

const NAME = 'contract_search';
const QUERIES = 40;
/** Per shape, how many of the real server's answers are kept for runs without one. */
const RECORDED = 6;
const FIXTURE = new URL('search-answers.json', import.meta.url);
const shapes = JSON.parse(readFileSync(new URL('shapes.json', import.meta.url), 'utf8')) as readonly Shape[];
const corpus = documents();
const embedded = embeddedDriver({ [NAME]: { spec: INDEX, documents: corpus } });

const KEPT = ['_id', '_score', 'highlight', 'sort', 'fields', 'matched_queries', '_version'];

/** Only what is compared, so that the fixture stays small: sources are the corpus. */
function essence(answer: Essence, withSource: boolean): Essence {
  const keys = withSource ? [...KEPT, '_source'] : KEPT;
  const hits = answer.hits.hits.map(
    (hit) =>
      Object.fromEntries(keys.filter((key) => key in hit).map((key) => [key, hit[key]])) as unknown as Hit,
  );
  return {
    hits: { total: answer.hits.total, hits },
    ...(answer.aggregations !== undefined && { aggregations: answer.aggregations }),
  };
}

function showsSource(body: unknown): boolean {
  return typeof body === 'object' && body !== null && '_source' in body;
}

async function ask(driver: SearchDriver, body: unknown): Promise<Essence> {
  const { status, text, json } = await driver.send('POST', `/${NAME}/_search`, body);
  if (status !== 200) throw new Error(`${JSON.stringify(body)}: ${text.slice(0, 1000)}`);
  return essence(json as unknown as Essence, showsSource(body));
}

async function compareAll(
  list: readonly unknown[],
  expected: (i: number) => Promise<Essence>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [i, body] of list.entries()) {
    const faults = differences(await expected(i), await ask(embedded, body));
    if (faults.length > 0) found.push(`${JSON.stringify(body)}\n  ${faults.slice(0, 4).join('\n  ')}`);
  }
  return found;
}

type Recording = Readonly<Record<string, readonly Essence[]>>;

describe('embedded engine gives the answers recorded from Elasticsearch', () => {
  const recording = (existsSync(FIXTURE) ? JSON.parse(readFileSync(FIXTURE, 'utf8')) : {}) as Recording;
  test.each(shapes)('$name', async (shape) => {
    const recorded = recording[shape.name] ?? [];
    expect(recorded).toHaveLength(RECORDED);
    const list = bodies(shape, QUERIES, corpus).slice(0, RECORDED);
    expect(await compareAll(list, (i) => Promise.resolve(recorded[i]!))).toEqual([]);
  });
});

for (const server of realServers()) {
  describe(`embedded engine beside ${server.name}`, () => {
    const driver = httpDriver(server.url);
    const recording: Record<string, Essence[]> = {};
    beforeAll(() => load(driver, NAME, { spec: INDEX, documents: corpus }), 120_000);
    afterAll(async () => {
      await driver.send('DELETE', `/${NAME}`);
      if (process.env['RECORD_SEARCH_ANSWERS'] !== server.name) return;
      const lines = Object.entries(recording).map(
        ([name, answers]) =>
          `${JSON.stringify(name)}:[\n${answers.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
      );
      writeFileSync(FIXTURE, `{\n${lines.join(',\n')}\n}\n`);
    });
    test.each(shapes)(
      '$name',
      async (shape) => {
        const answers: Essence[] = [];
        const faults = await compareAll(bodies(shape, QUERIES, corpus), async (i) => {
          answers[i] = await ask(driver, bodies(shape, QUERIES, corpus)[i]);
          return answers[i];
        });
        recording[shape.name] = answers.slice(0, RECORDED);
        expect(faults).toEqual([]);
      },
      60_000,
    );
  });
}
