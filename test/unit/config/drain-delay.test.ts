import { expect, test } from '@jest/globals';
import { drainDelayMs } from '../../../src/config/drain-delay.ts';
import { schema } from '../../../src/config/schema.ts';

test('balancers get five seconds where other machines reach the port, a desk none', () => {
  const { drainDelayMs: set } = schema.parse({}).server;
  const delays = ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::', '10.1.2.3'].map((host) =>
    drainDelayMs({ drainDelayMs: set, host }),
  );
  expect(delays).toEqual([0, 0, 0, 5000, 5000, 5000]);
});

test('what is set holds for any address', () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    expect([0, 15_000].map((set) => drainDelayMs({ drainDelayMs: set, host }))).toEqual([0, 15_000]);
  }
});
