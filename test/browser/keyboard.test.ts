import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type CatalogueGateway, startCatalogueGateway } from './catalogue-gateway.ts';
import { describeInChromium } from './chromium.ts';

jest.setTimeout(120_000);

/** More than any page has. */
const MOST_STOPS = 400;

/** Where the focus is: which of the page's controls, whether it shows, and whether it is in sight. */
interface Stop {
  readonly at: number;
  readonly name: string;
  readonly shows: boolean;
  readonly inSight: boolean;
}

/** All that a key can reach, in the order of the page; what is closed or switched off is not there. */
const CONTROLS = `[...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])')]
  .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && one.closest('dialog:not([open])') === null)
  .filter((one) => one.type !== 'radio' || one.checked || !one.form?.querySelector('[name="' + one.name + '"]:checked'))`;
const NAME = `(one) => (one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.textContent ?? one.name ?? '')
  .trim().replaceAll(/\\s+/g, ' ').slice(0, 40) + ' <' + one.localName + '>'`;
const STOP = `(() => {
  const one = document.activeElement;
  const { top, bottom, left, right } = one.getBoundingClientRect();
  const marked = [one, ...one.querySelectorAll('*')].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  return {
    at: (${CONTROLS}).indexOf(one),
    name: (${NAME})(one),
    shows: marked || one.classList.contains('flow-stage'),
    inSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
})()`;

let served: CatalogueGateway;
describeInChromium('the console by keyboard alone', (tab) => {
  beforeAll(async () => {
    served = await startCatalogueGateway({
      configuration: 'indices: { products: { pipeline: default } }\n',
    });
  });
  afterAll(() => served.stop());

  const at = (hash: string): string => `${served.gateway.adminUrl}/${hash}`;
  const focused = (page: Page): Promise<Stop> => page.evaluate<Stop>(STOP);

  /** Presses Tab from the top until the focus has left the page. */
  async function walk(page: Page): Promise<readonly Stop[]> {
    const stops: Stop[] = [];
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop.at < 0 || stop.at === stops[0]?.at) return stops;
      stops.push(stop);
    }
    throw new Error(`no way out after ${MOST_STOPS} presses: ${JSON.stringify(stops.slice(-3))}`);
  }

  describe('every control is reached, in order and in sight, and shows it', () => {
    const pages: readonly (readonly [hash: string, ready: string])[] = [
      ['#/playground?q=%E8%93%9D%E7%89%99%E8%80%B3%E6%9C%BA&index=products&left=off&right=default', '.hit'],
      ['#/why?q=cheap+headphones&index=products', '.flow-stage'],
      ['#/rules', 'tbody tr'],
      ['#/evaluation', 'main h1'],
      ['#/system', '.json'],
      ['#/nowhere', 'h1'],
    ];
    const widths = [1280, 400];
    test.each(widths.flatMap((width) => pages.map(([hash, ready]) => [width, hash, ready] as const)))(
      'at %d px: %s',
      async (width, hash, ready) => {
        const { page, faults } = await tab.open(at(hash), { viewport: { width, height: 800 } });
        await page.locator(ready).first().waitFor();
        await page.waitForLoadState('networkidle');
        const stops = await walk(page);
        const there = await page.evaluate<readonly string[]>(`(${CONTROLS}).map(${NAME})`);
        expect(stops.map(({ name }) => name)).toEqual(there);
        expect(stops.filter(({ shows }) => !shows)).toEqual([]);
        expect(stops.filter(({ inSight }) => !inSight)).toEqual([]);
        expect(faults).toEqual([]);
      },
    );
  });

  /** Goes on by Tab until a control of this name has the focus. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      await page.keyboard.press('Tab');
      if (name.test((await focused(page)).name)) return;
    }
    throw new Error(`${String(name)} is not reached`);
  }

  test('from a query to the reasons for a hit', async () => {
    const { page } = await tab.open(at('#/playground?index=products'));
    await tabTo(page, /^Query/);
    await page.keyboard.type('蓝牙耳机');
    await page.keyboard.press('Enter');
    await page.locator('.hit').first().waitFor();
    await tabTo(page, /^Why\?/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Why are the hits as they are?' }).waitFor();
    await page.locator('details.wanted-hit').waitFor();
    // The link that was followed is gone; the next key is about the page that came.
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Tab');
    expect((await focused(page)).name).toMatch(/^Query/);
  });

  test('the dialog for access holds the focus, ends with Escape and gives the focus back', async () => {
    const { page } = await tab.open(at('#/system'));
    await tabTo(page, /^Access <button>/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const within = `document.activeElement === document.body || document.activeElement.closest('dialog') !== null`;
    for (let presses = 0; presses < 12; presses += 1) {
      expect(await page.evaluate(within)).toBe(true);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect((await focused(page)).name).toMatch(/^Access <button>/);
  });

  test('backwards as well: nothing holds the focus', async () => {
    const { page } = await tab.open(at('#/rules'));
    await page.locator('tbody tr').first().waitFor();
    for (let presses = 0; presses < 15; presses += 1) await page.keyboard.press('Tab');
    expect((await focused(page)).at).toBe(14);
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      if ((await focused(page)).at <= 0) return;
      await page.keyboard.press('Shift+Tab');
    }
    throw new Error(`held by ${(await focused(page)).name}`);
  });
});
