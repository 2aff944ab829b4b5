import { describe, expect, test } from '@jest/globals';
import { mappedFields } from '../../../../src/cli/rules/mapped-fields.ts';
import { queriedFields } from '../../../../src/cli/rules/queried-fields.ts';

describe('the fields that a raw query looks in', () => {
  test.each<[string, string[]]>([
    ['{"term": {"brand": "x", "boost": 2}}', ['brand']],
    ['{"range": {"price": {"lte": %%most%%}}}', ['price']],
    ['{"bool": {"must": [{"match": {"title": "a"}}, {"exists": {"field": "stock"}}]}}', ['title', 'stock']],
    ['{"multi_match": {"query": "a: b", "fields": ["title^2", "text.*", "brand"]}}', ['title', 'brand']],
    ['{"nested": {"path": "offers", "query": {"term": {"offers.shop": "a"}}}}', ['offers', 'offers.shop']],
    ['{"function_score": {"gauss": {"date": {"scale": "1d"}, "decay": 0.5}}}', ['date']],
    ['{"ids": {"values": ["1"]}}', []],
    ['{"term": {"_id": "1"}}', []],
    ['price:[* TO 100] AND -brand:x "a: b" c\\:d', ['price', 'brand']],
    ['no fields', []],
    ['{"broken', []],
  ])('%s', (raw, fields) => {
    expect(queriedFields(raw)).toEqual(fields);
  });
});

test('the fields of a mapping: objects, views, runtime fields, and all below a flattened one', () => {
  const fields = mappedFields([
    {
      properties: {
        title: { type: 'text', fields: { raw: { type: 'keyword' } } },
        offers: { type: 'nested', properties: { price: { type: 'long' } } },
        attributes: { type: 'flattened' },
      },
    },
    { properties: { brand: { type: 'keyword' } }, runtime: { margin: {} } },
  ]);
  const known = ['title', 'title.raw', 'offers', 'offers.price', 'attributes.size.x', 'brand', 'margin'];
  expect(known.filter((name) => !fields.has(name))).toEqual([]);
  expect(['titel', 'raw', 'price', 'attributesx'].filter((name) => fields.has(name))).toEqual([]);
});
