import { expect, test } from '@jest/globals';
import { adminAccessFault } from '../../../src/config/admin-access.ts';
import { ConfigError } from '../../../src/config/fault.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { maskSecrets } from '../../../src/config/secrets.ts';

const TOKEN = 'correct-horse-battery';
const load = (env: Record<string, string> = {}) => loadConfig({ env, cwd: '/nonexistent' }).config;

test.each<[string, string, { auth?: 'proxy'; token?: string }, boolean]>([
  ['this machine', '127.0.0.1', {}, true],
  ['this machine by another of its addresses', '127.8.9.1', {}, true],
  ['this machine by IPv6', '::1', {}, true],
  ['this machine by name', 'LocalHost', {}, true],
  ['all addresses', '0.0.0.0', {}, false],
  ['all addresses of IPv6', '::', {}, false],
  ['another name', 'localhost.example', {}, false],
  ['what looks like this machine', '127.example.com', {}, false],
  ['all addresses with a token', '0.0.0.0', { token: TOKEN }, true],
  ['all addresses behind a proxy', '0.0.0.0', { auth: 'proxy' }, true],
])('%s (%s, %j)', (_what, adminHost, given, isSafe) => {
  const config = load();
  const fault = adminAccessFault({
    admin: { ...config.admin, ...given },
    server: { ...config.server, adminHost },
  });
  expect(fault === null).toBe(isSafe);
  if (fault !== null) expect(fault).toContain('RELEVANCE_ADMIN_TOKEN');
});

test('the token comes from the environment, and is not shown', () => {
  const config = load({ RELEVANCE_ADMIN_TOKEN: TOKEN });
  expect(config.admin).toEqual({ token: TOKEN, auth: 'token', metrics: 'open' });
  expect(JSON.stringify(maskSecrets(config))).not.toContain(TOKEN);
  expect(maskSecrets(config).admin.token).toBe('***');
  expect(maskSecrets(load()).admin.token).toBeNull();
});

test.each(['short', 'with blanks in the middle of it', 'nicht-ganz-ASCII-schlüssel'])(
  '%j is no token',
  (token) => {
    try {
      load({ RELEVANCE_ADMIN_TOKEN: token });
      throw new Error('it was taken');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      const [fault] = (error as ConfigError).faults;
      expect(fault).toMatchObject({
        path: 'RELEVANCE_ADMIN_TOKEN',
        message: expect.stringContaining('16 characters'),
      });
      expect(JSON.stringify((error as ConfigError).faults)).not.toContain(token);
    }
  },
);
