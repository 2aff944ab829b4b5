import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { accessibilityFaults } from './accessibility.ts';
import { type CatalogueGateway, startCatalogueGateway } from './catalogue-gateway.ts';
import { describeInChromium } from './chromium.ts';

jest.setTimeout(180_000);

let served: CatalogueGateway;
describeInChromium('evaluation in the console', (tab) => {
  beforeAll(async () => {
    served = await startCatalogueGateway({
      configuration: [
        'debug: { allow: true }',
        // A busy machine must not turn the run into one of plain searches.
        'server: { overload: { atMost: calm } }',
        'indices: { products: { pipeline: default } }',
      ].join('\n'),
    });
    const dataset = ['--dataset', resolve('samples/products'), '--index', 'products', '--every', '6'];
    const code = await served.run([
      'eval',
      ...dataset,
      '--gateway',
      served.gateway.dataUrl,
      '--ablate',
      '--save',
    ]);
    expect(code).toBe(0);
  });
  afterAll(() => served.stop());

  const at = (hash: string): string => `${served.gateway.adminUrl}/${hash}`;

  test('a saved run: metrics, what each stage brings, query by query, export', async () => {
    const { page, faults } = await tab.open(at('#/evaluation'));
    await page.getByRole('link', { name: /Open the run on/ }).click();
    await page.getByRole('rowheader', { name: 'ndcg@10', exact: true }).waitFor();
    // One row a stage in each of the two charts.
    expect(await page.getByRole('rowheader', { name: 'segment', exact: true }).count()).toBe(2);
    const moved = page.getByRole('link', { name: /in the playground/ });
    expect(await moved.count()).toBeGreaterThan(0);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as JSON' }).click(),
    ]);
    const run = JSON.parse(await readFile(await file.path(), 'utf8')) as {
      metrics: object;
      moved: unknown[];
    };
    expect(Object.keys(run.metrics)).toContain('ndcg@10');
    expect(run.moved).toHaveLength(await moved.count());
    expect(await accessibilityFaults(page)).toEqual([]);
    await moved.first().click();
    await page.locator('.hit').first().waitFor();
    expect(faults).toEqual([]);
  });

  test('documents are judged by keyboard, saved, found again and exported', async () => {
    const { page, faults } = await tab.open(at('#/evaluation?view=judge'));
    await page.getByLabel('Query').fill('书包');
    await page.getByRole('button', { name: 'Find documents' }).click();
    const judged = page.locator('.hit-judged');
    await judged.first().waitFor();
    const id = await judged.first().locator('.mono').innerText();
    await judged.first().getByRole('radio').first().focus();
    // From "not judged" on to 0, 1, 2.
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
    await judged.nth(1).getByRole('radio').nth(1).check();
    await page.getByText('2 not saved').waitFor();
    await page.getByRole('button', { name: 'Save judgments' }).click();
    await page.getByText('this query has 2 judgments now').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.reload();
    await judged.first().waitFor();
    expect(await judged.first().getByRole('radio').nth(3).isChecked()).toBe(true);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'qrels.tsv' }).click(),
    ]);
    const qrels = await readFile(await file.path(), 'utf8');
    expect(qrels.trim().split('\n').at(1)?.split('\t').slice(1)).toEqual([id, '2']);
    expect(faults).toEqual([]);
  });

  test('a name that is none is refused in plain words', async () => {
    const { page } = await tab.open(at('#/evaluation?view=judge&q=shoes&index=products&set=Not%20A%20Name'));
    await page.locator('.hit-judged').first().getByRole('radio').nth(2).check();
    await page.getByRole('button', { name: 'Save judgments' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/refused this.*(set|name)/);
  });

  test.each([
    { colorScheme: 'light' as const, viewport: { width: 400, height: 900 } },
    { colorScheme: 'dark' as const, viewport: { width: 400, height: 900 } },
    { colorScheme: 'dark' as const, viewport: { width: 1280, height: 900 } },
  ])('accessible: $colorScheme, $viewport.width px', async (look) => {
    const [saved] = (
      (await (await fetch(`${served.gateway.adminUrl}/api/evaluations`)).json()) as {
        evaluations: readonly { id: string }[];
      }
    ).evaluations;
    const views = [
      ['#/evaluation', 'tbody tr'],
      [`#/evaluation?run=${encodeURIComponent(saved!.id)}`, '.chart svg'],
      ['#/evaluation?view=judge&q=shoes', '.hit-judged'],
    ];
    for (const [hash, ready] of views) {
      const { page } = await tab.open(at(hash!), look);
      await page.locator(ready!).first().waitFor();
      expect([hash, await accessibilityFaults(page)]).toEqual([hash, []]);
      const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect([hash, tooWide]).toEqual([hash, 0]);
    }
  });
});
