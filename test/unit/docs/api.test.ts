import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('the pages of the public API would be made without a warning: every export is documented', () => {
  const args = ['node_modules/typedoc/bin/typedoc', '--emit', 'none', '--logLevel', 'Warn'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 280_000,
  });
  expect([stdout, stderr, status]).toEqual(['', '', 0]);
}, 300_000);
