import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GatewayError } from '../../../src/errors.ts';
import { ask, describeBackends, json, must, type OpenBackend } from './backends.ts';

const INDEX = 'contract-ports-engine';
const headerNames = (raw: readonly string[]): readonly string[] =>
  raw.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());

describeBackends('SearchEngine', (adapter) => {
  let open: OpenBackend;
  const exchange = (...request: Parameters<typeof ask>[1]) => ask(open.backend, request);

  beforeAll(async () => {
    open = await adapter.open();
    await ask(open.backend, ['DELETE', `/${INDEX}`]);
    await must(open.backend, 'PUT', `/${INDEX}`, {
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: { properties: { title: { type: 'text' }, raw: { type: 'object', enabled: false } } },
    });
    for (let n = 0; n < 20; n += 1) {
      await must(open.backend, 'PUT', `/${INDEX}/_doc/${n}`, { title: `number${n} lamp` });
    }
    await must(open.backend, 'POST', `/${INDEX}/_refresh`);
  });
  afterAll(async () => {
    await ask(open.backend, ['DELETE', `/${INDEX}`]);
    await open.close();
  });

  test('a complete answer with status, headers and body', async () => {
    const answer = await exchange('POST', `/${INDEX}/_search`, { query: { match: { title: 'number7' } } });
    expect(answer.status).toBe(200);
    expect(json(answer)).toMatchObject({ hits: { total: { value: 1 }, hits: [{ _id: '7' }] } });
    expect(headerNames(answer.headers)).toEqual(
      expect.arrayContaining(['content-type', 'x-elastic-product']),
    );
    expect(headerNames(answer.headers)).not.toContain('connection');
    expect(headerNames(answer.headers)).not.toContain('transfer-encoding');
  });

  test('any status is an answer, no error', async () => {
    const missing = await exchange('GET', '/contract-ports-none/_search');
    expect(missing.status).toBe(404);
    expect(json(missing)).toMatchObject({ status: 404, error: { type: 'index_not_found_exception' } });
    const faulty = await exchange('POST', `/${INDEX}/_search`, '{"query":{"match":{');
    expect(faulty.status).toBe(400);
    expect(json(faulty)).toMatchObject({ status: 400, error: { root_cause: [expect.any(Object)] } });
    expect((await exchange('POST', `/${INDEX}/_search`, { query: { none: {} } })).status).toBe(400);
  });

  test('HEAD has a status and no body', async () => {
    const there = await exchange('HEAD', `/${INDEX}`);
    expect([there.status, there.body.length]).toEqual([200, 0]);
    const missing = await exchange('HEAD', '/contract-ports-none');
    expect([missing.status, missing.body.length]).toEqual([404, 0]);
  });

  test('GET may have a body', async () => {
    const answer = await exchange('GET', `/${INDEX}/_search`, { size: 3, sort: ['_doc'] });
    expect((json(answer) as { hits: { hits: unknown[] } }).hits.hits).toHaveLength(3);
  });

  test('the path is taken as it is written', async () => {
    const put = await exchange('PUT', `/${INDEX}/_doc/a%2Fb%20c+d%25?refresh=true`, { title: 'slash' });
    expect(json(put)).toMatchObject({ _id: 'a/b c+d%', result: 'created' });
    const got = await exchange('GET', `/${INDEX}/_doc/a%2Fb%20c+d%25`);
    expect(json(got)).toMatchObject({ _id: 'a/b c+d%', found: true });
  });

  test('a document comes back in the bytes it was given in', async () => {
    const source = '{"raw":{"id":9007199254740993, "price":1.0,"big":1e400,"text":"😀\\u00e9 \\"\\/"} }';
    await must(open.backend, 'PUT', `/${INDEX}/_doc/bytes?refresh=true`, source);
    expect((await exchange('GET', `/${INDEX}/_source/bytes`)).body.toString()).toBe(source);
    const found = await exchange('POST', `/${INDEX}/_search`, { query: { ids: { values: ['bytes'] } } });
    expect(found.body.toString()).toContain(`"_source":${source}`);
  });

  test('the body is never compressed, whatever the caller takes', async () => {
    const answer = await open.backend.engine.exchange(
      { method: 'GET', path: `/${INDEX}/_search?size=20`, headers: ['Accept-Encoding', 'gzip'], body: null },
      new AbortController().signal,
    );
    expect(headerNames(answer.headers)).not.toContain('content-encoding');
    expect(json(answer)).toMatchObject({ timed_out: false });
  });

  test('requests at the same time each get their own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        exchange('POST', `/${INDEX}/_search`, { query: { match: { title: `number${n % 20}` } } }),
      ),
    );
    const ids = answers.map(
      (answer) => (json(answer) as { hits: { hits: { _id: string }[] } }).hits.hits[0]?._id,
    );
    expect(ids).toEqual(answers.map((_, n) => String(n % 20)));
  });

  test('an aborted request ends with client_gone at once, and takes no other with it', async () => {
    const early = ask(open.backend, ['GET', `/${INDEX}/_search`], AbortSignal.abort());
    await expect(early).rejects.toMatchObject({ name: 'GatewayError', code: 'client_gone' });
    const controller = new AbortController();
    const aborted = ask(open.backend, ['GET', `/${INDEX}/_search`], controller.signal);
    const other = exchange('GET', `/${INDEX}/_search`);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'GatewayError', code: 'client_gone' });
    expect((await other).status).toBe(200);
  });

  test('without an engine the error says that it is not there', async () => {
    const dead = await adapter.openWithoutEngine();
    try {
      const error = await ask(dead.backend, ['GET', '/']).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(GatewayError);
      expect(error).toMatchObject({ code: 'upstream_unavailable', status: 503 });
    } finally {
      await dead.close();
    }
  });
});
