// One search of the sample catalogue through the gateway, and the same as plain Elasticsearch answers it.
//   node examples/js-client/search.mjs [words]
import { Client } from '@elastic/elasticsearch';

const { RELEVANCE_URL: node = 'http://127.0.0.1:9600' } = process.env;
const text = process.argv[2] ?? '书包';
const client = new Client({ node });

const request = {
  index: 'products',
  query: { multi_match: { query: text, fields: ['title^2', 'description'] } },
  _source: ['title', 'price'],
  size: 5,
};

await show('Through the pipeline', {});
await show('Plain Elasticsearch', { 'relevance-pipeline': 'off' });
await client.close();

async function show(name, headers) {
  const answer = await client.search(request, { meta: true, headers });
  console.log(`${name}: ${text}`);
  console.log('  Relevance-Status:', answer.headers['relevance-status']);
  for (const { _source: product } of answer.body.hits.hits)
    console.log(`  ${product.title}  ${product.price}`);
}
