import { describe, expect, test } from '@jest/globals';
import { readOptions, USAGE } from '../../../loadtest/options.ts';
import { SCENARIOS } from '../../../loadtest/scenarios/index.ts';

const read = (line: string, environment: Record<string, string> = {}) =>
  readOptions(line.split(' '), environment);

test('a scenario brings its own load, which options replace', () => {
  expect(read('zh')).toMatchObject({ rate: null, seconds: 30, connections: 32, target: null, direct: null });
  expect(read('zh --rate 7 --seconds 9 --connections 3')).toMatchObject({
    rate: 7,
    seconds: 9,
    connections: 3,
  });
  expect(read('soak', { RELEVANCE_LOADTEST_SECONDS: '600' }).seconds).toBe(600);
  expect(read('soak --seconds 5', { RELEVANCE_LOADTEST_SECONDS: '600' }).seconds).toBe(5);
});

test('thresholds of the command line take the place of the scenario’s', () => {
  expect(read('zh --threshold p95<9 --threshold ratio.p99<2').thresholds.map(({ text }) => text)).toEqual([
    'p95 < 9',
    'ratio.p99 < 2',
  ]);
});

describe('refused with a reason', () => {
  test.each([
    ['nothing', 'one scenario'],
    ['zh ramp', 'one scenario'],
    ['zh --rate 0', '--rate: a whole number'],
    ['zh --rate 1e9', '--rate: a whole number'],
    ['zh --connections 99999', '--connections'],
    ['zh --seconds x', '--seconds'],
    ['zh --target 127.0.0.1:9600', '--target: scheme'],
    ['zh --target http://u:p@127.0.0.1:9600', '--target: scheme'],
    ['zh --direct http://es.example:9200', 'on another machine'],
    ['fault --target http://127.0.0.1:9600', 'faults behind a gateway of its own'],
    ['zh --unknown 1', 'unknown'],
  ])('%s', (line, reason) => expect(() => read(line)).toThrow(reason));
});

test('an engine elsewhere goes with a gateway that was named', () => {
  expect(read('zh --target http://gw:9600 --direct http://es.example:9200').direct).toBe(
    'http://es.example:9200',
  );
});

test('the help names every scenario', () => {
  for (const name of SCENARIOS.keys()) expect(USAGE).toContain(`  ${name} `);
});
