// Takes the pictures of docs/console.md: every page of the console, light and dark, on the sample catalogue.
// Run after a build: node scripts/console-images.mjs [names of pages]
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

const TO = 'docs/images/console';
const ADMIN_PORT = '9681';
const DATA_PORT = '9680';
const ADMIN = `http://127.0.0.1:${ADMIN_PORT}`;
const SIZE = { width: 1200, height: 900 };
/** Enough to see what a page is for. */
const MOST_HEIGHT = 1040;

/** The pipeline that the catalogue goes through by itself, with time for all of it, also on a busy machine; ablation wants debug.allow. */
const CONFIGURATION = `
pipelines:
  hybrid:
    stages:
      [normalise, segment, correct, compounds, rules, quantities, lexical, fields, knn: { encodeMs: 5000 }, relax, fuse,
       rerank: { budgetMs: 5000 }, merchandise]
    deadlinesMs: { fields: 5000, knn: 5000, rerank: 5000 }
server: { overload: { atMost: calm } }
debug: { allow: true }
`;
const RULES = '"充电宝" =>\n  UP(8): brand:云陌\n  @_id: "campaign"\n';
/** As an app of a shop sends it. */
const REQUEST = `{
  "query": {
    "bool": {
      "must": { "multi_match": { "query": "苹果手机壳", "fields": ["title^2", "description"] } },
      "filter": { "term": { "in_stock": true } }
    }
  },
  "size": 8,
  "_source": ["title", "brand", "price"]
}`;
const PAGES = [
  {
    name: 'playground',
    hash: `playground?${new URLSearchParams({ q: '便宜的蓝牙耳机', index: 'products' })}`,
    ready: '.hit',
  },
  {
    name: 'request',
    hash: `playground?${new URLSearchParams({ body: REQUEST, index: 'products' })}`,
    ready: '.hit',
    prepare: async (page) => page.getByRole('button', { name: 'Show times' }).click(),
  },
  {
    name: 'why',
    hash: `why?${new URLSearchParams({ q: '便宜的蓝牙耳机', index: 'products', hit: 'p0099' })}`,
    ready: '.flow-stage',
    prepare: async (page) => {
      await page.getByRole('button', { name: /^rules/ }).click();
      await page.evaluate(() => window.scrollTo(0, 0));
    },
  },
  {
    name: 'why-hits',
    hash: `why?${new URLSearchParams({ q: '便宜的蓝牙耳机', index: 'products' })}`,
    ready: 'details.tree',
    from: 'What understanding made of the query',
  },
  {
    name: 'rules',
    mostHeight: 1560,
    hash: `rules?${new URLSearchParams({ index: 'products', rules: RULES, queries: '充电宝\n充电宝 20000' })}`,
    ready: 'tbody tr',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Try' }).click();
      await page.locator('.hit, [role=alert]').first().waitFor();
    },
  },
  {
    name: 'evaluation',
    mostHeight: 2000,
    hash: 'evaluation',
    ready: 'tbody tr',
    prepare: openFirstRun,
  },
  {
    name: 'judge',
    hash: `evaluation?${new URLSearchParams({ view: 'judge', q: '书包', index: 'products', set: 'by-hand' })}`,
    ready: '.hit-judged',
    prepare: judgeSome,
  },
  {
    name: 'system',
    mostHeight: 1800,
    hash: 'system',
    ready: 'tbody tr',
    prepare: async (page) => page.getByText('pipelines:').click(),
  },
];

const cwd = mkdtempSync(join(tmpdir(), 'relevance-images-'));
const environment = {
  ...process.env,
  RELEVANCE_PORT: DATA_PORT,
  RELEVANCE_ADMIN_PORT: ADMIN_PORT,
  RELEVANCE_DATA_DIR: join(cwd, 'data'),
  RELEVANCE_WORKERS: '1',
};
const program = resolve('dist/cli/main.js');
const wanted = process.argv.slice(2);
const pages = PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
writeFileSync(join(cwd, 'relevance.yaml'), CONFIGURATION);
for (const folder of ['rules', 'samples']) cpSync(folder, join(cwd, folder), { recursive: true });
mkdirSync(TO, { recursive: true });
const gateway = spawn(process.execPath, [program, 'serve'], { cwd, env: environment, stdio: 'ignore' });
try {
  await serving();
  await searchALittle();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  for (const page of pages) {
    // After the pages before it: a gateway that was busy a moment ago leaves models out.
    if (page.name === 'evaluation') await evaluate();
    for (const colorScheme of ['light', 'dark']) await take(browser, page, colorScheme);
  }
  await browser.close();
} finally {
  gateway.kill('SIGKILL');
  rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
}

async function take(browser, { name, hash, ready, prepare, from, mostHeight = MOST_HEIGHT }, colorScheme) {
  const page = await browser.newPage({ viewport: SIZE, colorScheme, locale: 'en-US' });
  await page.goto(`${ADMIN}/#/${hash}`);
  await page.locator(ready).first().waitFor();
  await prepare?.(page);
  await page.waitForLoadState('networkidle');
  const top = from === undefined ? 0 : await topOf(page, from);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // A page that is cut off has its bars at the foot where they stand for a reader.
  await page.setViewportSize({ width: SIZE.width, height: Math.min(height, top + mostHeight) });
  await page.evaluate(() => window.scrollTo(0, 0));
  const clip = { x: 0, y: top, width: SIZE.width, height: Math.min(height - top, mostHeight) };
  await page.screenshot({ path: join(TO, `${name}-${colorScheme}.png`), clip });
  await page.close();
}

/** Where the panel of this title begins, with a margin above it. */
async function topOf(page, title) {
  const panel = await page.locator('section', { hasText: title }).boundingBox();
  return Math.max(0, Math.round(panel.y) - 16);
}

async function openFirstRun(page) {
  await page.locator('tbody th a').first().click();
  await page.locator('.facts').first().waitFor();
}

async function judgeSome(page) {
  for (const [at, grade] of [0, 3, 0, 3].entries()) {
    await page
      .locator('.hit-judged')
      .nth(at)
      .getByRole('radio')
      .nth(grade + 1)
      .check();
  }
  const save = page.getByRole('button', { name: 'Save judgments' });
  // The second look finds them saved.
  if (!(await save.isEnabled())) return;
  await save.click();
  await page.getByText('judgments now').waitFor();
}

async function serving() {
  for (let tries = 0; tries < 3000; tries += 1) {
    const ready = await fetch(`${ADMIN}/readyz`).catch(() => undefined);
    if (ready?.ok === true) return;
    await pause(100);
  }
  throw new Error('the gateway is not ready after five minutes');
}

/** So that there are rules that fired, and stages that ran. */
async function searchALittle() {
  for (const query of [
    '手机',
    '便宜的蓝牙耳机',
    '苹果手机壳',
    'cheap headphones',
    '退货',
    'smartphone',
    '便宜 书包',
    '手机',
  ]) {
    await fetch(`http://127.0.0.1:${DATA_PORT}/products/_search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: { match: { title: query } } }),
    });
  }
}

async function evaluate() {
  const url = `http://127.0.0.1:${DATA_PORT}`;
  const args = [
    'eval',
    '--dataset',
    'samples/products',
    '--index',
    'products',
    '--gateway',
    url,
    '--ablate',
    '--save',
  ];
  const run = spawn(process.execPath, [program, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((done) => run.once('exit', done));
}
