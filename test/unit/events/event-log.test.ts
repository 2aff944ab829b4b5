import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EngineAnswer, EngineRequest } from '../../../src/domain/engine.ts';
import { GatewayError } from '../../../src/errors.ts';
import { type EventLog, openEventLog } from '../../../src/events/event-log.ts';
import { readSources } from '../../../src/cli/eval/import-sources.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Two indices, which may be away. */
class Indices {
  readonly documents = new Map<string, object>();
  readonly made = new Map<string, unknown>();
  fault: 'down' | 'half' | number | undefined;
  refuses = (_document: object): boolean => false;
  requests = 0;

  exchange = async ({ method, path, body }: EngineRequest): Promise<EngineAnswer> => {
    this.requests += 1;
    const answer = (status: number, value: object): EngineAnswer => ({
      status,
      headers: [],
      body: Buffer.from(JSON.stringify(value)),
    });
    if (this.fault === 'down') throw new GatewayError('upstream_unavailable', 'no node answers');
    if (typeof this.fault === 'number') return answer(this.fault, {});
    if (method === 'PUT') {
      if (this.made.has(path)) return answer(400, { error: { type: 'resource_already_exists_exception' } });
      this.made.set(path, JSON.parse(body!.toString()));
      return answer(200, {});
    }
    const lines = body!
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const items = [];
    for (let at = 0; at < lines.length; at += 2) {
      const { create } = lines[at] as { create: { _index: string; _id: string } };
      const document = lines[at + 1]!;
      const status = this.documents.has(create._id) ? 409 : this.refuses(document) ? 400 : 201;
      if (status === 201) this.documents.set(create._id, { ...document, index: create._index });
      items.push({ create: { status } });
    }
    // Taken, but the answer is lost.
    if (this.fault === 'half') throw new GatewayError('upstream_reset', 'reset');
    return answer(200, { items });
  };
}

describe('an event log', () => {
  let folder: string;
  let log: EventLog | undefined;
  const counts = new Map<string, number>();
  const indices = (): Indices => new Indices();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-events-'));
    counts.clear();
  });
  afterEach(async () => {
    await log?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  async function open(
    engine?: Indices,
    options: { worker?: number; workers?: number; spoolBytes?: number } = {},
  ) {
    log = await openEventLog({
      folder,
      worker: 1,
      workers: 1,
      spoolBytes: 1_000_000,
      eventsIndex: 'ubi_events',
      queriesIndex: 'ubi_queries',
      destination: engine && { engine, headers: [], flushMs: 5 },
      logger: SILENT,
      count: (outcome, count) => counts.set(outcome, (counts.get(outcome) ?? 0) + count),
      now: () => Date.UTC(2026, 0, 1),
      ...options,
    });
    return log;
  }
  const until = async (done: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 500 && !done(); tries += 1)
      await new Promise((later) => setTimeout(later, 10));
    expect(done()).toBe(true);
  };
  const click = (at: number): object => ({ action_name: 'click', query_id: `q${at}` });

  test('takes what is sound, and says what is not', async () => {
    const taken = await (await open()).take([click(1), 7, { query_id: 'q', user_query: 'shoes' }]);
    expect(taken).toEqual({ accepted: 2, errors: [{ at: 1, reason: 'must be a JSON object' }] });
    expect(Object.fromEntries(counts)).toEqual({ accepted: 2, invalid: 1 });
  });

  test('stores each event once, in the index of its kind, with a mapping made before', async () => {
    const engine = indices();
    const { take } = await open(engine);
    await take([click(1), { query_id: 'q1', user_query: 'shoes' }]);
    await until(() => engine.documents.size === 2);
    expect([...engine.documents.values()]).toMatchObject([
      { index: 'ubi_events', action_name: 'click' },
      { index: 'ubi_queries', user_query: 'shoes' },
    ]);
    expect([...engine.made.keys()]).toEqual(['/ubi_events', '/ubi_queries']);
  });

  test.each([['down'], [503], [429], [403]] as const)(
    'keeps them while the engine is away (%s)',
    async (fault) => {
      const engine = indices();
      engine.fault = fault;
      const { take, health } = await open(engine);
      await take([click(1)]);
      // What was asked last may not be answered yet.
      await until(() => engine.requests > 1 && health().state === 'degraded');
      await take([click(2)]);
      engine.fault = undefined;
      await until(() => engine.documents.size === 2);
      await until(() => health().state === 'up');
    },
  );

  test('stores nothing twice where an answer was lost', async () => {
    const engine = indices();
    engine.fault = 'half';
    const { take } = await open(engine);
    await take([click(1), click(2)]);
    await until(() => engine.documents.size === 2);
    engine.fault = undefined;
    await until(() => counts.get('stored') === 2);
    expect(engine.documents.size).toBe(2);
  });

  test('sends what an earlier process left, also one that there is no more', async () => {
    await (await open(undefined, { worker: 3, workers: 3 })).take([click(3)]);
    await log!.close();
    await (await open()).take([click(1)]);
    await log!.close();
    const engine = indices();
    await open(engine);
    await until(() => engine.documents.size === 2);
  });

  test('sets aside what the engine will never take, and goes on', async () => {
    const engine = indices();
    engine.refuses = (document) => 'bad' in document;
    const { take } = await open(engine);
    await take([click(1), { ...click(2), bad: true }, click(3)]);
    await until(() => engine.documents.size === 2);
    await until(() => counts.get('refused') === 1);
    expect(readFileSync(join(folder, '1/refused.ndjson'), 'utf8')).toContain('"bad":true');
  });

  test('takes no more than there is room for', async () => {
    const { take, health } = await open(undefined, { spoolBytes: 2000 });
    await expect(take(Array.from({ length: 50 }, (_, at) => click(at)))).rejects.toMatchObject({
      status: 429,
    });
    const one = async (): Promise<boolean> => (await take([click(1)]).catch(() => undefined)) !== undefined;
    expect(await one()).toBe(true);
    while (await one());
    expect(health().detail).toContain('nearly full');
  });

  test('keeps files that `relevance eval import` makes judgments of', async () => {
    const { take, close } = await open();
    const events = Array.from({ length: 40 }, (_, at) => [
      { query_id: `s${at}`, user_query: at % 2 === 0 ? 'red shoes' : '手机壳' },
      ...['a', 'b', 'c'].map((object_id, place) => ({
        action_name: 'impression',
        query_id: `s${at}`,
        event_attributes: { object: { object_id }, position: { ordinal: place + 1 } },
      })),
      {
        action_name: 'click',
        query_id: `s${at}`,
        event_attributes: { object: { object_id: 'b' }, position: { ordinal: { index: 2 } } },
      },
    ]).flat();
    expect((await take(events)).accepted).toBe(events.length);
    await close();
    const files = readdirSync(join(folder, '1')).map((name) => join(folder, '1', name));
    const { set } = await readSources(files, {
      from: 'ubi',
      impressions: ['impression'],
      clicks: ['click'],
      minImpressions: 5,
    });
    expect(set.queries.map(({ text }) => text).sort()).toEqual(['red shoes', '手机壳']);
    for (const grades of set.grades.values()) {
      expect(grades.get('b')!).toBeGreaterThanOrEqual(1);
      expect(grades.get('a') ?? 0).toBeLessThan(grades.get('b')! + 1);
    }
  });
});
