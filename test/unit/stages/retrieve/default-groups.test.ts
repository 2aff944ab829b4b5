import { expect, test } from '@jest/globals';
import type { FieldDescription, IndexDescription } from '../../../../src/domain/catalog.ts';
import { defaultGroups } from '../../../../src/stages/retrieve/fields/default-groups.ts';

const text = (analyzer = 'english'): FieldDescription => ({ type: 'text', analyzer, hanCut: null });
const keyword: FieldDescription = { type: 'keyword', analyzer: null, hanCut: null };

function groupsOf(fields: Readonly<Record<string, FieldDescription>>) {
  const index: IndexDescription = {
    name: 'products',
    kind: 'index',
    fields: new Map(Object.entries(fields)),
    meta: {},
  };
  return defaultGroups(index, { type: 'cross_fields', tieBreaker: 0, pieces: 0.5 }).map(
    ({ fields: names, boost }) => [...names, boost],
  );
}

test('fields of words share the words, and the title adds to them', () => {
  expect(groupsOf({ name: text(), title: text(), text: text(), brand: keyword })).toEqual([
    ['name', 'title', 'text', 1],
    ['title', 0.3],
  ]);
  expect(groupsOf({ body: text(), product_name: text() })).toEqual([
    ['body', 'product_name', 1],
    ['product_name', 0.3],
  ]);
});

test('one field is looked into once', () => {
  expect(groupsOf({ title: text() })).toEqual([['title', 1]]);
});

test('parts of words count by themselves; another reading of the same field does not', () => {
  const fields = {
    title: text(),
    'title.keyword': keyword,
    'title.standard': text('standard'),
    'title.ngram': text('trigrams'),
    'title.chars': text('single_character'),
    text: text(),
  };
  expect(groupsOf(fields)).toEqual([
    ['title', 'text', 1],
    ['title', 0.3],
    ['title.ngram', 'title.chars', 0.5],
  ]);
});

test('without a field of words there is nothing to look into', () => {
  expect(groupsOf({ sku: keyword })).toEqual([]);
});
