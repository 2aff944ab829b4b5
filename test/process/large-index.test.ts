import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';

jest.setTimeout(300_000);

const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'relevance-large-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// From some megabytes on LevelDB compacts in a thread of its own, which outlives the engine's.
test('a process that wrote megabytes to the embedded engine ends without a crash, each time', () => {
  const file = join(folder, 'corpus.jsonl');
  const rows = Array.from({ length: 4000 }, (_, at) => ({
    _id: String(at),
    title: `thing ${at}`,
    // What can't be compressed, so that there is much to write.
    blob: Array.from({ length: 80 }, (_, part) =>
      createHash('sha512').update(`${at} ${part}`).digest('base64'),
    ).join(''),
  }));
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const mapping = join(folder, 'mapping.json');
  const properties = { title: { type: 'text' }, blob: { type: 'keyword', index: false, doc_values: false } };
  writeFileSync(mapping, JSON.stringify({ mappings: { properties } }));
  for (let run = 0; run < 3; run += 1) {
    const command = [
      'index',
      '--index',
      'things',
      '--file',
      file,
      '--encoder',
      'none',
      '--recreate',
      '--json',
    ];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...command], {
      cwd: folder,
      // Where no gateway is, so that none is asked.
      env: {
        PATH: process.env['PATH'],
        RELEVANCE_DATA_DIR: join(folder, `data-${run}`),
        RELEVANCE_PORT: '1',
      },
      encoding: 'utf8',
    });
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ indexed: 4000, failed: 0 });
  }
});
