import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

jest.setTimeout(120_000);

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

const PASSING = `earbuds =>
  PIN: p0003
  @_id: "earbuds"
  @from: "2099-01-01T00:00:00Z"
  @test: [{"query": "Earbuds", "pins": ["p0003"], "top": {"id": "p0003", "within": 1}}]

wireless mouse =>
  SYNONYM: trackball
  @test: [{"query": "wireless mouse", "rewrites_to": "wireless mouse", "never": ["no-such"]}]
`;
const FAILING = `kettle =>
  HIDE: p0003
  @_id: "kettle"
  @test: [{"query": "kettle", "pins": ["no-such"]}, {"query": "kettle", "rewrites_to": "pot"}]
`;

/** Ten kinds of faults; the number at the end is the line of each. */
const FAULTY: readonly (readonly [text: string, line: number, message: string])[] = [
  ['earbuds =>\n  SYNONIM: headphones\n  PIN: p0108', 2, '"SYNONIM" is no instruction'],
  ['kettle =>\n  UP(-2): steel', 2, '-2 is negative'],
  ['so*fa =>\n  UP: couch', 1, '"*" stands inside of "so*fa"'],
  ['lamp =>\n  << lights: what = lamp >>', 2, 'no template is named "lights"'],
  ['desk =>\n  DELETE: chair', 2, 'the input does not hold "chair"'],
  ['"smartphone" =>\n  PIN: p0001\n  HIDE: p0001\n  @_id: "x"', 3, 'document "p0001" has both PIN and HIDE'],
  ['tablet =>\n  SYNONYM: slate\n  @_id: "x"', 1, 'the id "x" belongs to the rule in line'],
  ['watch =>\n  UP: colour:black\n  UP: brand:Lumaro', 2, 'the index "products" has no field "colour"'],
  ['dress =>\n  PIN: p0001 no-such', 2, 'the index "products" holds no document "no-such"'],
  ['tablet =>\n  UP: x\n  SYNONYM: slate', 3, 'has the same SYNONYM'],
];

describe('relevance rules test', () => {
  let cwd: string;
  const rulesTest = (...args: readonly string[]) => run('test', ...args);
  const run = (...args: readonly string[]) =>
    new Promise<{ code: number | null; out: string }>((done) => {
      const { PATH = '' } = process.env;
      const env = { PATH, RELEVANCE_DATA_DIR: join(cwd, 'data') };
      const child = spawn(process.execPath, [PROGRAM, 'rules', ...args], { cwd, env });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.on('close', (code) => done({ code, out }));
    });

  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'relevance-rule-tests-'));
    mkdirSync(join(cwd, 'rules/products'), { recursive: true });
    writeFileSync(join(cwd, 'rules/products/a.rules.txt'), PASSING);
    writeFileSync(join(cwd, 'failing.rules.txt'), FAILING);
    writeFileSync(join(cwd, 'faulty.rules.txt'), FAILING.replace('HIDE', 'HIDEE'));
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test('a rule is tested at a moment at which it holds; all as expected is exit code 0', async () => {
    expect(await rulesTest()).toEqual({ code: 0, out: '2 tests, 0 failed\n' });
  });

  test('the examples on the sample catalogue do what they say', async () => {
    const { code, out } = await rulesTest(resolve('rules/_examples/products'), '--index', 'products');
    expect(out).toBe('10 tests, 0 failed\n');
    expect(code).toBe(0);
  });

  test('what is not as expected is named by file, line and rule, for people and for build servers', async () => {
    const { code, out } = await rulesTest(
      'failing.rules.txt',
      '--index',
      'products',
      '--junit',
      'results.xml',
    );
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'FAIL  failing.rules.txt:1  kettle  "kettle"',
      expect.stringMatching(/^ {6}expected first no-such, found p\d+$/),
      expect.stringMatching(/^ {6}found: p\d+/),
      'FAIL  failing.rules.txt:1  kettle  "kettle"',
      '      expected the words "pot", found "kettle"',
      expect.stringMatching(/^ {6}found: p\d+/),
      '2 tests, 2 failed',
      '',
    ]);
    const xml = readFileSync(join(cwd, 'results.xml'), 'utf8');
    expect(xml).toMatch(/<testsuites tests="2" failures="2" errors="0" time="[\d.]+">/);
    expect(xml).toContain('<testcase classname="failing.rules.txt: kettle" name="kettle"');
    expect(xml).toContain('<failure message="expected the words &quot;pot&quot;, found &quot;kettle&quot;">');
  });

  test('check finds every one of ten faults, each of another kind, at its line', async () => {
    writeFileSync(join(cwd, 'ten.rules.txt'), FAULTY.map(([rule]) => `${rule}\n\n`).join(''));
    const { code, out } = await run('check', 'ten.rules.txt', '--index', 'products', '--json');
    expect(code).toBe(1);
    interface Fault {
      readonly line: number;
      readonly message: string;
    }
    const { errors, warnings } = JSON.parse(out) as { errors: Fault[]; warnings: Fault[] };
    let above = 0;
    const expected = FAULTY.map(([rule, line, message]) => {
      const at = above + line;
      above += rule.split('\n').length + 1;
      return { file: 'ten.rules.txt', line: at, message: expect.stringContaining(message) };
    });
    expect([...errors, ...warnings].sort((a, b) => a.line - b.line)).toEqual(expected);
    expect([errors.length, warnings.length]).toEqual([8, 2]);
    const unreachable = await run('check', 'ten.rules.txt', '--index', 'a', '--es', 'http://127.0.0.1:1');
    expect(unreachable).toEqual({ code: 2, out: expect.stringContaining('no answer from') });
  });

  test('files that cannot be tested are exit code 2, before anything is started', async () => {
    expect(await rulesTest('faulty.rules.txt', '--index', 'products')).toEqual({
      code: 2,
      out: expect.stringContaining('faulty.rules.txt:2: "HIDEE" is no instruction; did you mean HIDE?'),
    });
    expect(await rulesTest('failing.rules.txt')).toEqual({
      code: 2,
      out: expect.stringContaining('for which index is the test? Say it by --index'),
    });
  });
});
