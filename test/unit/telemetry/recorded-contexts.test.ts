import { executionAsyncResource } from 'node:async_hooks';
import { type Context, createContextKey, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { expect, test } from '@jest/globals';
import { RecordedContexts } from '../../../src/telemetry/recorded-contexts.ts';

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const within = (traceFlags: TraceFlags): Context =>
  trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext({ ...SPAN, traceFlags }));

async function later<T>(read: () => T): Promise<T> {
  await Promise.resolve();
  return read();
}

test('a context with a recorded span follows what is awaited', async () => {
  const contexts = new RecordedContexts();
  const recorded = within(TraceFlags.SAMPLED);
  expect(await contexts.with(recorded, () => later(() => contexts.active()))).toBe(recorded);
  expect(contexts.active()).toBe(ROOT_CONTEXT);
  const bound = contexts.bind(recorded, () => contexts.active());
  expect(bound()).toBe(recorded);
});

test('any other is none, and makes no promise dearer', async () => {
  const contexts = new RecordedContexts();
  const resources = async (): Promise<readonly symbol[]> => {
    await Promise.resolve();
    return Object.getOwnPropertySymbols(executionAsyncResource());
  };
  const before = await resources();
  for (const context of [within(TraceFlags.NONE), ROOT_CONTEXT.setValue(createContextKey('some'), 1)]) {
    expect(await contexts.with(context, () => later(() => contexts.active()))).toBe(ROOT_CONTEXT);
    expect(await contexts.with(context, resources)).toEqual(before);
  }
});

test('whoever leaves a recorded one is no part of it', async () => {
  const contexts = new RecordedContexts();
  const seen = await contexts.with(within(TraceFlags.SAMPLED), () =>
    contexts.with(ROOT_CONTEXT, () => later(() => contexts.active())),
  );
  expect(seen).toBe(ROOT_CONTEXT);
});

test('all end with the last request that is recorded', async () => {
  const contexts = new RecordedContexts();
  const [first, second] = [contexts.hold(), contexts.hold()];
  const recorded = within(TraceFlags.SAMPLED);
  await contexts.with(recorded, async () => {
    first();
    expect(await later(() => contexts.active())).toBe(recorded);
    second();
    expect(contexts.active()).toBe(ROOT_CONTEXT);
  });
});

test('arguments and `this` reach the work', () => {
  const contexts = new RecordedContexts();
  const work = function (this: { readonly base: number }, more: number): number {
    return this.base + more;
  };
  for (const flags of [TraceFlags.NONE, TraceFlags.SAMPLED]) {
    expect(contexts.with(within(flags), work, { base: 2 }, 3)).toBe(5);
  }
});
