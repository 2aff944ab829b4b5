import {
  type Context,
  context,
  type ContextManager,
  ROOT_CONTEXT,
  type Span,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { EngineAnswer, EngineRequest } from '../../../src/domain/engine.ts';
import type { QueryStage, StageContext } from '../../../src/pipeline/stage.ts';
import { stageTelemetry } from '../../../src/telemetry/around.ts';
import { engineSpan } from '../../../src/telemetry/engine-span.ts';

const stage: QueryStage = { name: 'segment', kind: 'query', onError: 'skip', run: (query) => query };
const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

/** Enough of a context manager for calls that begin at once. */
let active: Context = ROOT_CONTEXT;
const manager: ContextManager = {
  active: () => active,
  with: (given, work, self, ...args) => {
    const before = active;
    active = given;
    try {
      return work.call(self as never, ...args);
    } finally {
      active = before;
    }
  },
  bind: (_context, target) => target,
  enable: () => manager,
  disable: () => manager,
};
let started: string[];

beforeEach(() => {
  started = [];
  context.setGlobalContextManager(manager);
  const tracer = {
    startSpan: () => trace.wrapSpanContext({ ...SPAN, traceFlags: TraceFlags.SAMPLED }),
    startActiveSpan: (name: string, _options: unknown, work: (span: Span) => unknown) => {
      started.push(name);
      return work(tracer.startSpan());
    },
  };
  trace.setGlobalTracerProvider({ getTracer: () => tracer as never });
});
afterEach(() => {
  context.disable();
  trace.disable();
});

async function searchIn(parent: Span | undefined): Promise<readonly string[]> {
  const within = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
  const seen: string[] = [];
  const around = stageTelemetry({ stage: ({ stage: name }) => void seen.push(name) });
  const request = { method: 'POST', path: '/shop/_search' } as EngineRequest;
  const answer = { status: 200 } as EngineAnswer;
  await context.with(within, () => around(stage, {} as StageContext, () => Promise.resolve(1)));
  expect(await context.with(within, () => engineSpan(request, () => Promise.resolve(answer)))).toBe(answer);
  // Metrics count every search, traced or not.
  expect(seen).toEqual(['segment']);
  return started;
}

test('a request that is sampled has spans of its stages and of what the engine is asked', async () => {
  const recording = {
    ...trace.wrapSpanContext({ ...SPAN, traceFlags: TraceFlags.SAMPLED }),
    isRecording: () => true,
  };
  expect(await searchIn(recording as Span)).toEqual(['stage segment', 'search shop']);
});

test('one that is not has none: nobody would see them', async () => {
  expect(await searchIn(trace.wrapSpanContext({ ...SPAN, traceFlags: TraceFlags.NONE }))).toEqual([]);
});

test('nor has what the gateway asks on its own account', async () => {
  expect(await searchIn(undefined)).toEqual([]);
});
