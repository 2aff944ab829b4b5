import { describe, expect, test } from '@jest/globals';
import type { TraceSpan } from '../../../src/domain/trace.ts';
import { ChildSignal } from '../../../src/pipeline/child-signal.ts';
import { ContextWithin } from '../../../src/pipeline/context-within.ts';
import { typedQuery } from '../../../src/domain/query.ts';
import { aContext, anAnswer } from './fixtures.ts';

const named = (spanId: string) => ({ spanId }) as TraceSpan;

describe('a context within another', () => {
  test('under a signal of its own is the same in all else', () => {
    const span = named('outer');
    const ctx = aContext({ context: new Map([['tenant', 'a']]), window: 50, fields: ['title'], span });
    const child = new ChildSignal(ctx);
    const under = new ContextWithin(ctx, { signal: child });
    expect(under.signal).toBe(child.signal);
    for (const name of Object.keys(ctx) as (keyof typeof ctx)[]) {
      if (name !== 'signal') expect([name, under[name]]).toEqual([name, ctx[name]]);
    }
  });

  test('asks for everything as a part of its own span, unless another is named', async () => {
    const asked: (TraceSpan | undefined)[] = [];
    const ctx = aContext({
      span: named('outer'),
      send: async (_body, _queryString, span) => (asked.push(span), anAnswer()),
      search: async ({ span }) => (asked.push(span), anAnswer()),
      count: async (texts, _signal, span) => (asked.push(span), texts.map(() => null)),
      hits: async (_query, _atMost, _signal, span) => (asked.push(span), null),
    });
    const { signal } = ctx;
    const own = named('own');
    const within = new ContextWithin(new ContextWithin(ctx, { span: own }), { signal: new ChildSignal(ctx) });
    expect(within.span).toBe(own);
    const body = Buffer.from('{}');
    for (const span of [undefined, named('named')]) {
      await within.send(body, '', span);
      await within.search({ body, signal, span });
      await within.count(['a'], signal, span);
      await within.hits(typedQuery('a'), 1, signal, span);
      expect(asked.splice(0)).toEqual(Array(4).fill(span ?? own));
    }
  });

  test('follows the signal of the other where it has none', () => {
    const ctx = aContext();
    expect(new ContextWithin(ctx, { span: named('own') }).signal).toBe(ctx.signal);
  });
});
