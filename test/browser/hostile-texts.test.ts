import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type CatalogueGateway, startCatalogueGateway } from './catalogue-gateway.ts';
import { describeInChromium } from './chromium.ts';

jest.setTimeout(120_000);

const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script>';
/** A file name holds no slash. */
const HOSTILE_NAME = '<img src=x onerror=alert(3)>';

let served: CatalogueGateway;
describeInChromium('texts that would be markup', (tab) => {
  beforeAll(async () => {
    served = await startCatalogueGateway({
      rules: {
        [`${HOSTILE_NAME}.rules.txt`]: `"hostile" =>\n  UP(2): shoes\n  @_id: "${HOSTILE.replaceAll('"', '')}"\n`,
      },
    });
    const document = { title: `${HOSTILE} hostile`, brand: HOSTILE, description: HOSTILE };
    await fetch(`${served.gateway.dataUrl}/products/_doc/h1?refresh=true`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
  });
  afterAll(() => served.stop());

  const at = (hash: string): string => `${served.gateway.adminUrl}/${hash}`;
  const made = (page: Page): Promise<number> =>
    page.evaluate("document.querySelectorAll('#console img, #console script, #console iframe').length");
  const body = encodeURIComponent(JSON.stringify({ query: { match: { title: `hostile ${HOSTILE}` } } }));
  const query = encodeURIComponent(`hostile ${HOSTILE}`);

  test('a query and a title stay text, compared and explained', async () => {
    for (const hash of [
      `#/playground?q=${query}&index=products`,
      `#/why?q=${query}&index=products&hit=h1`,
      `#/why?q=hostile&index=products&hit=h1`,
      `#/playground?body=${body}`,
      `#/why?body=${body}&hit=h1`,
    ]) {
      const { page, faults } = await tab.open(at(hash));
      await page.getByText(HOSTILE).first().waitFor();
      expect([hash, await made(page), faults]).toEqual([hash, 0, []]);
    }
  });

  test('parameters of the address stay text', async () => {
    for (const name of ['index', 'left', 'right', 'context', 'body']) {
      const value = encodeURIComponent(`a=${HOSTILE}`);
      const { page, faults } = await tab.open(at(`#/playground?q=shoes&index=products&${name}=${value}`));
      await page.locator('.hit, [role=alert]').first().waitFor();
      expect([name, await made(page), faults]).toEqual([name, 0, []]);
    }
  });

  test('names of rules and of their files stay text', async () => {
    await fetch(`${served.gateway.dataUrl}/products/_search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: { match: { title: 'hostile' } } }),
    });
    const { page, faults } = await tab.open(at('#/rules'));
    await page.getByRole('rowheader', { name: HOSTILE_NAME }).waitFor();
    await page.getByRole('rowheader', { name: '<script>' }).waitFor();
    expect([await made(page), faults]).toEqual([0, []]);
  });

  test('a rule text and its faults stay text', async () => {
    const { page, faults } = await tab.open(at(`#/rules?rules=${encodeURIComponent(`x =>\n  ${HOSTILE}`)}`));
    await page.getByRole('button', { name: 'Check only' }).click();
    await page.getByText(/try\.rules\.txt:2/).waitFor();
    expect([await made(page), faults]).toEqual([0, []]);
  });
});
