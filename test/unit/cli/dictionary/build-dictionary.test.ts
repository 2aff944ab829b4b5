import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queryLog } from '../../../../src/cli/dictionary/query-log.ts';
import { BEGINNING } from '../../../../src/cli/indexing/records.ts';
import { openDictionary } from '../../../../src/stages/understand/catalogue/open-dictionary.ts';
import { fakeEngine, type FakeAnswer, type FakeEngine, type FakeRequest } from '../fake-engine.ts';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');
const LIMIT_MS = 60_000;
const PAGES = 3;
const PAGE = 1000;

interface SearchBody {
  readonly pit: { readonly id: string };
  readonly search_after?: readonly [number];
}

/** 2,400 documents, read in three pages; each holds a word of its page. */
function catalogue(request: FakeRequest): FakeAnswer {
  const { path, method } = request;
  if (path === '/shop/_mapping') {
    return {
      body: { shop: { mappings: { properties: { title: { type: 'text' }, maker: { type: 'keyword' } } } } },
    };
  }
  if (path === '/shop/_count') return { body: { count: PAGES * PAGE - 600 } };
  if (method === 'POST' && path.startsWith('/shop/_pit')) return { body: { id: 'pit-1' } };
  if (method === 'DELETE') return { body: { succeeded: true } };
  const { search_after: after = [0] } = JSON.parse(request.body) as SearchBody;
  const [first] = after;
  const count = Math.min(PAGE, PAGES * PAGE - 600 - first);
  const hits = Array.from({ length: count }, (_, at) => ({
    _source: { title: `widget page${Math.floor(first / PAGE)}`, maker: 'Acme' },
    sort: [first + at + 1],
  }));
  return { body: { pit_id: 'pit-1', hits: { hits } } };
}

const searches = ({ requests }: FakeEngine): readonly SearchBody[] =>
  requests.filter(({ path }) => path === '/_search').map(({ body }) => JSON.parse(body) as SearchBody);

describe('relevance dictionary build', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-dictionary-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function start(args: readonly string[]) {
    const env = { PATH: process.env['PATH'] ?? '', RELEVANCE_DATA_DIR: join(folder, 'data') };
    const child = spawn(process.execPath, [PROGRAM, 'dictionary', 'build', ...args], { cwd: folder, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<{ code: number | null; out: string; err: string }>((done) =>
      child.on('close', (code) => done({ code, out, err })),
    );
    return { child, ended };
  }

  test(
    'goes on where a killed run stopped, and counts nothing twice',
    async () => {
      let isHeld: (() => void) | undefined;
      const holding = new Promise<void>((done) => (isHeld = done));
      const engine = await fakeEngine((request) => {
        if (!request.body.includes('search_after') || isHeld === undefined) return catalogue(request);
        isHeld();
        return new Promise<never>(() => {});
      });
      const args = ['--index', 'shop', '--es', engine.client.name, '--json'];
      const first = start(args);
      await holding;
      first.child.kill('SIGKILL');
      await first.ended;
      isHeld = undefined;
      const { code, out, err } = await start(args).ended;
      expect([code, err]).toEqual([0, '']);
      const path = join(folder, 'data/dictionaries/shop.dictionary.bin');
      expect(JSON.parse(out)).toMatchObject({ index: 'shop', out: path, documents: 2400, resumed: 1000 });
      // The first page was read once, by the run that was killed, and both read in one point in time.
      const asked = searches(engine);
      expect(asked.map(({ search_after: [after] = [0] }) => after)).toEqual([0, 1000, 1000, 2000]);
      expect(engine.requests.filter(({ path: asking }) => asking.includes('_pit?'))).toHaveLength(1);
      const dictionary = openDictionary(readFileSync(path));
      expect(['widget', 'page0', 'page1', 'page2'].map((word) => dictionary.frequency(word))).toEqual([
        2400, 1000, 1000, 400,
      ]);
      expect([...dictionary.values()]).toEqual([{ text: 'Acme', field: 'maker', count: 2400 }]);
      expect(existsSync(`${path}.progress`)).toBe(false);
      await engine.close();
    },
    LIMIT_MS,
  );

  test(
    'starts again where the engine has forgotten the point in time',
    async () => {
      let forget = true;
      const engine = await fakeEngine((request) => {
        if (!forget || !request.body.includes('search_after')) return catalogue(request);
        forget = false;
        return { status: 404, body: { error: { type: 'search_context_missing_exception' }, status: 404 } };
      });
      const { code, out, err } = await start(['--index', 'shop', '--es', engine.client.name, '--json']).ended;
      expect(err).toBe('');
      expect([code, JSON.parse(out)]).toMatchObject([0, { documents: 2400, resumed: 0 }]);
      await engine.close();
    },
    LIMIT_MS,
  );

  test(
    'reads a query log alone, and names a faulty line',
    async () => {
      const log = join(folder, 'searches.tsv');
      writeFileSync(log, 'running shoes\t40\nrunning socks\t5\n');
      const good = await start(['--queries', log, '--out', 'log.dictionary.bin', '--json']).ended;
      expect([good.code, JSON.parse(good.out)]).toMatchObject([
        0,
        { index: null, documents: 0, queries: 45 },
      ]);
      const dictionary = openDictionary(readFileSync(join(folder, 'log.dictionary.bin')));
      expect(['running', 'running shoes', 'socks'].map((term) => dictionary.frequency(term))).toEqual([
        45, 40, 5,
      ]);

      writeFileSync(log, 'running shoes\t40\nrunning socks\toften\n');
      const bad = await start(['--queries', log, '--out', 'log.dictionary.bin']).ended;
      expect([bad.code, bad.err]).toEqual([2, `relevance: ${log}:2: expected a query, TAB, how often\n`]);
    },
    LIMIT_MS,
  );

  test('asks for something to read, and for a place to write to', async () => {
    expect(await start([]).ended).toMatchObject({
      code: 2,
      err: 'relevance: name something to read: --index, --queries or both\n',
    });
    writeFileSync(join(folder, 'q.txt'), 'shoes\n');
    expect(await start(['--queries', 'q.txt']).ended).toMatchObject({
      code: 2,
      err: 'relevance: --queries alone needs --out\n',
    });
  });
});

describe('a query log', () => {
  test('in JSON lines has a text or a query, with a count or without', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'relevance-log-')), 'q.jsonl');
    writeFileSync(file, '{"text":"a"}\n\n{"query":"b","count":3}\n');
    const read = [];
    for await (const { text, times } of queryLog(file).queries(BEGINNING)) read.push([text, times]);
    expect(read).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
  });

  test('of another kind is refused', () => {
    expect(() => queryLog('package.json')).toThrow('the name must end with one of .jsonl, .tsv, .txt');
  });
});
