import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { METRICS, type MetricName } from '../../src/telemetry/metric-names.ts';

const RULES = 'deploy/prometheus/rules.yaml';
interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: { readonly runbook_url: string };
}
const { groups } = parse(readFileSync(RULES, 'utf8')) as {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);

describe('rules for Prometheus', () => {
  test('speak of metrics and labels that exist', () => {
    const metrics: readonly MetricName[] = Object.values(METRICS);
    const recorded = new Set(rules.map(({ record }) => record));
    for (const { expr } of rules) {
      for (const [, name, selector = ''] of expr.matchAll(/\b(relevance[a-z0-9_:]*)(?:\{([^}]*)\})?/g)) {
        if (recorded.has(name)) continue;
        const metric =
          metrics.find((one) => one.name === name!.replace(/_(bucket|sum|count)$/, '')) ??
          metrics.find((one) => one.name === name);
        expect({ name, known: metric !== undefined }).toEqual({ name, known: true });
        for (const [, label] of selector.matchAll(/(\w+)\s*[=!]/g)) expect(metric!.labels).toContain(label);
      }
    }
  });

  test.each(alerts.map(({ alert, annotations }) => [alert, annotations?.runbook_url]))(
    '%s has its entry in the runbook',
    (alert, url) => {
      expect(url).toBe(`docs/runbook.md#${alert!.toLowerCase()}`);
      expect(readFileSync('docs/runbook.md', 'utf8')).toContain(`\n## ${alert}\n`);
    },
  );

  const isThere = spawnSync('promtool', ['--version']).error === undefined;
  // With CI=true a missing tool is a failure, so that a green build means that it was there.
  const checked = isThere || process.env['CI'] === 'true' ? test : test.skip;
  checked('pass promtool’s check and their own tests (needs promtool)', () => {
    for (const args of [
      ['check', 'rules', RULES],
      ['test', 'rules', 'deploy/prometheus/rules.test.yaml'],
    ]) {
      const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
      expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
    }
  });
});
