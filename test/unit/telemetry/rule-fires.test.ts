import { afterEach, describe, expect, test } from '@jest/globals';
import { createMeters, type Meters } from '../../../src/telemetry/meters.ts';
import { NAMED_RULES } from '../../../src/telemetry/rule-fires.ts';

const open: Meters[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function metersWith(initial: readonly string[]) {
  const meters = createMeters({ worker: '1', residentBytes: () => 1 });
  open.push(meters);
  let inForce = { version: 'v', ids: initial };
  meters.rules(() => inForce);
  return {
    fire: (...rules: readonly string[]) => rules.forEach((rule) => meters.ruleFired(rule)),
    take: (ids: readonly string[]) => {
      inForce = { version: 'w', ids };
    },
    /** Counts by rule. */
    counts: async (): Promise<Record<string, number>> => {
      const series = /^relevance_rule_fires_total\{rule="((?:[^"\\]|\\.)*)",worker="1"\} (\d+)$/gm;
      const text = await meters.exposition();
      return Object.fromEntries([...text.matchAll(series)].map(([, rule, count]) => [rule, Number(count)]));
    },
  };
}

describe('fires of rules', () => {
  test('are counted by id; a rule that never fires has its series too, so that it is found', async () => {
    const { fire, counts } = metersWith(['手机#0', 'usb "c"']);
    fire('手机#0', '手机#0');
    expect(await counts()).toEqual({ '手机#0': 2, 'usb \\"c\\"': 0, other: 0 });
  });

  test('of a hundred thousand rules, all but the first are counted together', async () => {
    const ids = Array.from({ length: 100_000 }, (_, at) => `rule-${at}`);
    const { fire, counts } = metersWith(ids);
    fire(...ids);
    const found = await counts();
    expect(Object.keys(found)).toHaveLength(NAMED_RULES + 1);
    expect([found['rule-0'], found['rule-99'], found['other']]).toEqual([1, 1, 99_900]);
  });

  test('go on over a change of rules; those that are gone lose their series, and may fire until they are', async () => {
    const { fire, take, counts } = metersWith(['a', 'b']);
    fire('a', 'b', 'a');
    take(['c', 'a']);
    fire('a', 'b', 'c');
    expect(await counts()).toEqual({ a: 3, c: 1, other: 1 });
  });

  test('of a rule that is called other are counted with the others', async () => {
    const { fire, counts } = metersWith(['other']);
    fire('other', 'unknown');
    expect(await counts()).toEqual({ other: 2 });
  });
});
