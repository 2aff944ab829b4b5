import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { Backend } from '../../../src/domain/backend.ts';
import type { EngineAnswer } from '../../../src/domain/engine.ts';
import { GatewayError } from '../../../src/errors.ts';
import { meteredBackend } from '../../../src/telemetry/metered-backend.ts';

const ANSWER: EngineAnswer = { status: 404, headers: [], body: Buffer.alloc(0) };
const REQUEST = { method: 'POST', path: '/a/_search', headers: [], body: null };

function metered(answer: () => Promise<EngineAnswer>) {
  const seen: string[] = [];
  let inFlight = 0;
  const plain: Backend = {
    engine: { exchange: answer },
    passThrough: { forward: () => undefined },
    catalog: { describe: () => undefined, names: () => [] },
    health: () => [],
    refresh: () => Promise.resolve(),
    analyze: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
  const backend = meteredBackend(plain, {
    upstream: ({ kind, outcome, durationMs }) => void seen.push(`${kind} ${outcome} ${durationMs >= 0}`),
    inFlight: (change) => void (inFlight += change),
  });
  return { backend, seen, inFlight: () => inFlight };
}

describe('meteredBackend', () => {
  test('counts an answer by the class of its status and hands it on', async () => {
    const { backend, seen, inFlight } = metered(() => Promise.resolve(ANSWER));
    const answering = backend.engine.exchange(REQUEST, new AbortController().signal);
    expect(inFlight()).toBe(1);
    expect(await answering).toBe(ANSWER);
    expect([seen, inFlight()]).toEqual([['search 4xx true'], 0]);
  });

  test('counts a missing answer by its code and hands the error on', async () => {
    const fault = new GatewayError('upstream_reset', 'reset');
    const { backend, seen, inFlight } = metered(() => Promise.reject(fault));
    await expect(backend.engine.exchange(REQUEST, new AbortController().signal)).rejects.toBe(fault);
    expect([seen, inFlight()]).toEqual([['search upstream_reset true'], 0]);
  });

  test.each([
    [{ writableFinished: true, statusCode: 200 }, 'pass 2xx true'],
    [{ writableFinished: true, statusCode: 503 }, 'pass 5xx true'],
    [{ writableFinished: false, statusCode: 200 }, 'pass gone true'],
  ])('a streamed answer counts when it ends: %j', (end, expected) => {
    const { backend, seen, inFlight } = metered(() => Promise.resolve(ANSWER));
    const response = Object.assign(new EventEmitter(), end);
    backend.passThrough.forward({} as IncomingMessage, response as unknown as ServerResponse);
    expect([seen, inFlight()]).toEqual([[], 1]);
    response.emit('close');
    expect([seen, inFlight()]).toEqual([[expected], 0]);
  });
});
