import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { dashboards } from './dashboards.ts';
import { filledIn, unknownIn } from './promql.ts';
import { complaintsOf, testWith } from './tools.ts';

const panels = dashboards.flatMap(([file, { panels: own }]) =>
  own.map((panel) => [file, panel.title, panel] as const),
);

describe('dashboards', () => {
  test('are five, each with a name of its own', () => {
    expect(dashboards.map(([file]) => file).sort()).toEqual([
      'inference.json',
      'latency.json',
      'relevance.json',
      'traffic.json',
      'upstream.json',
    ]);
    expect(new Set(dashboards.map(([, { uid }]) => uid)).size).toBe(dashboards.length);
  });

  test.each(panels)('%s: “%s” asks for metrics and labels that exist', (_, __, { targets }) => {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets)
      expect({ expr, unknown: unknownIn(filledIn(expr)) }).toEqual({ expr, unknown: [] });
  });

  test.each(panels)('%s: “%s” names its lines by labels that its query keeps', (_, __, { targets }) => {
    for (const { expr, legendFormat } of targets) {
      const kept = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels]) => labels!.split(', '));
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(kept).toContain(label);
    }
  });

  test.each(dashboards)('%s knows the variables it uses and has no panel on another', (_, dashboard) => {
    const variables = dashboard.templating.list.map(({ name }) => name);
    const used = [...JSON.stringify(dashboard.panels).matchAll(/\$\{?(?!__)(\w+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(variables));
    const taken = new Set<string>();
    for (const { gridPos, description } of dashboard.panels) {
      expect(description.length).toBeGreaterThan(10);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`)).toBe(false);
          taken.add(`${x},${y}`);
        }
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  testWith('promtool')('ask in PromQL that parses (needs promtool)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relevance-dashboards-'));
    try {
      const rules = panels
        .flatMap(([, , { targets }]) => targets)
        .map(({ expr }, at) => ({
          record: `panel:query:${at}`,
          expr: filledIn(expr),
        }));
      writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'panels', rules }] }));
      expect(complaintsOf('promtool', 'check', 'rules', join(folder, 'rules.yaml'))).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('are found by Grafana with the data source that its provisioning makes', () => {
    const [sources, providers] = ['datasources/datasources', 'dashboards/dashboards'].map(
      (file) =>
        parse(readFileSync(`deploy/grafana/provisioning/${file}.yaml`, 'utf8')) as Record<string, unknown>,
    );
    expect(sources!['datasources']).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'prometheus', isDefault: true })]),
    );
    expect(providers!['providers']).toEqual([
      expect.objectContaining({ type: 'file', options: { path: '/etc/grafana/dashboards' } }),
    ]);
  });
});
