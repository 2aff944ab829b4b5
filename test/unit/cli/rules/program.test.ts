import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const START_MS = 30_000;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-rules-'));
  mkdirSync(join(cwd, 'rules', '_all'), { recursive: true });
  mkdirSync(join(cwd, 'rules', 'shop'));
  write('rules/_all/a.rules.txt', 'a=>\nup:x\n');
  write('rules/shop/b.rules.txt', 'b =>\n  UPP: x\nc\n');
  write('rules/shop/c.replace.txt', 'x => y\n');
  write('rules/shop/notes.txt', 'no rules\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(cwd, file), text);
}

interface Result {
  readonly code: number | null;
  readonly out: string;
}

function rules(args: readonly string[], input = ''): Promise<Result> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [PROGRAM, 'rules', ...args], { cwd });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('close', (code) => done({ code, out }));
    child.stdin.end(input);
  });
}

describe('relevance rules', () => {
  test(
    'check reports the faults of a folder, by file and line, with exit code 1',
    async () => {
      const { code, out } = await rules(['check', 'rules', 'none.rules.txt']);
      expect(code).toBe(1);
      expect(out.split('\n')).toEqual([
        'none.rules.txt:1: no such file',
        'rules/shop/b.rules.txt:2: "UPP" is no instruction; did you mean UP?',
        expect.stringMatching(/^rules\/shop\/b\.rules\.txt:3: /),
        '3 files, 3 errors, 0 warnings',
        '',
      ]);
      const json = await rules(['check', 'rules/_all', '--json']);
      expect(json.code).toBe(0);
      expect(JSON.parse(json.out)).toEqual({ files: ['rules/_all/a.rules.txt'], errors: [], warnings: [] });
    },
    START_MS,
  );

  test(
    'format says what it would change, changes it, and leaves faulty files alone',
    async () => {
      expect(await rules(['format', '--check', 'rules/_all'])).toEqual({
        code: 1,
        out: 'rules/_all/a.rules.txt is not formatted\n',
      });
      expect(await rules(['format', 'rules/_all'])).toEqual({
        code: 0,
        out: 'rules/_all/a.rules.txt formatted\n',
      });
      expect(readFileSync(join(cwd, 'rules/_all/a.rules.txt'), 'utf8')).toBe('a =>\n  UP: x\n');
      expect(await rules(['format', '--check', 'rules/_all'])).toEqual({ code: 0, out: '' });
      const faulty = await rules(['format', 'rules/shop']);
      expect(faulty.code).toBe(1);
      expect(faulty.out).toContain('rules/shop/b.rules.txt:2: "UPP" is no instruction');
      expect(readFileSync(join(cwd, 'rules/shop/b.rules.txt'), 'utf8')).toBe('b =>\n  UPP: x\nc\n');
      expect(await rules(['format', '-'], 'b=>\ndelete # c\n')).toEqual({
        code: 0,
        out: 'b =>\n  DELETE # c\n',
      });
    },
    START_MS,
  );

  test(
    'explain answers one query, or a batch of them in one process',
    async () => {
      const file = 'rules/_all/a.rules.txt';
      const one = await rules(['explain', '--file', file, '--query', 'a', '--json']);
      expect(one.code).toBe(0);
      expect(JSON.parse(one.out)).toMatchObject({ query: 'a', boosts: [{ by: 'up', must: ['x'] }] });
      expect(await rules(['explain', '--file', 'rules/shop/b.rules.txt', '--query', 'a'])).toMatchObject({
        code: 1,
      });
      expect(await rules(['explain', '--query', 'a'])).toEqual({ code: 2, out: 'relevance: give --file\n' });
      const lists = [
        ['--file', file, '--query', 'a'],
        ['--file', 'rules/shop/b.rules.txt', '--query', 'a'],
        ['--file', 'rules/shop/c.replace.txt', '--query', 'x 手机'],
      ];
      const batch = await rules(['explain', '--batch'], JSON.stringify(lists));
      const lines = batch.out.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { exit: 0, output: { query: 'a' } },
        { exit: 1, output: { errors: [{ line: 2 }, { line: 3 }] } },
        { exit: 0, output: { terms: ['y', '手机'] } },
      ]);
      expect(await rules(['explain', '--batch'], '{}')).toMatchObject({ code: 2 });
    },
    START_MS,
  );

  test(
    'every command has an example in its help',
    async () => {
      for (const command of ['explain', 'check', 'format']) {
        const { code, out } = await rules([command, '--help']);
        expect([code, out.includes('Example')]).toEqual([0, true]);
      }
    },
    START_MS,
  );
});
