import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { unknownIn } from './promql.ts';
import { complaintsOf, testWith } from './tools.ts';

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
const recorded = new Set(rules.flatMap(({ record }) => record ?? []));

describe('rules for Prometheus', () => {
  test.each(rules.map(({ alert, record, expr }) => [alert ?? record, expr]))(
    '%s speaks of metrics and labels that exist',
    (_, expr) => expect(unknownIn(expr!, recorded)).toEqual([]),
  );

  test('what does not exist is found', () => {
    expect(unknownIn('sum by (stage) (rate(relevance_search_total{outcom="x"}[5m]))')).toEqual([
      'no metric relevance_search_total',
      'by (stage)',
    ]);
    expect(unknownIn('relevance_searches_total{outcom="x"}')).toEqual([
      'relevance_searches_total has no label outcom',
    ]);
    expect(unknownIn('relevance_search_seconds')).toHaveLength(1);
  });

  test.each(alerts.map(({ alert, annotations }) => [alert, annotations?.runbook_url]))(
    '%s has its entry in the runbook',
    (alert, url) => {
      expect(url).toBe(`docs/runbook.md#${alert!.toLowerCase()}`);
      expect(readFileSync('docs/runbook.md', 'utf8')).toContain(`\n## ${alert}\n`);
    },
  );

  test('have a name of their own each', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
  });

  test('every entry of the runbook belongs to an alert', () => {
    const entries = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (\w+)$/gm)];
    expect(entries).toHaveLength(alerts.length);
    expect(new Set(entries.map(([, name]) => name))).toEqual(new Set(alerts.map(({ alert }) => alert)));
  });

  testWith('promtool')('pass promtool’s check and their own tests (needs promtool)', () => {
    expect(complaintsOf('promtool', 'check', 'rules', RULES)).toBe('');
    expect(complaintsOf('promtool', 'test', 'rules', 'deploy/prometheus/rules.test.yaml')).toBe('');
  });
});
