import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import {
  createRemoteCrossEncoder,
  type RemoteCrossEncoder,
  type RemoteOptions,
} from '../../../../src/inference/remote/cross-encoder.ts';
import { SYSTEM_TIME } from '../../../../src/domain/time.ts';
import { FakeTime } from '../fakes.ts';
import { type RerankService, respond, startRerankService } from '../../../support/rerank-service.ts';

const KEY = 'CANARY-KEY';
const NEVER = new AbortController().signal;
const TEXTS = ['usb cable', 'shoes', 'usb hub'];

describe.each(['tei', 'cohere'] as const)('a remote reranker (%s)', (api) => {
  let service: RerankService;
  let encoder: RemoteCrossEncoder;
  const connect = (more: Partial<RemoteOptions> = {}): RemoteCrossEncoder =>
    createRemoteCrossEncoder({
      url: service.url,
      api,
      model: null,
      apiKey: null,
      ca: null,
      batchTexts: 32,
      depth: 50,
      concurrency: 4,
      remember: 0,
      time: SYSTEM_TIME,
      meter: NO_METER,
      ...more,
    });
  beforeEach(async () => {
    service = await startRerankService(api);
    encoder = connect();
  });
  afterEach(async () => {
    service.misbehave((response) => response.destroy());
    await encoder.close();
    await service.close();
  });

  const score = (budgetMs = 10_000, texts: readonly string[] = TEXTS) =>
    encoder.score('usb cable', texts, { signal: NEVER, budgetMs });
  const wrap = (entries: readonly unknown[]) => (api === 'tei' ? entries : { results: entries });
  const key = api === 'tei' ? 'score' : 'relevance_score';

  test('is asked in its own shape and read by index', async () => {
    await encoder.close();
    encoder = connect({ model: 'bge', apiKey: KEY });
    expect(await score()).toMatchObject({
      kind: 'scored',
      shrunk: 'none',
      passes: [{ modelId: expect.stringMatching(/^bge@127\.0\.0\.1:\d+$/), scores: [1, 0, 0.5], depth: 3 }],
    });
    expect(service.asked).toEqual([
      {
        key: `Bearer ${KEY}`,
        body:
          api === 'tei'
            ? { query: 'usb cable', texts: TEXTS, raw_scores: true, return_text: false, truncate: true }
            : { model: 'bge', query: 'usb cable', documents: TEXTS, top_n: 3, return_documents: false },
      },
    ]);
  });

  test('more texts than it takes at once are asked in several questions, and more than `depth` not at all', async () => {
    await encoder.close();
    encoder = connect({ batchTexts: 2, depth: 5 });
    const scoring = await score(10_000, [...TEXTS, ...TEXTS]);
    expect(scoring).toMatchObject({
      shrunk: 'depth',
      passes: [{ scores: [1, 0, 0.5, 1, 0, null], depth: 5 }],
    });
    expect(service.asked).toHaveLength(3);
  });

  test.each<readonly [string, readonly unknown[], string]>([
    ['fewer scores', [{ index: 0, [key]: 1 }], 'it scored 1 of 3 texts'],
    ['a text that it was not asked about', [{ index: 3, [key]: 1 }], 'that it was not asked about'],
    ['a negative place', [{ index: -1, [key]: 1 }], 'that it was not asked about'],
    ['one text twice', [0, 1, 1].map((index) => ({ index, [key]: 1 })), 'twice'],
    ['a word for a score', [0, 1, 2].map((index) => ({ index, [key]: 'high' })), 'no number'],
    ['null for a score', [0, 1, 2].map((index) => ({ index, [key]: null })), 'no number'],
    ['something else', ['a', null, 3], 'that it was not asked about'],
    ['nothing', [], 'it scored 0 of 3 texts'],
  ])('that gives %s is not believed', async (_, entries, detail) => {
    service.misbehave((response) => respond(response, wrap(entries)));
    expect(await score()).toMatchObject({
      kind: 'unanswered',
      reason: 'failed',
      detail: expect.stringContaining(detail),
    });
  });

  test.each<readonly [string, string]>([
    ['no JSON', '<html>502</html>'],
    ['half an answer', '[{"index": 0,'],
    ['an object of its own', '{"error": "model is loading"}'],
    ['NaN', `[{"index": 0, "${key}": NaN}]`],
    ['a flood', `"${'x'.repeat(5 * 1024 * 1024)}"`],
  ])('that answers %s is not believed', async (_, text) => {
    service.misbehave((response) => response.end(text));
    expect(await score()).toMatchObject({ kind: 'unanswered', reason: 'failed' });
  });

  test.each([429, 500, 503, 302])('that answers %d gives no scores', async (status) => {
    service.misbehave((response) => response.writeHead(status).end(`{"key": "${KEY}"}`));
    expect(await score()).toMatchObject({
      kind: 'unanswered',
      reason: 'failed',
      detail: `it answered ${status}`,
    });
  });

  test('that hangs, or drips, is late; who gives up is not kept', async () => {
    for (const how of ['hang', 'drip']) {
      service.misbehave((response) => {
        if (how === 'drip') response.write('[');
      });
      expect(await score(80)).toMatchObject({ kind: 'unanswered', reason: 'late' });
    }
    const controller = new AbortController();
    const pending = encoder.score('usb', TEXTS, { signal: controller.signal, budgetMs: 10_000 });
    controller.abort();
    expect(await pending).toMatchObject({ kind: 'unanswered', reason: 'cancelled' });
  });

  test('that resets, or is not there, gives no scores', async () => {
    service.misbehave((response) => response.destroy());
    expect(await score()).toMatchObject({ kind: 'unanswered', reason: 'failed' });
    await service.close();
    expect(await score()).toMatchObject({ kind: 'unanswered', reason: 'failed' });
  });

  test('that keeps failing is left alone, and asked again after a while', async () => {
    service.misbehave((response) => response.writeHead(500).end());
    for (let n = 0; n < 5; n++) await score();
    const { length } = service.asked;
    expect(await score()).toMatchObject({
      reason: 'closed',
      detail: 'the remote reranker fails: it answered 500',
    });
    expect(service.asked).toHaveLength(length);
    expect(encoder.health()).toMatchObject({ name: 'remote reranker', state: 'degraded' });
    service.misbehave(undefined);
    await new Promise((done) => setTimeout(done, 1100));
    expect(await score()).toMatchObject({ kind: 'scored' });
    expect(encoder.health()).toMatchObject({ state: 'up', detail: expect.stringContaining('it answers') });
  });

  test('is asked by so many at once and no more', async () => {
    service.misbehave(() => undefined);
    const waiting = Array.from({ length: 4 }, () => score(300));
    expect(await score(300)).toMatchObject({ kind: 'unanswered', reason: 'shed' });
    expect(await Promise.all(waiting)).toEqual(Array(4).fill(expect.objectContaining({ reason: 'late' })));
  });

  test('is asked for no pair twice within ten minutes, and remembered pairs have scores while it is gone', async () => {
    await encoder.close();
    const time = new FakeTime();
    encoder = connect({ remember: 100, depth: 3, time });
    await score();
    expect(await score(10_000, ['usb hub', 'a new usb', 'usb cable', 'too deep'])).toMatchObject({
      shrunk: 'depth',
      passes: [{ scores: [0.5, 0.5, 1, null], depth: 3 }],
    });
    const texts = () => service.asked.map(({ body }) => body['texts'] ?? body['documents']);
    expect(texts()).toEqual([TEXTS, ['a new usb']]);
    service.misbehave((response) => response.writeHead(500).end());
    for (let n = 0; n < 6; n++) await score(10_000, ['not known']);
    expect(await score(10_000, ['not known'])).toMatchObject({ reason: 'closed' });
    expect(await score()).toMatchObject({ kind: 'scored', passes: [{ scores: [1, 0, 0.5] }] });
    expect(await score(0)).toMatchObject({ reason: 'late' });
    expect(encoder.health()).toMatchObject({ state: 'degraded' });
    expect(await encoder.score('hub', TEXTS, { signal: NEVER, budgetMs: 10_000 })).toMatchObject({
      reason: 'closed',
    });
    service.misbehave(undefined);
    await time.pass(10 * 60_000 + 1);
    const before = service.asked.length;
    expect(await score()).toMatchObject({ kind: 'scored' });
    expect(texts().slice(before)).toEqual([TEXTS]);
  });

  test('scores that are not believed are not remembered', async () => {
    await encoder.close();
    encoder = connect({ remember: 100 });
    service.misbehave((response) => respond(response, wrap([{ index: 0, [key]: 9 }])));
    expect(await score()).toMatchObject({ reason: 'failed' });
    service.misbehave(undefined);
    expect(await score()).toMatchObject({ passes: [{ scores: [1, 0, 0.5] }] });
  });

  test('never says its key', async () => {
    await encoder.close();
    encoder = connect({ apiKey: KEY });
    service.misbehave((response) => response.writeHead(401).end(KEY));
    expect(JSON.stringify([await score(), encoder.health()])).not.toContain(KEY);
  });
});
