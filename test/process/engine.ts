import { createServer, type Server } from 'node:http';

const HITS = {
  total: { value: 1, relation: 'eq' },
  max_score: 1,
  hits: [{ _index: 'shop', _id: '1', _score: 1, _source: { title: 'x' } }],
};
const SEARCH = {
  took: 1,
  timed_out: false,
  _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
  hits: HITS,
};

/** Enough of Elasticsearch for one index, `shop`, with one document. */
export function startEngine(): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on('end', () => {
      const { pathname } = new URL(incoming.url ?? '/', 'http://engine');
      const answer = ANSWERS.find(([pattern]) => pattern.test(pathname))?.[1];
      outgoing.writeHead(answer === undefined ? 404 : 200, {
        'content-type': 'application/json',
        'x-elastic-product': 'Elasticsearch',
      });
      outgoing.end(JSON.stringify(answer ?? { error: { type: 'none', reason: 'none' }, status: 404 }));
    });
  });
  return new Promise((done) => void server.listen(0, '127.0.0.1', () => done(server)));
}

const MAPPING = {
  shop: { aliases: {}, mappings: { properties: { title: { type: 'text' } } }, settings: {} },
};
const ANSWERS: readonly (readonly [RegExp, unknown])[] = [
  [/^\/$/, { name: 'n', cluster_name: 'c', version: { number: '8.16.3' }, tagline: 'You Know, for Search' }],
  [/_search$/, SEARCH],
  [/_mapping/, MAPPING],
  [/_settings/, MAPPING],
  [/_alias/, { shop: { aliases: {} } }],
  [/_msearch$/, { took: 1, responses: [{ ...SEARCH, status: 200 }] }],
];
