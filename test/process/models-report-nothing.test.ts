import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

test('loading models writes nothing into the home folder and reports to nobody', () => {
  const home = mkdtempSync(join(tmpdir(), 'relevance-home-'));
  try {
    const { PATH = '' } = process.env;
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, 'models', 'check'], {
      cwd: home,
      env: { PATH, HOME: home },
      encoding: 'utf8',
    });
    expect({ status, checked: stdout.includes('ce-xs') }).toEqual({ status: 0, checked: true });
    // What ONNX Runtime would report is first kept there.
    expect(readdirSync(home)).toEqual([]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
