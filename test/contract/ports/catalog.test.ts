import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, describeBackends, must, type OpenBackend } from './backends.ts';

const ONE = 'contract-ports-one';
const TWO = 'contract-ports-two';
const BOTH = 'contract-ports-both';

describeBackends('Catalog and health', (adapter) => {
  let open: OpenBackend;
  const described = (name: string) => open.backend.catalog.describe(name);
  const remove = async (): Promise<void> => {
    for (const index of [ONE, TWO]) await ask(open.backend, ['DELETE', `/${index}`]);
  };

  beforeAll(async () => {
    open = await adapter.open();
    await remove();
    await must(open.backend, 'PUT', `/${ONE}`, {
      settings: { number_of_replicas: 0 },
      mappings: {
        _meta: { relevance: { model: 'a' }, other: 1 },
        properties: {
          title: {
            type: 'text',
            fields: { raw: { type: 'keyword' }, cjk: { type: 'text', analyzer: 'cjk' } },
          },
          body: { type: 'text', analyzer: 'whitespace' },
          maker: { properties: { name: { type: 'text', analyzer: 'english' } } },
          price: { type: 'double' },
        },
      },
    });
    await must(open.backend, 'PUT', `/${TWO}`, {
      settings: { number_of_replicas: 0 },
      mappings: {
        properties: {
          title: { type: 'text' },
          body: { type: 'text', analyzer: 'cjk' },
          price: { type: 'keyword' },
          colour: { type: 'keyword' },
        },
      },
    });
    await must(open.backend, 'POST', '/_aliases', {
      actions: [ONE, TWO].map((index) => ({ add: { index, alias: BOTH } })),
    });
    await open.backend.refresh();
  });
  afterAll(async () => {
    await remove();
    await open.close();
  });

  test('fields by full path, with how their analyzer cuts Chinese', () => {
    const { name, kind, fields, meta } = described(ONE)!;
    expect([name, kind, meta]).toEqual([ONE, 'index', { model: 'a' }]);
    expect(Object.fromEntries(fields)).toEqual({
      title: { type: 'text', analyzer: 'standard', hanCut: 'character' },
      'title.raw': { type: 'keyword', analyzer: null, hanCut: null },
      'title.cjk': { type: 'text', analyzer: 'cjk', hanCut: 'bigram' },
      body: { type: 'text', analyzer: 'whitespace', hanCut: 'word' },
      'maker.name': { type: 'text', analyzer: 'english', hanCut: 'character' },
      price: { type: 'double', analyzer: null, hanCut: null },
    });
  });

  test('of an alias what all its indices that have a field agree on', () => {
    const { kind, fields, meta } = described(BOTH)!;
    expect([kind, meta]).toEqual(['alias', {}]);
    expect(fields.get('title')).toEqual({ type: 'text', analyzer: 'standard', hanCut: 'character' });
    expect(fields.get('body')).toEqual({ type: 'text', analyzer: null, hanCut: null });
    expect(fields.get('colour')).toEqual({ type: 'keyword', analyzer: null, hanCut: null });
    expect(fields.has('price')).toBe(false);
  });

  test('what it does not know is undefined', () => {
    expect(described('contract-ports-none')).toBeUndefined();
    expect(described('')).toBeUndefined();
  });

  test('a change is known after a refresh', async () => {
    await must(open.backend, 'PUT', `/${TWO}/_mapping`, { properties: { size: { type: 'keyword' } } });
    await open.backend.refresh();
    expect(described(TWO)?.fields.get('size')).toEqual({ type: 'keyword', analyzer: null, hanCut: null });
    expect(described(BOTH)?.fields.has('size')).toBe(true);
    await must(open.backend, 'DELETE', `/${TWO}`);
    await open.backend.refresh();
    expect(described(TWO)).toBeUndefined();
    expect(described(BOTH)?.fields.get('price')).toMatchObject({ type: 'double' });
    expect(described(BOTH)?.meta).toEqual({ model: 'a' });
  });

  test('an engine that answers is up', () => {
    expect(open.backend.health()).toEqual([
      {
        name: expect.any(String),
        state: expect.stringMatching(/^(up|degraded)$/),
        detail: expect.any(String),
      },
    ]);
  });

  test('without an engine nothing is known, and health says down', async () => {
    const dead = await adapter.openWithoutEngine();
    try {
      await dead.backend.refresh();
      await ask(dead.backend, ['GET', '/']).catch(() => undefined);
      expect(dead.backend.health().map(({ state }) => state)).toEqual(['down']);
      expect(dead.backend.catalog.describe(TWO)).toBeUndefined();
    } finally {
      await dead.close();
    }
  });
});
