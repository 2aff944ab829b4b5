import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load.ts';
import { createFileWatch, type FileWatch } from '../../../src/live-rules/rule-watch.ts';
import { SILENT } from '../elasticsearch/harness.ts';

jest.setTimeout(30_000);
const WATCHING_MS = 600;

let parent: string;
let calls: number;
let watch: FileWatch;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'relevance-watch-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const at = (...path: readonly string[]): string => join(parent, ...path);
const write = (path: string, text: string): void => writeFileSync(at(path), text);

async function follow(folder: string): Promise<void> {
  calls = 0;
  watch = createFileWatch(
    { rules: async () => void (calls += 1), dictionaries: async () => undefined },
    SILENT,
  );
  const { config } = loadConfig({ env: {}, cwd: parent });
  await watch.follow({ ...config, rules: { ...config.rules, folder: at(folder), watch: true } });
  await pause(WATCHING_MS);
  calls = 0;
}

/** Waits until the change has been told. */
async function told(change: () => void): Promise<void> {
  const before = calls;
  change();
  while (calls === before) await pause(20);
  await pause(WATCHING_MS);
}

afterEach(() => watch.close());

describe('a folder of rule files', () => {
  beforeEach(async () => {
    rmSync(at('rules'), { recursive: true, force: true });
    mkdirSync(at('rules/shop'), { recursive: true });
    write('rules/shop/a.rules.txt', 'a');
    await follow('rules');
  });

  test('is read again whatever way an editor saves a file', async () => {
    await told(() => write('rules/shop/a.rules.txt', 'written'));
    await told(() => {
      write('rules/shop/.a.swp', 'beside');
      renameSync(at('rules/shop/.a.swp'), at('rules/shop/a.rules.txt'));
    });
    await told(() => {
      truncateSync(at('rules/shop/a.rules.txt'));
      write('rules/shop/a.rules.txt', 'again');
    });
    await told(() => rmSync(at('rules/shop/a.rules.txt')));
    await told(() => write('rules/shop/b.rules.txt', 'new'));
    await told(() => {
      mkdirSync(at('rules/inn'));
      write('rules/inn/c.rules.txt', 'another index');
    });
  });

  test('is read once for changes that come together', async () => {
    await told(() => {
      for (let n = 0; n < 20; n += 1) write(`rules/shop/${n}.rules.txt`, 'many');
    });
    expect(calls).toBe(1);
  });

  test('is read while a file changes all the time', async () => {
    const writing = setInterval(() => write('rules/shop/a.rules.txt', String(performance.now())), 50);
    await told(() => undefined);
    clearInterval(writing);
  });

  test('is followed when another takes its place', async () => {
    await told(() => {
      renameSync(at('rules'), at('old'));
      mkdirSync(at('rules/shop'), { recursive: true });
    });
    await told(() => write('rules/shop/a.rules.txt', 'in the new one'));
    rmSync(at('old'), { recursive: true });
  });
});

/** As configuration is mounted: the files are links through `..data`, which is turned to a new folder. */
test('mounted configuration is read again when its link is turned', async () => {
  mkdirSync(at('mounted/..1/shop'), { recursive: true });
  write('mounted/..1/shop/a.rules.txt', 'one');
  symlinkSync('..1', at('mounted/..data'));
  symlinkSync('..data/shop', at('mounted/shop'));
  await follow('mounted');
  for (const version of ['2', '3']) {
    await told(() => {
      mkdirSync(at(`mounted/..${version}/shop`), { recursive: true });
      write(`mounted/..${version}/shop/a.rules.txt`, version);
      symlinkSync(`..${version}`, at('mounted/..data_tmp'));
      renameSync(at('mounted/..data_tmp'), at('mounted/..data'));
      rmSync(at(`mounted/..${Number(version) - 1}`), { recursive: true });
    });
  }
});

test('a folder that comes later is followed, and so is one behind a link', async () => {
  await follow('later');
  await told(() => {
    mkdirSync(at('release-1/shop'), { recursive: true });
    symlinkSync('release-1', at('later'));
  });
  await told(() => write('release-1/shop/a.rules.txt', 'a'));
  await told(() => {
    mkdirSync(at('release-2/shop'), { recursive: true });
    symlinkSync('release-2', at('later-tmp'));
    renameSync(at('later-tmp'), at('later'));
  });
  await told(() => write('release-2/shop/a.rules.txt', 'b'));
});
