import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createQuestions } from '../../../src/elasticsearch/questions.ts';
import { indexSource } from '../../../src/rule-source/source.ts';
import { describeWithServers } from '../../support/servers.ts';

const INDEX = `suggest-rules-${process.pid}`;
const SIGNAL = new AbortController().signal;

describeWithServers('rules in an index', ({ url }) => {
  const questions = createQuestions({
    nodes: [url],
    account: null,
    tls: { ca: null, fingerprint: null },
    discovery: { intervalMs: 1000, timeoutMs: 10_000 },
  });
  const ask = (path: string, method: string, body?: object): Promise<Response> =>
    fetch(`${url}/${INDEX}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const source = indexSource(INDEX, (method, path, body) => questions.ask(method, path, body));
  beforeAll(async () => {
    const properties = { path: { type: 'keyword' }, text: { type: 'text', index: false } };
    await ask('', 'PUT', { mappings: { properties } });
    await ask('/_doc/1?refresh', 'PUT', { path: '_all/a.rules.txt', text: '手机 =>\n  SYNONYM: 电话\n' });
  });
  afterAll(async () => {
    await ask('', 'DELETE');
    await questions.close();
  });

  test('are read, and another version when one changes or goes', async () => {
    const first = await source.fetch(SIGNAL);
    expect([...first!.files]).toEqual([['_all/a.rules.txt', '手机 =>\n  SYNONYM: 电话\n']]);
    await ask('/_doc/2?refresh', 'PUT', { path: 'shop/b.rules.txt', text: '' });
    const second = await source.fetch(SIGNAL);
    expect([...second!.files.keys()]).toEqual(['_all/a.rules.txt', 'shop/b.rules.txt']);
    await ask('/_doc/2?refresh', 'DELETE');
    const third = await source.fetch(SIGNAL);
    expect([third!.version === first!.version, third!.version === second!.version]).toEqual([true, false]);
  });
});
