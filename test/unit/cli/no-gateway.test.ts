import { afterEach, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load.ts';
import { checkNoGateway } from '../../../src/cli/no-gateway.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

let engine: FakeEngine;
afterEach(() => engine.close());

/** What asks a server whose searches have this `Relevance-Status`; undefined: none. */
async function check(status: string | undefined, instead?: string): Promise<void> {
  engine = await fakeEngine(() => ({
    ...(status === undefined ? {} : { headers: { 'relevance-status': status } }),
    body: { hits: { hits: [] } },
  }));
  const { config } = loadConfig({ env: { ELASTICSEARCH_URL: engine.client.name }, cwd: '/nonexistent' });
  await checkNoGateway(config, 'shop', instead);
}

test('Elasticsearch is searched once, and nothing is said', async () => {
  await expect(check(undefined)).resolves.toBeUndefined();
  expect(engine.requests.map(({ path }) => path)).toEqual(['/shop/_search']);
});

test('a gateway that improves the index is refused, with what to name instead', async () => {
  const asked = check('off', 'this gateway with --gateway');
  await expect(asked).rejects.toThrow(
    /is a gateway, .* improved twice: name the Elasticsearch behind it, or this gateway with --gateway$/,
  );
});

test('where there is no other way the advice is the engine alone', async () => {
  await expect(check('off')).rejects.toThrow(/name the Elasticsearch behind it$/);
});
