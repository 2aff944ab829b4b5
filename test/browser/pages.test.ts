import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { type CatalogueGateway, startCatalogueGateway } from './catalogue-gateway.ts';
import { describeInChromium } from './chromium.ts';

jest.setTimeout(120_000);

const run = promisify(execFile);

const PLAYGROUND =
  '#/playground?q=%E8%93%9D%E7%89%99%E8%80%B3%E6%9C%BA&index=products&left=off&right=default';
const WHY = '#/why?q=cheap+headphones&index=products';

let served: CatalogueGateway;
describeInChromium('the console on the sample catalogue', (tab) => {
  beforeAll(async () => {
    // Its own would be `hybrid`, where a leg that is late on one side is a difference, too.
    served = await startCatalogueGateway({
      configuration: 'indices: { products: { pipeline: default } }\n',
    });
  });
  afterAll(() => served.stop());

  const at = (hash: string): string => `${served.gateway.adminUrl}/${hash}`;
  const hits = (page: Page, list: string) => page.getByRole('list', { name: list }).getByRole('listitem');

  describe('playground', () => {
    test('two pipelines side by side, with what moved', async () => {
      const { page, faults } = await tab.open(at('#/playground'));
      await page.getByLabel('Query').fill('便宜的蓝牙耳机');
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByText(/\d+ moved · \d+ new · \d+ lost/).waitFor();
      expect(await hits(page, 'Hits of off').count()).toBe(20);
      expect(await hits(page, 'Hits of default').count()).toBe(20);
      expect(await page.getByText('up from the left side').count()).toBeGreaterThan(0);
      // The address is a link to the same.
      expect(decodeURIComponent(page.url())).toContain('#/playground?q=便宜的蓝牙耳机&index=products');
      expect(faults).toEqual([]);
    });

    test('a link shows what was shown, and leads to the reasons for a hit', async () => {
      const { page } = await tab.open(at(PLAYGROUND));
      const first = hits(page, 'Hits of default').first();
      const title = await first.locator('.hit-title').innerText();
      await first.getByRole('link').click();
      await page.getByRole('heading', { name: 'Why are the hits as they are?' }).waitFor();
      const open = page.locator('details.wanted-hit');
      await open.waitFor();
      expect(await open.locator('.tree-title').innerText()).toBe(title);
      await page.goBack();
      await hits(page, 'Hits of default').first().waitFor();
    });

    test('an index that is not there is told in plain words', async () => {
      const { page } = await tab.open(at('#/playground?q=shoes&index=nowhere'));
      await page
        .getByText(/no such index|index_not_found/)
        .first()
        .waitFor();
      await page.getByText('Improved here: products').waitFor();
      await page.getByText('There is nothing to compare.').waitFor();
      expect(await page.getByText('Nothing was found.').count()).toBe(0);
    });
  });

  describe('a whole request', () => {
    const BODY = '{"query":{"match":{"title":"蓝牙耳机"}},"size":3,"_source":["title"]}';

    test('is searched as an app would, stands in the address, and leads to the reasons', async () => {
      const { page, faults } = await tab.open(at('#/playground'));
      await page.getByRole('button', { name: 'Whole request' }).click();
      const area = page.getByLabel('Search body');
      // What words would become, to begin with.
      expect(JSON.parse(await area.inputValue())).toMatchObject({
        query: { multi_match: { fields: expect.arrayContaining(['title']) } },
      });
      await area.fill(BODY);
      await page.keyboard.press('Control+Enter');
      await hits(page, 'Hits of default').first().waitFor();
      expect(await hits(page, 'Hits of default').count()).toBe(3);
      await page.reload();
      await hits(page, 'Hits of default').first().getByRole('link').click();
      await page.locator('details.wanted-hit').waitFor();
      expect(await page.getByLabel('Search body', { exact: true }).inputValue()).toBe(BODY);
      expect(faults).toEqual([]);
    });

    test('that is no JSON is told by line and column, and not sent', async () => {
      const { page } = await tab.open(at('#/why'));
      await page.getByRole('button', { name: 'Whole request' }).click();
      const area = page.getByLabel('Search body');
      await area.fill('{\n  "query": { "match_all": {} },\n  size: 3\n}');
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText('Line 3, column 3: here a name in double quotes is missing.').waitFor();
      const cursor = 'document.activeElement.name + document.activeElement.selectionStart';
      expect(await page.evaluate(cursor)).toBe('body36');
      expect(page.url()).not.toContain('body=');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('第 3 行第 3 列：这里缺少双引号中的名称。').waitFor();
    });

    test('that is too long for a link is kept in its tab, and another one says so', async () => {
      const { page } = await tab.open(at('#/playground'));
      await page.getByRole('button', { name: 'Whole request' }).click();
      const ids = Array.from({ length: 600 }, (_, id) => `p${String(id).padStart(4, '0')}`);
      const body = {
        query: { bool: { must: { match: { title: '耳机' } }, filter: { ids: { values: ids } } } },
      };
      await page.getByLabel('Search body').fill(JSON.stringify(body));
      await page.getByRole('button', { name: 'Compare' }).click();
      await hits(page, 'Hits of default').first().waitFor();
      expect(page.url().length).toBeLessThan(400);
      await page.reload();
      await hits(page, 'Hits of default').first().waitFor();
      const other = await tab.open(page.url());
      await other.page.getByText('too long for a link').waitFor();
    });

    test('is copied as a command that asks the data port the same', async () => {
      const { page } = await tab.open(at(`#/playground?body=${encodeURIComponent(BODY)}`), {
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const copy = page.getByRole('button', { name: 'Copy as curl' });
      await copy.last().click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const command = await page.evaluate<string>('navigator.clipboard.readText()');
      const { stdout } = await run('sh', ['-c', command.replace('curl', 'curl -s')]);
      const { hits: found } = JSON.parse(stdout) as { hits: { hits: { _source: { title: string } }[] } };
      const titles = found.hits.map(({ _source }) => _source.title);
      expect(
        await page.getByRole('list', { name: 'Hits of default' }).locator('.hit-title').allInnerTexts(),
      ).toEqual(titles);
    });

    test('where there is no clipboard the command is shown', async () => {
      const { page } = await tab.open(at(PLAYGROUND));
      await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
      await page.getByRole('button', { name: 'Copy as curl' }).first().click();
      const shown = page.getByLabel('The search as a command');
      expect(await shown.inputValue()).toMatch(/^curl 'http:\/\/127\.0\.0\.1:\d+\/products\/_search'/);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });

  describe('why', () => {
    test('the flow, the words, the reasons for each hit', async () => {
      const { page, faults } = await tab.open(at(WHY));
      await page.getByRole('button', { name: /^rules/ }).click();
      // A rule deletes "cheap" and lowers what costs much.
      await page.getByText('cheap in English').first().waitFor();
      expect(await page.locator('.slot-left').innerText()).toContain('cheap');
      await page.getByRole('heading', { name: 'Raised and lowered' }).waitFor();
      // What they are lowered by, unasked.
      await page.locator('.clause', { hasText: '"range"' }).waitFor();
      const tree = page.locator('details.tree').first();
      // The first hit is open, with its reasons in words.
      expect(await tree.locator('td').first().innerText()).toBe('lexical');
      expect(await tree.locator('.hit-story').innerText()).toMatch(/^Found by .*place 1/);
      expect(faults).toEqual([]);
    });

    test('a search that is plain has a flow, too', async () => {
      const { page } = await tab.open(at(`${WHY}&pipeline=off`));
      await page.getByRole('button', { name: /^plain search/ }).waitFor();
    });

    test('a search that was passed on says why in words', async () => {
      const body = '{"query":{"match":{"title":"耳机"}},"sort":["price"]}';
      const { page } = await tab.open(at(`#/why?body=${encodeURIComponent(body)}`));
      await page.getByText('The request asks for an order of its own.').waitFor();
    });

    test('a trace that is gone', async () => {
      const { page } = await tab.open(at('#/why?trace=nothing'));
      expect(await page.getByRole('alert').innerText()).toContain(
        'No such trace; they are kept for five minutes.',
      );
    });
  });

  describe('rules', () => {
    test('files, and those that fired', async () => {
      const body = { query: { match: { title: '退货' } } };
      await fetch(`${served.gateway.dataUrl}/products/_search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { page, faults } = await tab.open(at('#/rules'));
      await page.getByRole('rowheader', { name: /merchandising\.rules\.txt/ }).waitFor();
      await page.getByRole('rowheader', { name: 'returns', exact: true }).waitFor();
      expect(faults).toEqual([]);
    });

    test('a fault is told with its line', async () => {
      const { page } = await tab.open(at('#/rules'));
      await page.locator('textarea[name=rules]').fill('"手机" =>\n  NONSENSE(5): x\n');
      await page.getByRole('button', { name: 'Check only' }).click();
      await page.getByText(/try\.rules\.txt:2/).waitFor();
      expect(await page.locator('.trial-answer').innerText()).toContain('Mend these lines');
    });
  });

  test('rules are tried on queries before they are saved', async () => {
    const { page, faults } = await tab.open(at('#/rules'));
    await page.locator('textarea[name=rules]').fill('"充电宝" =>\n  UP(8): brand:云陌\n  @_id: "campaign"\n');
    await page.locator('textarea[name=queries]').fill('充电宝\n书包\n');
    await page.getByRole('button', { name: 'Try' }).click();
    const after = hits(page, 'After: 充电宝');
    await after.first().waitFor();
    expect(await after.first().innerText()).toContain('云陌');
    expect(await hits(page, 'Before: 充电宝').first().innerText()).not.toContain('云陌');
    await page.getByText('try.rules.txt:1').waitFor();
    expect(await page.locator('.tried', { hasText: '书包' }).innerText()).toContain('nothing changed');
    expect(faults).toEqual([]);
    // It was for the trial only, and its address brings it back.
    const rules = await (await fetch(`${served.gateway.adminUrl}/api/rules`)).text();
    expect(rules).not.toContain('try.rules.txt');
    await page.reload();
    expect(await page.locator('textarea[name=rules]').inputValue()).toContain('campaign');
  });

  test('a faulty change of the files is shown with its line, until it is mended', async () => {
    const file = join(served.rules, 'broken.rules.txt');
    writeFileSync(file, 'x =>\n  NONSENSE\n');
    const { page } = await tab.open(at('#/rules'));
    const alert = page.getByRole('alert').filter({ hasText: 'broken.rules.txt:2' });
    for (let tries = 0; tries < 100 && !(await alert.isVisible()); tries += 1) {
      await page.reload();
      await page.getByRole('rowheader', { name: /merchandising/ }).waitFor();
    }
    expect(await alert.innerText()).toContain('The rules before it stay in force');
    rmSync(file);
  });

  describe('system', () => {
    test('health, processes, stages and the configuration with secrets masked', async () => {
      const { page, faults } = await tab.open(at('#/system'));
      await page.getByRole('rowheader', { name: 'segmenter' }).waitFor();
      await page.getByRole('rowheader', { name: 'lexical' }).waitFor();
      await page.getByText('0 of 1024').waitFor();
      await page.getByRole('columnheader', { name: 'Load' }).waitFor();
      await page.getByText('pipelines:').click();
      await page.getByRole('button', { name: 'Reload configuration' }).click();
      await page.getByText(/Reloaded: version/).waitFor();
      expect(faults).toEqual([]);
    });
  });

  test('an address that leads nowhere', async () => {
    const { page } = await tab.open(at('#/nowhere'));
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('languages change in place and are kept', async () => {
    const { page } = await tab.open(at(PLAYGROUND));
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '两种搜索方式对比' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '两种搜索方式对比' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  test('by keyboard alone: skip to the content, fill the form, look at a stage', async () => {
    const { page } = await tab.open(at('#/why'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wireless mouse');
    await page.keyboard.press('Enter');
    const stage = page.getByRole('button', { name: /^segment/ });
    await stage.waitFor();
    const isFocused = (): Promise<boolean> =>
      page.evaluate("document.activeElement.textContent.startsWith('segment')");
    for (let presses = 0; presses < 20 && !(await isFocused()); presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('words:').waitFor();
    expect(await stage.getAttribute('aria-pressed')).toBe('true');
  });

  describe('accessible', () => {
    const looks = [
      { name: 'light', colorScheme: 'light' as const, viewport: { width: 1280, height: 900 } },
      { name: 'dark', colorScheme: 'dark' as const, viewport: { width: 1280, height: 900 } },
      { name: 'light, 400 px', colorScheme: 'light' as const, viewport: { width: 400, height: 900 } },
      { name: 'dark, 400 px', colorScheme: 'dark' as const, viewport: { width: 400, height: 900 } },
    ];
    const views: readonly (readonly [hash: string, ready: string])[] = [
      [PLAYGROUND.replace('right=default', 'right=hybrid'), '.hit'],
      [`${WHY}&hit=p0096`, '.flow-stage'],
      [`#/why?body=${encodeURIComponent('{"query":{"match":{"title":"耳机"}}}')}`, '.flow-stage'],
      ['#/rules', 'tbody tr'],
      ['#/system', '.json'],
    ];
    test.each(looks)('$name', async ({ name, ...look }) => {
      for (const [hash, ready] of views) {
        const { page } = await tab.open(at(hash), look);
        await page.locator(ready).first().waitFor();
        const found = await accessibilityFaults(page);
        expect([name, hash, found]).toEqual([name, hash, []]);
        const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([name, hash, tooWide]).toEqual([name, hash, 0]);
      }
    });
  });
});
