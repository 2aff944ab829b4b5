import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GatewayProcess, startGateway } from '../../support/gateway.ts';
import { describeWithServers } from '../../support/servers.ts';
import { comparable } from './compare.ts';
import { type Lane, runLane } from './lane.ts';
import type { RawAnswer } from './raw.ts';
import { type Row, TABLE } from './table.ts';

/** English words on ordinary fields: the pipeline is on and finds nothing to change. */
const CONFIG = 'log: { level: warn }\n';

test('the table is long enough to mean something', () => {
  expect(TABLE.length).toBeGreaterThanOrEqual(250);
});

describeWithServers('every request through the gateway is answered as without it', (server) => {
  let gateway: GatewayProcess;
  const lanes: Record<'direct' | 'again' | 'on' | 'off' | 'bypass', Lane> = {
    direct: { index: 'twin-a', origin: server.url, headers: [] },
    again: { index: 'twin-b', origin: server.url, headers: [] },
    on: { index: 'twin-c', origin: '', headers: [] },
    off: { index: 'twin-d', origin: '', headers: [['Relevance-Pipeline', 'off']] },
    bypass: { index: 'twin-e', origin: '', headers: [['Relevance-Pipeline', 'unknown']] },
  };
  const answers = new Map<keyof typeof lanes, ReadonlyMap<Row, RawAnswer>>();

  beforeAll(async () => {
    gateway = await startGateway({ elasticsearchUrl: server.url, config: CONFIG });
    for (const name of Object.keys(lanes) as (keyof typeof lanes)[]) {
      const lane = lanes[name];
      answers.set(name, await runLane(lane.origin === '' ? { ...lane, origin: gateway.url } : lane));
    }
  }, 300_000);

  afterAll(async () => {
    await gateway?.stop();
  }, 60_000);

  const view = (name: keyof typeof lanes, row: Row): string =>
    comparable(row, answers.get(name)!.get(row)!, lanes[name].index);

  describe.each(['on', 'off', 'bypass'] as const)('pipeline %s', (name) => {
    test.each(TABLE.map((row) => [row.name, row] as const))('%s', (_name, row) => {
      const direct = view('direct', row);
      expect(view('again', row)).toBe(direct);
      expect(view(name, row)).toBe(direct);
    });
  });
});
