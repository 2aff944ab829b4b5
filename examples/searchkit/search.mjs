// What a page with InstantSearch's search box, hits and category list asks, through Searchkit and the gateway.
//   node examples/searchkit/search.mjs [words [facet:value]]
import createClient from '@searchkit/instantsearch-client';
import Searchkit from 'searchkit';

const { RELEVANCE_URL: host = 'http://127.0.0.1:9600' } = process.env;
const [text = '书包', filter] = process.argv.slice(2);

const searchkit = new Searchkit({
  connection: { host },
  search_settings: {
    search_attributes: [{ field: 'title', weight: 2 }, 'description'],
    result_attributes: ['title', 'price', 'category'],
    highlight_attributes: ['title'],
    facet_attributes: [{ attribute: 'category', field: 'category.keyword', type: 'string' }],
  },
});
const client = createClient(searchkit);

const { results } = await client.search([
  {
    indexName: 'products',
    params: {
      query: text,
      hitsPerPage: 5,
      facets: ['category'],
      ...(filter === undefined ? {} : { facetFilters: [[filter]] }),
    },
  },
]);

const [{ nbHits, hits, facets }] = results;
// Searchkit's client writes down why a search failed and gives an empty result, so that a page stays as it is.
if (facets === undefined) process.exit(1);
console.log(`${text}: ${nbHits} products`);
for (const { title, price } of hits) console.log(`  ${title}  ${price}`);
console.log('Categories');
for (const [category, count] of Object.entries(facets.category)) console.log(`  ${category}  ${count}`);
