import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compile } from '../../../src/search-api/compile.ts';
import { readSearch } from '../../../src/search-api/read-search.ts';
import type { Query } from '../../../src/domain/query.ts';
import { describeWithServers } from '../../support/servers.ts';
import { differences, type Essence } from '../engine/compare.ts';
import { embeddedDriver, httpDriver, load, type SearchDriver } from '../engine/drivers.ts';
import { DESCRIPTION, documents, INDEX, NAME } from './catalogue.ts';
import { OUTCOMES } from './outcomes.ts';
import { type Ask, asks, FIELD_SETS } from './requests.ts';

interface Written {
  readonly body: string;
  readonly queryString: string;
}

/** What goes to the engine once the query is understood; undefined where the request is bypassed. */
function written({ body, queryString = '' }: Ask, query: Query): Written | undefined {
  const read = readSearch({
    target: { indices: [NAME], queryString },
    headers: [],
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  });
  if (read.kind === 'bypass') return undefined;
  const compiled = compile(read.request, query, DESCRIPTION);
  return { body: Buffer.from(compiled.body).toString(), queryString: compiled.queryString };
}

type Answer = Essence & { readonly hits: { readonly total: { readonly value: number } } };

async function ask(driver: SearchDriver, { body, queryString }: Written): Promise<Answer | number> {
  const parameters = queryString === '' ? '' : `?${queryString}`;
  const sent = body === '' ? undefined : body;
  const { status, json } = await driver.send('POST', `/${NAME}/_search${parameters}`, sent);
  if (status !== 200) return status;
  expect(json['_shards']).toMatchObject({ failed: 0 });
  return json as unknown as Answer;
}

const corpus = documents();
const embedded = embeddedDriver({ [NAME]: { spec: INDEX, documents: corpus } });
const cases = Object.entries(FIELD_SETS).flatMap(([set, fields]) =>
  Object.entries(OUTCOMES).map(([outcome, query]) => ({ set, outcome, query, fields })),
);

test('nearly every way to ask for a text is improved', () => {
  const all = Object.values(FIELD_SETS).flatMap((fields) => asks(fields));
  const improved = all.filter((one) => written(one, OUTCOMES['words only']!) !== undefined);
  expect(all.length).toBeGreaterThan(150);
  expect(improved.length / all.length).toBeGreaterThan(0.9);
});

describeWithServers('compiled queries', (server) => {
  const driver = httpDriver(server.url);
  beforeAll(() => load(driver, NAME, { spec: INDEX, documents: corpus }), 60_000);
  afterAll(() => driver.send('DELETE', `/${NAME}`));

  test.each(cases)(
    '$set, $outcome: accepted; the same hits as on the embedded engine',
    async ({ fields, query }) => {
      const found: string[] = [];
      for (const one of asks(fields)) {
        const sent = written(one, query);
        if (sent === undefined) continue;
        const real = await ask(driver, sent);
        const own = await ask(embedded, sent);
        if (typeof real === 'number' || typeof own === 'number') {
          // As with a phrase prefix on a keyword: only what the caller asked for may be refused.
          const asked = await ask(driver, {
            body: JSON.stringify(one.body),
            queryString: one.queryString ?? '',
          });
          if (asked !== real || asked !== own) found.push(`${one.name}: ${sent.body} is refused`);
          continue;
        }
        const faults = differences(real, own);
        if (faults.length > 0) found.push(`${one.name}: ${faults.slice(0, 3).join('; ')}\n  ${sent.body}`);
      }
      expect(found).toEqual([]);
    },
    60_000,
  );
});

describe('what may not change', () => {
  const totals = async (fields: readonly string[], outcome: string): Promise<readonly number[]> => {
    const counts: number[] = [];
    for (const one of asks(fields)) {
      const sent = written(one, OUTCOMES[outcome]!);
      const answer = sent === undefined ? 400 : await ask(embedded, sent);
      if (typeof answer !== 'number') counts.push(answer.hits.total.value);
    }
    return counts;
  };

  test.each(Object.entries(FIELD_SETS))('%s: boosts never decide what matches', async (_, fields) => {
    expect(await totals(fields, 'boosts')).toEqual(await totals(fields, 'words only'));
  });

  test.each(Object.entries(FIELD_SETS))('%s: another reading takes nothing away', async (_, fields) => {
    const words = await totals(fields, 'words only');
    const readings = await totals(fields, 'two readings');
    expect(readings.every((count, at) => count >= words[at]!)).toBe(true);
  });

  test.each(Object.entries(FIELD_SETS))('%s: filters only take away', async (_, fields) => {
    const kept = await totals(fields, 'filters');
    const all = await totals(fields, 'words only');
    expect(kept.every((count, at) => count <= all[at]!)).toBe(true);
    expect(kept.some((count, at) => count < all[at]!)).toBe(true);
  });
});
