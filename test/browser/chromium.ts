import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';

/** Opens pages in one browser. */
export interface Tab {
  /** Opens an address in a context of its own, which is closed with the browser. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenedPage>;
}

/** A page, and everything that went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  /** Uncaught errors, refusals of the content security policy, dialogs. */
  readonly faults: readonly string[];
}

/**
 * Runs a suite in Chromium. Without one it is skipped on a developer's machine and fails with CI=true, so that a green
 * build means that it was there.
 */
export function describeInChromium(name: string, suite: (tab: Tab) => void): void {
  const executablePath = findChromium();
  if (executablePath === undefined) return missing(name);
  describe(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    });
    afterAll(() => browser.close());
    suite({
      async open(url, options = {}) {
        const context = await browser.newContext({ locale: 'en-US', ...options });
        const page = await context.newPage();
        const faults: string[] = [];
        page.on('pageerror', (error) => faults.push(String(error)));
        page.on('dialog', (dialog) => {
          faults.push(`dialog: ${dialog.message()}`);
          void dialog.dismiss();
        });
        page.on('console', (message) => {
          if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
        });
        await page.goto(url);
        return { page, faults };
      },
    });
  });
}

function missing(name: string): void {
  if (process.env['CI'] === 'true') {
    test(`${name}: Chromium`, () => {
      throw new Error('no Chromium was found; see scripts/chromium.mjs');
    });
    return;
  }
  describe.skip(name, () => {
    test('no Chromium: install it, or name it by RELEVANCE_CHROMIUM', () => {});
  });
}
