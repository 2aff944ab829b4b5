import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { figuresOf } from '../../../loadtest/figures.ts';
import { countEnding, countStages, emptyTally } from '../../../loadtest/generator/tally.ts';
import { resultPage } from '../../../loadtest/report/page.ts';
import { resultText } from '../../../loadtest/report/text.ts';
import type { RunResult } from '../../../loadtest/result.ts';
import { processOnPort, resourcesOf } from '../../../loadtest/targets/resources.ts';

const tally = emptyTally();
for (let number = 1; number <= 100; number += 1) {
  countEnding(tally, { status: 200 }, { due: 0, sent: 0, done: number });
  countStages(tally, new Map([['fuse', 2]]));
}
const figures = figuresOf(tally, 10);
const slice = {
  step: 'steady',
  target: 'gateway',
  seconds: 5,
  throughput: 10,
  errors: 0,
  refused: 0,
  degraded: 0,
};
const quantiles = { p50: 50, p95: 95, p99: 99, cpuSeconds: 1, rssMiB: 200, fds: 40 };
const RESULT: RunResult = {
  scenario: 'search-mix',
  about: 'a <b>test</b>',
  startedAt: '2026-01-02T03:04:05.000Z',
  machine: { node: 'v20', cores: 2, processor: 'p' },
  settings: { rate: 10 },
  totals: { gateway: figures },
  steps: [{ step: 'steady', target: 'gateway', figures, cpuSeconds: 4 }],
  slices: [
    { ...slice, ...quantiles, atSeconds: 0 },
    { ...slice, ...quantiles, atSeconds: 5, p95: 190 },
  ],
  extra: { kneePerSecond: 12.5 },
  compared: null,
  verdicts: [
    { text: 'p95 < 100', value: 95, held: true },
    { text: 'stage.knn.p95 < 9', value: null, held: false },
  ],
  warnings: ['watch out'],
};

test('the terminal shows figures, what broke and what to watch', () => {
  const text = resultText(RESULT);
  // 100 good answers for 4 seconds of processor time.
  expect(text).toMatch(/steady +gateway +10 +10 +50\.\d +95\.\d +99\.\d +100 +0 % +0 % +- +0 % +25\n/);
  expect(text).toContain('ok     p95 < 100  (95)');
  expect(text).toContain('FAULT  stage.knn.p95 < 9  (not measured)');
  expect(text).toContain('kneePerSecond: 12.5');
  expect(text).toContain('note: watch out');
});

test('searches that were passed on as they came are told from improved ones', () => {
  const passedOn = { ...figures, counts: { ...figures.counts, looked: 100 }, applied: 0.07 };
  const steps = [{ step: 'steady', target: 'gateway', figures: passedOn, cpuSeconds: 4 }];
  expect(resultText({ ...RESULT, steps })).toMatch(/improved.*\nsteady .* 7\.00 % +0 % +25\n/);
});

test('the page needs nothing from elsewhere and lets no text become markup', () => {
  const page = resultPage(RESULT);
  expect(page).toContain('a &lt;b&gt;test&lt;/b&gt;');
  expect(page).not.toMatch(/<script|src=|href=|url\(/);
  expect(page).toContain('1 broken');
  // Two points of the 95th percentile: half of the highest, then the highest itself.
  expect(page).toContain('points="50.00,50.00 100.00,0.00"');
});

test('a day of load is a page still, and shows its worst', () => {
  const slices = Array.from({ length: 30_000 }, (_, at) => ({
    ...RESULT.slices[0]!,
    atSeconds: at * 2.5,
    p95: at === 12_345 ? 5000 : 50,
  }));
  const page = resultPage({ ...RESULT, slices });
  expect(page.length).toBeLessThan(100_000);
  expect(page).toContain('5000 ms');
});

test('this process is found by its port, with memory, files and processor time', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  try {
    const pid = processOnPort((server.address() as AddressInfo).port);
    const seen = resourcesOf(process.pid);
    if (process.platform !== 'linux') {
      expect([pid, seen]).toEqual([null, null]);
      return;
    }
    expect(pid).toBe(process.pid);
    expect(seen!.rssMiB).toBeGreaterThan(10);
    expect(seen!.fds).toBeGreaterThan(3);
    expect(seen!.cpuSeconds).toBeGreaterThan(0);
  } finally {
    server.close();
  }
  expect(resourcesOf(2 ** 22 + 1)).toBeNull();
});
