import { describe, expect, test } from '@jest/globals';
import { EngineClient, engineReason } from '../../../src/cli/engine-client.ts';
import { ProgressBar, barLine } from '../../../src/cli/progress-bar.ts';
import { fakeEngine } from './fake-engine.ts';

describe('requests from the command line', () => {
  test('a login in the URL becomes a header and is never shown', async () => {
    const engine = await fakeEngine(() => ({ body: {} }));
    const url = engine.client.name.replace('http://', 'http://us%40er:p%3Aw@');
    const client = new EngineClient({ url: `${url}/base/` });
    await client.send({ method: 'GET', path: '/_x' });
    const authorization = `Basic ${Buffer.from('us@er:p:w').toString('base64')}`;
    expect(engine.requests).toMatchObject([{ path: '/base/_x', headers: { authorization } }]);
    expect(client.name).toBe(`${engine.client.name}/base`);
    await client.close();
    await engine.close();
  });

  test('no answer names the address and the cause', async () => {
    const client = new EngineClient({ url: 'http://127.0.0.1:1' });
    await expect(client.send({ method: 'GET', path: '/' })).rejects.toThrow(
      'no answer from http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
    );
    await client.close();
  });

  test.each(['nonsense', 'ftp://x'])('%s is refused', (url) => {
    expect(() => new EngineClient({ url })).toThrow('is not an http or https URL');
  });

  test.each([
    ['{"error":{"type":"a","reason":"b"}}', 'a: b'],
    ['{"error":"no handler"}', 'no handler'],
    ['<html>', '<html>'],
  ])('the reason in %s', (text, reason) => {
    expect(engineReason(text)).toBe(reason);
  });
});

describe('progress', () => {
  test('is one line', () => {
    const before = { share: 0, count: 0 };
    const unit = 'documents';
    expect(barLine({ done: { share: 0.25, count: 1200 }, before, unit, seconds: 3 })).toBe(
      '[######------------------]  25 %  1,200 documents  400/s  9 s left',
    );
    expect(barLine({ done: { share: 1, count: 0 }, before, unit, seconds: 0 })).toMatch(/^\[#{24}\] 100 %/);
  });

  test('what an earlier run did counts as done, not as this run’s speed', () => {
    const state = { before: { share: 0.5, count: 500 }, unit: 'documents', seconds: 2 };
    expect(barLine({ ...state, done: { share: 0.75, count: 750 } })).toMatch(
      /750 documents {2}125\/s {2}2 s left$/,
    );
  });

  test.each([
    [100, '75 s left'],
    [200, '3 min left'],
    [3600, '45 min left'],
    [7200 * 4, '6 h 0 min left'],
  ])('of work of %d s, a quarter done: %s', (seconds, left) => {
    const state = { before: { share: 0, count: 0 }, unit: 'documents', seconds: seconds / 4 };
    expect(barLine({ ...state, done: { share: 0.25, count: 1 } })).toMatch(new RegExp(`${left}$`));
  });

  test('is whole on a terminal that does not know how wide it is', () => {
    const written: string[] = [];
    const bar = new ProgressBar({ isTTY: true, columns: 0, write: (text) => written.push(text) }, 'queries');
    bar.update(0.5, 1);
    expect(written.at(-1)).toMatch(/queries {2}\d+\/s$/);
  });

  test('goes to a terminal only, and is taken away at the end', () => {
    const written: string[] = [];
    const write = (text: string): number => written.push(text);
    const silent = new ProgressBar({ write }, 'queries');
    silent.update(0.5, 1);
    silent.done();
    expect(written).toEqual([]);
    const bar = new ProgressBar({ isTTY: true, columns: 20, write }, 'queries');
    bar.update(0.5, 1);
    bar.update(0.6, 2);
    bar.done();
    expect(written.map((text) => text.replace('\x1b[K', ''))).toEqual(['\r[############------', '\r']);
  });
});
