import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';

let dataDir: string;
let gateway: GatewayProcess | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'relevance-events-'));
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

const send = (body: string, type = 'application/json'): Promise<Response> =>
  fetch(`${gateway!.url}/_relevance/events`, { method: 'POST', headers: { 'content-type': type }, body });
const CLICK = { action_name: 'click', query_id: 'q1', event_attributes: { object: { object_id: 'p1' } } };
/** What is no event, with the answer. */
const REFUSED: readonly (readonly [string, number, RegExp])[] = [
  ['{', 400, /not valid JSON/],
  ['[]', 400, /no event/],
  ['{"user_query":"x"}', 400, /event 0 needs \[action_name\]/],
  [JSON.stringify(Array.from({ length: 1001 }, () => CLICK)), 413, /more than 1000/],
  [' '.repeat(1_100_000), 413, /larger than/],
];

describe('events', () => {
  test('are kept in files on the embedded engine, and survive a killed gateway', async () => {
    gateway = await startGateway({ dataDir });
    const one = await send(JSON.stringify(CLICK));
    expect([one.status, await one.json()]).toMatchObject([200, { accepted: 1, errors: [] }]);
    const several = `${JSON.stringify(CLICK)}\n${JSON.stringify({ query_id: 'q1', user_query: '手机壳' })}\n`;
    expect(await (await send(several, 'application/x-ndjson')).json()).toMatchObject({ accepted: 2 });
    // What a beacon sends.
    const mixed = await send(JSON.stringify([CLICK, 7]), 'text/plain;charset=UTF-8');
    expect(await mixed.json()).toMatchObject({ accepted: 1, errors: [{ at: 1 }] });
    for (const [body, status, reason] of REFUSED) {
      const answer = await send(body);
      const told = (await answer.json()) as { status: number; error: { reason: string } };
      expect([answer.status, told.status]).toEqual([status, status]);
      expect(told.error.reason).toMatch(reason);
    }
    gateway.child.kill('SIGKILL');
    const files = (): readonly string[] => readdirSync(join(dataDir, 'events/1'));
    const text = files()
      .map((name) => readFileSync(join(dataDir, 'events/1', name), 'utf8'))
      .join('');
    expect(text.match(/"action_name":"click"/g)).toHaveLength(3);
    expect(text.match(/"user_query":"手机壳"/g)).toHaveLength(1);
    gateway = undefined;
  }, 120_000);

  test('are not taken in front of Elasticsearch unless the configuration says so', async () => {
    gateway = await startGateway({ dataDir, elasticsearchUrl: 'http://127.0.0.1:9', untilReady: false });
    const answer = await send(JSON.stringify(CLICK));
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('events.sink')]);
  }, 120_000);
});
