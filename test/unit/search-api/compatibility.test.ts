import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BYPASS_REASONS } from '../../../src/search-api/bypass-reason.ts';
import { compatibilityMatrix, compatibilityPage } from '../../../src/search-api/compatibility.ts';
import {
  API_FEATURES,
  BODY_FEATURES,
  MSEARCH_HEADER_FEATURES,
  MSEARCH_PARAMETER_FEATURES,
  PARAMETER_FEATURES,
} from '../../../src/search-api/feature-table.ts';
import { QUERY_TABLE } from '../../../src/search-api/query-table.ts';

const TABLES = {
  API_FEATURES,
  BODY_FEATURES,
  PARAMETER_FEATURES,
  MSEARCH_PARAMETER_FEATURES,
  MSEARCH_HEADER_FEATURES,
};

describe('the tables', () => {
  test.each(Object.entries(TABLES))('%s names each feature once and says why', (_, features) => {
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
    for (const { why, disposition, reason } of features) {
      expect(why).not.toBe('');
      if (disposition === 'bypass') expect(reason).not.toBeNull();
      if (disposition === 'carry' || disposition === 'forward') expect(reason).toBeNull();
    }
  });

  test('reasons are tokens of RFC 8941', () => {
    for (const token of Object.keys(BYPASS_REASONS)) expect(token).toMatch(/^[a-z][a-z_]*$/);
  });
});

test('the matrix has a row for everything the tables say', () => {
  const lines = compatibilityMatrix().split('\n');
  const names = [
    ...Object.values(TABLES).flatMap((rows) => rows.map(({ name }) => name)),
    ...QUERY_TABLE.keys(),
  ];
  for (const name of names) expect(lines.some((line) => line.startsWith(`| \`${name}\` |`))).toBe(true);
  const rows = lines.filter(
    (line) => line.startsWith('| ') && !line.startsWith('| feature') && !line.startsWith('| reason'),
  );
  expect(rows).toHaveLength(names.length + Object.keys(BYPASS_REASONS).length);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)!.length).toBeGreaterThanOrEqual(3);
});

test('docs/compatibility.md is the page of these tables; npm run docs writes it', () => {
  expect(readFileSync('docs/compatibility.md', 'utf8')).toBe(compatibilityPage());
});
