import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { RunResult } from '../../loadtest/result.ts';

jest.setTimeout(120_000);

let out: string;
beforeEach(() => void (out = mkdtempSync(join(tmpdir(), 'relevance-loadtest-'))));
afterEach(() => rmSync(out, { recursive: true, force: true }));

/** Runs the compiled program; `npm test` builds it first. */
function loadtest(
  line: string,
  ...thresholds: readonly string[]
): Promise<{ readonly code: number | null; readonly text: string }> {
  const program = 'loadtest/.build/loadtest/main.js';
  const args = [...line.split(' '), ...thresholds.flatMap((text) => ['--threshold', text])];
  const child = spawn(process.execPath, [program, ...args, '--out', out], {
    env: { PATH: process.env['PATH'] },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((done) => child.once('exit', (code) => done({ code, text })));
}

function resultIn(folder: string): RunResult {
  const file = readdirSync(folder).find((name) => name.endsWith('.json'))!;
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as RunResult;
}

test('starts a gateway, searches it improved and plain in turn, writes what it found; 1 when a threshold breaks', async () => {
  const { code, text } = await loadtest(
    'search-mix --seconds 4 --rate 20 --warm-up 1',
    'errors <= 0',
    'p50 < 0.001',
  );
  expect(code).toBe(1);
  expect(text).toContain('FAULT  p50 < 0.001');
  const { totals, verdicts, slices } = resultIn(out);
  expect(totals['gateway']).toMatchObject({ errors: 0, counts: { due: 40 } });
  expect(totals['gateway']!.counts.applied).toBeGreaterThan(0);
  expect(totals['gateway']!.stages['segment']!.count).toBeGreaterThan(0);
  expect(totals['plain']).toMatchObject({ counts: { due: 40, applied: 0 } });
  expect(verdicts.map(({ held }) => held)).toEqual([true, false]);
  expect(slices.map(({ target }) => target)).toEqual(['gateway', 'plain']);
  expect(readdirSync(out).some((name) => name.endsWith('.html'))).toBe(true);
});

test('a leg that never answers degrades searches and fails none', async () => {
  const { code, text } = await loadtest(
    'fault --seconds 5 --rate 20 --warm-up 1',
    'leg-down: errors <= 0',
    'leg-down: degraded > 0.5',
  );
  expect(text).not.toContain('FAULT');
  expect(code).toBe(0);
});

test('wrong arguments: one line and 2', async () => {
  expect(await loadtest('nothing')).toEqual({
    code: 2,
    text: expect.stringMatching(/^loadtest: one scenario.*\n$/),
  });
});

test.each([
  ['zh --target http://127.0.0.1:9', /^loadtest: http:\/\/127\.0\.0\.1:9 answered no search: is it there/m],
  ['zh --queries nowhere.tsv', /^loadtest: --queries: nowhere\.tsv: ENOENT$/m],
])('%s: what is missing is said, and nothing is measured', async (line, reason) => {
  const { code, text } = await loadtest(line);
  expect([code, text]).toEqual([1, expect.stringMatching(reason)]);
  expect(readdirSync(out)).toEqual([]);
});
