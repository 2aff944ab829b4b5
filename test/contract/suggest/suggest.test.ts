import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeBackends, must, type OpenBackend } from '../ports/backends.ts';
import { DOCUMENTS, INDEX, serveSuggestions, type SuggestShop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

interface Answer {
  readonly took: number;
  readonly timed_out?: boolean;
  readonly suggestions: readonly {
    readonly text: string;
    readonly highlighted: string;
    readonly score: number;
    readonly kind: string;
  }[];
}

describeBackends('completions', (adapter) => {
  let opened: OpenBackend;
  let shop: SuggestShop;

  beforeAll(async () => {
    opened = await adapter.open();
    const { backend } = opened;
    const properties = {
      title: { type: 'text' },
      brand: { type: 'keyword' },
      category: { type: 'text', fields: { raw: { type: 'keyword' } } },
    };
    await must(backend, 'DELETE', `/${INDEX}?ignore_unavailable=true`);
    await must(backend, 'PUT', `/${INDEX}`, { mappings: { properties } });
    const lines = DOCUMENTS.map((source) => `{"index":{}}\n${JSON.stringify(source)}\n`);
    await must(backend, 'POST', `/${INDEX}/_bulk?refresh=true`, lines.join(''));
    await backend.refresh();
    // How fast an engine under test answers is no matter here.
    shop = await serveSuggestions(backend, { autocomplete: { deadlineMs: 10_000 } });
  });
  afterAll(async () => {
    await shop.close();
    await must(opened.backend, 'DELETE', `/${INDEX}?ignore_unavailable=true`);
    await opened.close();
  });

  async function ask(query: Readonly<Record<string, string>>): Promise<Answer> {
    const answer = await fetch(
      `${shop.url}/_relevance/${INDEX}/suggest?${new URLSearchParams(query).toString()}`,
    );
    expect(answer.status).toBe(200);
    return (await answer.json()) as Answer;
  }
  const textsOf = async (q: string): Promise<readonly string[]> =>
    (await ask({ q })).suggestions.map(({ text }) => text);

  test.each(['手机', 'shouj', 'sj', '手j', 'sj壳'])('of %s hold the category', async (typed) => {
    const { suggestions } = await ask({ q: typed });
    expect(suggestions).toContainEqual(expect.objectContaining({ text: '手机壳', kind: 'category' }));
    const scores = suggestions.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('of a misspelt word are what was meant, and titles hold no markup', async () => {
    expect(await textsOf('wirelss')).toContain('wireless headphones');
    const { suggestions } = await ask({ q: '壳匠', size: '50' });
    const product = suggestions.find(({ kind, text }) => kind === 'product' && text.includes('<b>'));
    expect(product?.highlighted).toBe('<em>壳匠</em> 手机壳 磁吸 &lt;b&gt;黑&lt;/b&gt;');
  });

  test('are what a document holds; what others asked for and nobody sells is left out', async () => {
    expect(await textsOf('手机壳磁')).toContain('手机壳磁吸');
    expect(await textsOf('nobody')).toEqual([]);
  });

  test('come by a body as well, as many as asked for', async () => {
    const answer = await fetch(`${shop.url}/_relevance/${INDEX}/suggest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ q: 'wireless', size: 1, context: { category: 'charger' } }),
    });
    const { suggestions } = (await answer.json()) as Answer;
    expect(suggestions).toHaveLength(1);
    expect(suggestions[0]!.text).toContain('charger');
  });

  test('of what is gone from the index are left out', async () => {
    expect([await textsOf('kettl'), await textsOf('Voltera trav')]).toEqual([[], []]);
  });

  test.each([
    ['without text', 'GET', 'suggest', /\[q\] must be text/],
    ['with too large a size', 'GET', 'suggest?q=a&size=51', /\[size\]/],
    ['with two texts', 'GET', 'suggest?q=a&q=b', /parameter \[q\] must not be given more than once/],
    ['with two sizes', 'GET', 'suggest?q=a&size=5&size=5', /parameter \[size\] must not be given more/],
    [
      'with two contexts',
      'GET',
      'suggest?q=a&context=b&context=c',
      /parameter \[context\] must not be given/,
    ],
    ['with a parameter that nobody knows', 'GET', 'suggest?q=a&siez=5', /unknown parameter \[siez\]/],
  ])('refuse a request %s in Elasticsearch’s shape', async (_name, method, path, reason) => {
    const answer = await fetch(`${shop.url}/_relevance/${INDEX}/${path}`, { method });
    const body = (await answer.json()) as { error: { type: string; reason: string }; status: number };
    expect([answer.status, body.status, body.error.type]).toEqual([400, 400, 'relevance_bad_request']);
    expect(body.error.reason).toMatch(reason);
  });

  test('of an index without a dictionary say how to make one', async () => {
    const answer = await fetch(`${shop.url}/_relevance/another/suggest?q=a`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('relevance dictionary build --index another');
  });
});
