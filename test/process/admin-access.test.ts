import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ask, type Gateway, startGateway } from './gateway.ts';

jest.setTimeout(120_000);

const TOKEN = 'correct-horse-battery';

describe('an admin port that other machines reach', () => {
  let cwd: string;
  let gateway: Gateway | undefined;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'relevance-access-'));
    writeFileSync(join(cwd, 'relevance.yaml'), 'server: { adminHost: 0.0.0.0 }\n');
  });
  afterEach(async () => {
    gateway?.process.kill('SIGKILL');
    await gateway?.exited;
    gateway = undefined;
    rmSync(cwd, { recursive: true, force: true });
  });
  const start = (env: Record<string, string>) =>
    startGateway({ cwd, env: { RELEVANCE_DATA_DIR: join(cwd, 'data'), ...env } });

  test('is not opened without a token, and the way out is said', async () => {
    await expect(start({})).rejects.toThrow(/ended with 1 .*RELEVANCE_ADMIN_TOKEN.*admin\.auth: proxy/s);
  });

  test('asks for the token, which is in nothing that the gateway says', async () => {
    gateway = await start({ RELEVANCE_ADMIN_TOKEN: TOKEN });
    const url = gateway.adminUrl.replace('0.0.0.0', '127.0.0.1');
    const body = { index: 'products', query: 'earbuds' };
    expect((await ask(`${url}/api/explain`, 'POST', body)).status).toBe(401);
    const headers = { 'relevance-admin-token': TOKEN };
    const explained = await ask(`${url}/api/explain`, 'POST', body, headers);
    expect(explained.status).toBe(200);
    const config = await ask(`${url}/api/config`, 'GET', undefined, headers);
    expect(JSON.parse(config.text)).toMatchObject({ admin: { token: '***', auth: 'token' } });
    const told = [explained.text, config.text, (await ask(`${url}/metrics`)).text, gateway.output()];
    expect(told.join('\n')).not.toContain(TOKEN);
  });
});
