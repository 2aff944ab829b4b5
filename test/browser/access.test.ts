import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { accessibilityFaults } from './accessibility.ts';
import { type CatalogueGateway, startCatalogueGateway } from './catalogue-gateway.ts';
import { describeInChromium } from './chromium.ts';

jest.setTimeout(120_000);

const TOKEN = 'correct-horse-battery-staple';

let served: CatalogueGateway;
describeInChromium('the console of a gateway with an admin token', (tab) => {
  beforeAll(async () => {
    served = await startCatalogueGateway({ env: { RELEVANCE_ADMIN_TOKEN: TOKEN } });
  });
  afterAll(() => served.stop());

  test('asks for the token, refuses a wrong one, keeps the right one for this tab', async () => {
    const { page, faults } = await tab.open(`${served.gateway.adminUrl}/#/rules`);
    const dialog = page.getByRole('dialog', { name: 'Access' });
    await dialog.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel('Admin token').fill('wrong');
    await dialog.getByRole('button', { name: 'Use' }).click();
    // It asks again, with the reason.
    await dialog.getByText('did not accept').waitFor();
    await dialog.getByLabel('Admin token').fill(TOKEN);
    await dialog.getByRole('button', { name: 'Use' }).click();
    await page.getByRole('rowheader', { name: /merchandising/ }).waitFor();
    expect(await dialog.isVisible()).toBe(false);

    await page.reload();
    await page.getByRole('rowheader', { name: /merchandising/ }).waitFor();
    expect(await page.evaluate('localStorage.length + "|" + document.cookie')).not.toContain(TOKEN);
    expect(page.url()).not.toContain(TOKEN);
    expect(faults).toEqual([]);
  });

  test('another tab has to be told again', async () => {
    const { page } = await tab.open(`${served.gateway.adminUrl}/#/rules`);
    await page.getByRole('dialog', { name: 'Access' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alert').getByText('The gateway wants its admin token').waitFor();
  });

  test('a page of another origin cannot post, and the console is not shown in its frames', async () => {
    // Another port is another origin, and of the same site: the hardest case.
    const { page } = await tab.open(`${served.gateway.dataUrl}/`);
    const url = `${served.gateway.adminUrl}/api/reload`;
    const init = { method: 'POST', headers: { 'Relevance-Admin-Token': TOKEN }, body: '{}' };
    const plain = { method: 'POST', mode: 'no-cors', body: '{}' };
    const outcome = (options: object): Promise<string> =>
      page.evaluate(
        `fetch(${JSON.stringify(url)}, ${JSON.stringify(options)}).then((r) => r.type + r.status, (e) => e.name)`,
      );
    expect(await outcome(init)).toBe('TypeError');
    expect(await outcome(plain)).toMatch(/^(opaque0|TypeError)$/);
    expect(served.gateway.logs().some(({ msg }) => /reloaded/.test(msg))).toBe(false);
    const policy = (await fetch(served.gateway.adminUrl)).headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
  });
});
