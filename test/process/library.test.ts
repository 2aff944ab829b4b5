import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-library-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** As an application would write it: everything by the package's name. */
const APPLICATION = `
import { createApp, loadConfig, startTelemetry } from 'relevance-gateway';

const slang = () => ({
  name: 'slang',
  kind: 'query',
  onError: 'skip',
  run: (query) => ({
    ...query,
    slots: query.slots.map((slot) => ({
      ...slot,
      alternatives: [...slot.alternatives, { terms: slot.key === 'zapper' ? ['charger'] : [slot.key], weight: 0.5, origin: 'slang' }],
    })),
  }),
});

const stages = new Map([['slang', slang]]);
const { config } = loadConfig({ env: { RELEVANCE_PORT: '0' }, cwd: process.cwd(), stages: ['slang'] });
const telemetry = await startTelemetry({
  worker: '1', residentBytes: () => 0, log: { level: 'silent', base: {} }, serviceName: 'application', env: {},
});
const app = await createApp({ config, telemetry, stages });
const { port } = await app.data.listen(config.server.port, config.server.host);
const url = 'http://127.0.0.1:' + port + '/products/_search?filter_path=hits.hits._source.title&size=3';
const ask = async (headers) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: { match: { title: 'zapper' } } }),
  });
  return { status: answer.headers.get('relevance-status'), hits: (await answer.json()).hits?.hits?.length ?? 0 };
};
process.stdout.write(JSON.stringify([await ask({ 'relevance-pipeline': 'off' }), await ask({})]));
await app.data.drain(1000);
await app.close();
await telemetry.close();
`;

test('an application embeds the gateway with a stage of its own, by the package’s name', () => {
  writeFileSync(
    join(cwd, 'relevance.yaml'),
    `dataDir: data\npipelines:\n  default: { stages: [normalise, segment, slang, lexical] }\n`,
  );
  writeFileSync(join(cwd, 'application.mjs'), APPLICATION);
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(process.cwd(), join(cwd, 'node_modules', 'relevance-gateway'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['application.mjs'], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual([
    { status: 'off', hits: 0 },
    { status: expect.stringMatching(/^applied; version=/), hits: 2 },
  ]);
}, 90_000);

test('the program runs by itself after a build, as `npx relevance` runs it', () => {
  const program = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
  const { status, stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  expect(error).toBeUndefined();
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
