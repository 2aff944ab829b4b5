import { afterEach, describe, expect, test } from '@jest/globals';
import { gunzipSync, gzipSync } from 'node:zlib';
import { rewriteCatJson, rewriteCatText, rewriteNodes } from '../../../src/elasticsearch/sniffing-answers.ts';
import { type FakeNode, startFakeNode } from './fake-node.ts';
import { exchangeRaw, type Harness, startHarness } from './harness.ts';

const NODES =
  '{ "cluster_name":"x", "nodes":{"A":{"transport_address":"10.0.0.1:9300","ip":"10.0.0.1",' +
  '"http":{"bound_address":["[::]:9200","10.0.0.1:9200"],"publish_address":"es1/10.0.0.1:9200","max":1}},' +
  '"B":{"settings":{"http":{"publish_address":"b:1","port":"9200"},"http.bound_address":["b:2"]}}}}';

describe('addresses', () => {
  test('change in every place where clients look, and no other byte does', () => {
    expect(rewriteNodes(Buffer.from(NODES), 'gw:9600').toString()).toBe(
      '{ "cluster_name":"x", "nodes":{"A":{"transport_address":"10.0.0.1:9300","ip":"10.0.0.1",' +
        '"http":{"bound_address":["gw:9600","gw:9600"],"publish_address":"gw:9600","max":1}},' +
        '"B":{"settings":{"http":{"publish_address":"gw:9600","port":"9200"},"http.bound_address":["gw:9600"]}}}}',
    );
  });

  test('change in the http column only', () => {
    expect(
      rewriteCatJson(
        Buffer.from('[{"ip":"10.0.0.1","http":"10.0.0.1:9200"},{"http":null}]'),
        'gw:1',
      ).toString(),
    ).toBe('[{"ip":"10.0.0.1","http":"gw:1"},{"http":null}]');
    const table =
      'ip        http           name\n127.0.0.1 127.0.0.1:9208 node-1\n10.0.0.2  [::1]:9208     node-2\n';
    expect(rewriteCatText(Buffer.from(table), 'gw:9600').toString()).toBe(
      'ip        http           name\n127.0.0.1 gw:9600        node-1\n10.0.0.2  gw:9600        node-2\n',
    );
    expect(rewriteCatText(Buffer.from('127.0.0.1:9208\n'), 'gateway.example:9600').toString()).toBe(
      'gateway.example:9600\n',
    );
  });
});

describe('answers', () => {
  let node: FakeNode;
  let gateway: Harness;

  afterEach(async () => {
    await gateway.close();
    await node.close();
  });

  async function ask(
    path: string,
    advertise: string,
    encoding = '',
  ): Promise<{ head: string; body: Buffer }> {
    node = await startFakeNode();
    gateway = await startHarness([node.url], { advertise });
    const body = encoding === 'gzip' ? gzipSync(NODES) : Buffer.from(NODES);
    node.behave(({ socket }) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/vnd.elasticsearch+json;compatible-with=8\r\n${encoding && 'content-encoding: gzip\r\n'}content-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    });
    const answer = await exchangeRaw(gateway.port, `GET ${path} HTTP/1.1\r\nHost: shop.example\r\n\r\n`);
    const end = answer.indexOf('\r\n\r\n');
    return { head: answer.slice(0, end), body: Buffer.from(answer.slice(end + 4), 'latin1') };
  }

  test.each([
    '/_nodes',
    '/_nodes/http',
    '/_nodes/_all/http',
    '/_nodes/http,settings?flat_settings=true',
    '/_nodes/a/b/http?x',
  ])('%s names the Host of the request, with its default port', async (path) => {
    const { head, body } = await ask(path, 'host');
    expect(body.toString()).toContain('"publish_address":"shop.example:80"');
    expect(head).toContain(`content-length: ${body.length}`);
  });

  test('the configured address wins; gzip stays gzip', async () => {
    const { head, body } = await ask('/_nodes/http', 'gw.example:9600', 'gzip');
    expect(head).toContain('content-encoding: gzip');
    expect(gunzipSync(body).toString()).toContain('"publish_address":"gw.example:9600"');
  });

  test.each([
    ['/_nodes/http', 'off'],
    ['/_nodes/stats', 'host'],
    ['/_nodes/a/stats/http', 'host'],
    ['/_cat/nodes?h=name', 'host'],
    ['/shop/_search', 'host'],
  ])('%s with %s passes as it is', async (path, advertise) => {
    expect((await ask(path, advertise)).body.toString()).toBe(NODES);
  });
});
