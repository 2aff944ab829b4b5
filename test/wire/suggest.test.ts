import { afterEach, describe, expect, test } from '@jest/globals';
import type { Backend } from '../../src/domain/backend.ts';
import type { EngineAnswer, EngineRequest } from '../../src/domain/engine.ts';
import { INDEX, serveSuggestions, type SuggestShop } from '../contract/suggest/shop.ts';

type Engine = (request: EngineRequest, signal: AbortSignal) => Promise<EngineAnswer>;

const HEADERS = ['X-elastic-product', 'Elasticsearch', 'content-type', 'application/json'];
const total = (value: number): object => ({ status: 200, hits: { total: { value, relation: 'eq' } } });

/** Counts one document for the texts that hold what this user may see. */
function seeing(rights: Readonly<Record<string, RegExp>>, seen: EngineRequest[] = []): Engine {
  return async (request) => {
    seen.push(request);
    const at = request.headers.findIndex((name) => name.toLowerCase() === 'authorization');
    const may = rights[at < 0 ? '' : request.headers[at + 1]!];
    if (may === undefined) {
      const challenge = ['WWW-Authenticate', 'Basic realm="security"', 'WWW-Authenticate', 'ApiKey'];
      return { status: 401, headers: [...HEADERS, ...challenge], body: Buffer.from('{"status":401}') };
    }
    const searches = request
      .body!.toString()
      .trimEnd()
      .split('\n')
      .filter((_, line) => line % 2 === 1);
    const responses = searches.map((search) => total(may.test(search) ? 1 : 0));
    return { status: 200, headers: HEADERS, body: Buffer.from(JSON.stringify({ responses })) };
  };
}

function backendOf(exchange: Engine): Backend {
  return {
    engine: { exchange },
    passThrough: {
      forward: (_request, response) => void response.writeHead(299).end('passed'),
    },
    catalog: { describe: () => undefined, names: () => [] },
    health: () => [],
    analyze: async () => null,
    refresh: async () => {},
    close: async () => {},
  };
}

let shop: SuggestShop | undefined;
afterEach(() => shop?.close());

async function get(query: string, headers: Readonly<Record<string, string>> = {}, index = INDEX) {
  const answer = await fetch(`${shop!.url}/_relevance/${index}/suggest?${query}`, { headers });
  const text = await answer.text();
  const texts = answer.status === 200 ? (JSON.parse(text) as { suggestions: { text: string }[] }) : undefined;
  return { answer, text, texts: texts?.suggestions.map((one) => one.text) };
}
const as = (user: string): { readonly authorization: string } => ({ authorization: user });
const HAND = `q=${encodeURIComponent('手')}`;

describe('who may know of what', () => {
  test('each user is offered what their own documents hold, also when another asked before', async () => {
    const seen: EngineRequest[] = [];
    shop = await serveSuggestions(backendOf(seeing({ anna: /手机壳/, ben: /支架/ }, seen)));
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await get(HAND, as('anna'))).texts).toContain('手机壳');
      const { texts = [] } = await get(HAND, as('ben'));
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes('支架'))).toEqual([]);
    }
    // The second turn is known by then.
    expect(seen.length).toBeLessThanOrEqual(4);
    expect(seen.every(({ path }) => path === `/${INDEX}/_msearch`)).toBe(true);
  });

  test('whoever the engine refuses gets its own answer, whether there was anything to find or not', async () => {
    shop = await serveSuggestions(backendOf(seeing({ anna: /./ })), { autocomplete: { queries: 'open' } });
    for (const query of [HAND, 'q=zzzz', 'q=nobody']) {
      const { answer, text } = await get(query, as('mallory'));
      expect([answer.status, text]).toEqual([401, '{"status":401}']);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="security", ApiKey');
    }
    expect((await get(HAND, as('mallory'), 'elsewhere')).answer.status).toBe(401);
    expect((await get(HAND, as('anna'))).answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
  });

  test('what others asked for is shown as the configuration says', async () => {
    const engine = seeing({ '': /never/ });
    for (const [queries, offered] of [
      ['checked', []],
      ['open', ['nobody sells this']],
      ['off', []],
    ] as const) {
      shop = await serveSuggestions(backendOf(engine), { autocomplete: { queries } });
      expect([queries, (await get('q=nobody')).texts]).toEqual([queries, offered]);
      await shop.close();
    }
  });

  test('an engine that is late costs what it would have said, and no more time', async () => {
    const late: Engine = (_request, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    shop = await serveSuggestions(backendOf(late), { autocomplete: { deadlineMs: 30, queries: 'open' } });
    const { text, texts } = await get('q=wireless');
    expect(texts).toEqual(['wireless headphones']);
    expect(JSON.parse(text)).toMatchObject({ timed_out: true });
  });
});

describe('the gateway’s own path', () => {
  test('answers what it does not know in Elasticsearch’s shape', async () => {
    shop = await serveSuggestions(backendOf(seeing({})));
    const answer = await fetch(`${shop.url}/_relevance/nothing`);
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { status: 404, error: { type: 'relevance_not_found' } },
    ]);
  });

  test('can be another, or none: then the path is the engine’s', async () => {
    shop = await serveSuggestions(backendOf(seeing({ '': /./ })), { server: { ownPath: '/_shop' } });
    const url = `${INDEX}/suggest?q=w`;
    expect((await fetch(`${shop.url}/_shop/${url}`)).status).toBe(200);
    expect((await fetch(`${shop.url}/_relevance/${url}`)).status).toBe(299);
    await shop.close();
    shop = await serveSuggestions(backendOf(seeing({ '': /./ })), { server: { ownPath: null } });
    expect((await fetch(`${shop.url}/_relevance/${url}`)).status).toBe(299);
    await shop.close();
    shop = await serveSuggestions(backendOf(seeing({ '': /./ })), { autocomplete: { enabled: false } });
    expect((await get('q=w')).answer.status).toBe(404);
  });

  test('can be used by browsers on allowed origins', async () => {
    const server = { cors: { origins: ['https://shop.example'] } };
    shop = await serveSuggestions(backendOf(seeing({ '': /./ })), { server });
    const origin = { origin: 'https://shop.example' };
    const preflight = await fetch(`${shop.url}/_relevance/${INDEX}/suggest`, {
      method: 'OPTIONS',
      headers: {
        ...origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      origin.origin,
    ]);
    const { answer } = await get('q=w', origin);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin.origin);
  });
});
