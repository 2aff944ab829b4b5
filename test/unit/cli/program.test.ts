import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const START_MS = 30_000;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-cli-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function relevance(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  return new Promise((done) => {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: { PATH, ...env } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => done({ code, out, err }));
  });
}

describe('relevance', () => {
  test(
    'a reader that has read enough, as in `| head`, is no fault',
    async () => {
      const { PATH = '' } = process.env;
      // The exit code is that of `relevance`; the pipe is closed before it writes anything.
      const script = '{ "$@"; echo $? >&2; } | true';
      const child = spawn('sh', ['-c', script, 'sh', process.execPath, PROGRAM, 'eval', '--help'], {
        cwd,
        env: { PATH },
      });
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      await new Promise((done) => child.on('close', done));
      expect(err).toBe('0\n');
    },
    START_MS,
  );

  test(
    '--version and --help are answers, with exit code 0',
    async () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      expect(await relevance(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
      const help = await relevance(['--help']);
      expect([help.code, help.err]).toEqual([0, '']);
      for (const command of ['serve', 'index', 'explain', 'rules', 'eval', 'config'])
        expect(help.out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
      for (const command of [
        ['serve'],
        ['explain'],
        ['config', 'check'],
        ['config', 'show'],
        ['config', 'reference'],
      ]) {
        const { code, out } = await relevance([...command, '--help']);
        expect([code, out.includes('Example')]).toEqual([0, true]);
      }
    },
    START_MS,
  );

  test.each([
    [['nonsense'], "error: unknown command 'nonsense'"],
    [['serve', '--prot', '1'], "error: unknown option '--prot'"],
    [['explain', '--query', 'x'], "error: required option '--index <name>' not specified"],
    [['explain', '--index', 'a', '--query', 'x', '--context', 'y'], 'expected key=value.'],
    [['explain', '--index', 'a'], 'relevance: give --query or --body, one of the two'],
    [['eval'], "relevance: required option '--dataset <folder>' not specified"],
    [['eval', '--dataset', 'a', '--run', 'b', '--ablate'], 'relevance: --run measures a file'],
    [['eval', '--dataset', 'a', '--index', 'b', '--metrics', 'dcg@3'], '"dcg@3" is no metric'],
    [
      ['explain', '--index', 'a', '--query', 'x', '--es', 'localhost:9200'],
      'relevance: --es must be a URL such as http://127.0.0.1:9200, not "localhost:9200"',
    ],
  ])(
    '%j is a wrong question: exit code 2',
    async (args, message) => {
      const { code, out, err } = await relevance(args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(message);
      expect(err).not.toContain('    at ');
    },
    START_MS,
  );
});

describe('relevance config', () => {
  test(
    'check says that there is no fault',
    async () => {
      expect(await relevance(['config', 'check'])).toEqual({
        code: 0,
        out: 'built-in defaults: no faults\n',
        err: '',
      });
      writeFileSync(join(cwd, 'good.yaml'), 'server: {port: 9700}\n');
      const { code, out } = await relevance(['config', 'check', '--config', 'good.yaml', '--json']);
      expect([code, JSON.parse(out)]).toEqual([
        0,
        { source: join(cwd, 'good.yaml'), faults: [], analyzers: [] },
      ]);
    },
    START_MS,
  );

  test(
    'check finds what a stage would refuse, as `serve` does',
    async () => {
      writeFileSync(
        join(cwd, 'stage.yaml'),
        'pipelines: { mine: { stages: [lexical, { fuse: { kk: 60 } }] } }\n',
      );
      const { code, out } = await relevance(['config', 'check', '-c', 'stage.yaml']);
      expect([code, out]).toEqual([1, expect.stringContaining('kk')]);
    },
    START_MS,
  );

  test(
    'check lists every fault with its place, with exit code 1',
    async () => {
      writeFileSync(join(cwd, 'bad.yaml'), 'server:\n  prot: 1\nworkers: none\n');
      const text = await relevance(['config', 'check', '-c', 'bad.yaml'], { RELEVANCE_PORT: 'x' });
      expect([text.code, text.out.split('\n')]).toEqual([
        1,
        [
          'bad.yaml:2:3: server.prot: unknown key; did you mean "port"?',
          'bad.yaml:3:1: workers: must be auto or a number',
          'environment: RELEVANCE_PORT: must be a number',
          '',
        ],
      ]);
      const json = await relevance(['config', 'check', '-c', 'bad.yaml', '--json']);
      expect([json.code, (JSON.parse(json.out) as { faults: unknown[] }).faults[0]]).toEqual([
        1,
        {
          file: 'bad.yaml',
          line: 2,
          column: 3,
          path: 'server.prot',
          message: 'unknown key',
          suggestion: 'port',
        },
      ]);
    },
    START_MS,
  );

  test(
    'show prints what is in force and no secret',
    async () => {
      writeFileSync(
        join(cwd, 'keys.yaml'),
        'elasticsearch: {nodes: [http://a:1], account: {apiKey: "${KEY}"}}\n',
      );
      const { code, out } = await relevance(['config', 'show', '-c', 'keys.yaml'], {
        KEY: 'CANARY',
        RELEVANCE_PORT: '9700',
      });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        server: { port: 9700 },
        elasticsearch: { nodes: ['http://a:1'], account: { apiKey: '***' } },
      });
      expect(out).not.toContain('CANARY');
    },
    START_MS,
  );

  test(
    'reference prints the page that stands in docs',
    async () => {
      const { code, out } = await relevance(['config', 'reference']);
      expect([code, out]).toEqual([0, readFileSync('docs/configuration.md', 'utf8')]);
    },
    START_MS,
  );
});

describe('relevance serve', () => {
  test(
    'a faulty configuration is all it says',
    async () => {
      writeFileSync(join(cwd, 'bad.yaml'), 'server:\n  prot: 1\n');
      expect(await relevance(['serve', '-c', 'bad.yaml'])).toEqual({
        code: 1,
        out: '',
        err: 'relevance: bad.yaml:2:3: server.prot: unknown key; did you mean "port"?\n',
      });
    },
    START_MS,
  );
});

describe('relevance train and eval intent', () => {
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, at) =>
      JSON.stringify(
        at % 2 ? { text: `播放第${at}首歌`, intent: 'PLAY' } : { text: `查${at}号的天气`, intent: 'ASK' },
      ),
    ).join('\n');

  test(
    'measure a model of some texts on others',
    async () => {
      writeFileSync(join(cwd, 'train.jsonl'), lines(60));
      writeFileSync(join(cwd, 'test.jsonl'), lines(10));
      const files = ['--train', 'train.jsonl', '--test', 'test.jsonl'];
      const { code, out } = await relevance(['eval', 'intent', ...files, '--json']);
      expect([code, JSON.parse(out)]).toEqual([
        0,
        expect.objectContaining({
          accuracy: 1,
          macroF1: 1,
          ece: expect.any(Number),
          microsPerQuery: expect.any(Number),
        }),
      ]);
    },
    START_MS,
  );

  test(
    'write a model that says what it holds',
    async () => {
      writeFileSync(join(cwd, 'train.jsonl'), lines(60));
      const files = ['--train', 'train.jsonl', '--out', 'intent.bin'];
      const { code, out } = await relevance(['train', 'intent', ...files, '--json']);
      expect([code, JSON.parse(out)]).toEqual([
        0,
        expect.objectContaining({ examples: 60, intents: ['ASK', 'PLAY'], out: 'intent.bin' }),
      ]);
      expect(readFileSync(join(cwd, 'intent.bin')).subarray(0, 8).toString()).toBe('RGMODEL1');
    },
    START_MS,
  );
});

describe('relevance train and eval tagging', () => {
  const lines = (offset: number): string =>
    Array.from({ length: 20 }, (_, at) =>
      JSON.stringify({
        text: `${'红黑白'[at % 3]}${'甲乙丙丁'[at % 4]}手机${at + offset}`,
        tags: ['O', 'B-x', 'I-x', 'I-x', ...Array.from(String(at + offset), () => 'O')],
      }),
    ).join('\n');

  test(
    'measure a model of some texts on others, and write it',
    async () => {
      writeFileSync(join(cwd, 'train.jsonl'), lines(0));
      writeFileSync(join(cwd, 'test.jsonl'), lines(10));
      const [train, test] = [
        ['--train', 'train.jsonl'],
        ['--test', 'test.jsonl'],
      ] as const;
      const measured = await relevance(['eval', 'tagging', ...train, ...test, '--json']);
      expect([measured.code, JSON.parse(measured.out)]).toEqual([
        0,
        expect.objectContaining({
          all: expect.objectContaining({ f1: expect.objectContaining({ value: 1 }) }),
          tags: [expect.objectContaining({ tag: 'x' })],
          unseen: expect.objectContaining({ test: 20 }),
        }),
      ]);
      const { code, out } = await relevance(['train', 'tagging', ...train, '--out', 'tags.bin', '--json']);
      expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ examples: 20, tags: ['x'] })]);
      expect(readFileSync(join(cwd, 'tags.bin')).subarray(0, 8).toString()).toBe('RGMODEL1');
    },
    START_MS,
  );
});

describe('relevance eval spelling', () => {
  test(
    'says in JSON what the corrector restores, with options that its parent has too',
    async () => {
      writeFileSync(join(cwd, 'typos.tsv'), 'hedphones\theadphones\nkeyboard\tkeyboard\n');
      const { code, out } = await relevance(['eval', 'spelling', '--pairs', 'typos.tsv', '--json']);
      expect([code, JSON.parse(out)]).toEqual([
        0,
        expect.objectContaining({
          sentence: { precision: 1, recall: 1, f1: 1 },
          cleanChanged: 0,
          queriesPerSecond: expect.any(Number),
        }),
      ]);
    },
    START_MS,
  );
});
