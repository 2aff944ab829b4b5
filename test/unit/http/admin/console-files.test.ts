import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import { readConsoleFiles, serveConsole } from '../../../../src/http/admin/console-files.ts';
import { respond } from '../../../../src/http/admin/respond.ts';

const silent = (): void => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const PAGE = '<!doctype html><script type="module" src="/console/main-A1.js"></script>';

let folder: string;
let server: Server;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-console-'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'main-A1.js'), 'export {};');
  const koa = new Koa().use(respond(logger)).use(serveConsole(await readConsoleFiles(folder)));
  const handle = koa.callback();
  server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('the files of the console', () => {
  test('the page is checked each time and lets nothing in from elsewhere', async () => {
    const answer = await fetch(`${url}/`);
    expect([answer.status, await answer.text()]).toEqual([200, PAGE]);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
  });

  test('what is named by its content is kept for ever', async () => {
    const answer = await fetch(`${url}/console/main-A1.js`);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('who has it already is told so', async () => {
    const etag = (await fetch(`${url}/`)).headers.get('etag') ?? '';
    // As browsers ask; fetch of Node would add `no-cache`.
    const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    const again = await fetch(`${url}/`, { headers });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test.each([
    '/console/',
    '/console/main.js',
    '/console/..%2fmain-A1.js',
    '/index.html',
    '/console/index.html',
  ])('nothing else is there: %s', async (path) => {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });

  test('it is read, not written', async () => {
    expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/`, { method: 'HEAD' })).status).toBe(200);
  });

  test('a gateway without them serves without a console', async () => {
    expect(await readConsoleFiles(join(folder, 'missing'))).toEqual(new Map());
  });
});
