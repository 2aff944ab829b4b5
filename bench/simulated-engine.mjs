/**
 * Enough of Elasticsearch for one index, `products`, that costs next to nothing: every search has the same ten hits, after
 * the milliseconds given as the first argument. Started by `fork`.
 */
import { createServer } from 'node:http';
import { sampleRows } from './products.mjs';

const thinkingMs = Number(process.argv[2] ?? 0);
const hits = sampleRows('corpus.jsonl')
  .slice(0, 10)
  .map(({ _id, ...product }, at) => ({ _index: 'products', _id, _score: 10 - at / 2, _source: product }));
const found = {
  took: 1,
  timed_out: false,
  _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
  hits: { total: { value: 10, relation: 'eq' }, max_score: 10, hits },
};
const description = {
  products: {
    aliases: {},
    mappings: {
      properties: Object.fromEntries(
        ['title', 'brand', 'description'].map((name) => [name, { type: 'text' }]),
      ),
    },
    settings: {},
  },
};
const greeting = {
  name: 'n',
  cluster_name: 'c',
  version: { number: '8.16.3' },
  tagline: 'You Know, for Search',
};
const ANSWERS = [
  [/\/_search$/, found],
  [/\/_msearch$/, { took: 1, responses: [0, 1].map(() => ({ ...found, status: 200 })) }],
  [/^\/$/, greeting],
  [/\/_(mapping|settings|alias)/, description],
].map(([pattern, value]) => [pattern, Buffer.from(JSON.stringify(value))]);
const NONE = Buffer.from('{"error":{"type":"none","reason":"none"},"status":404}');

const server = createServer((incoming, outgoing) => {
  incoming.resume();
  incoming.on('end', () => {
    const path = incoming.url.replace(/\?.*/, '');
    const answer = ANSWERS.find(([pattern]) => pattern.test(path))?.[1];
    const body = answer ?? NONE;
    const end = () => {
      outgoing.writeHead(answer === undefined ? 404 : 200, {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-elastic-product': 'Elasticsearch',
      });
      outgoing.end(body);
    };
    if (thinkingMs === 0) end();
    else setTimeout(end, thinkingMs);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
