import { expect, test } from '@jest/globals';
import { explainRequest } from '../../../../src/http/admin/explain-request.ts';

test('a body is an object, or the text of one, which stays as it is written', () => {
  const text = '{ "query": {"match_all": {}}, "min_score": 1.0, "search_after": [9007199254740993] }';
  expect(explainRequest({ index: 'shop', body: text }, []).body).toBe(text);
  expect(explainRequest({ index: 'shop', body: { size: 3 } }, []).body).toEqual({ size: 3 });
});

test.each([[''], ['{'], ['[]'], ['7'], ['null'], [7], [null], [[]]])('a body of %j is refused', (body) => {
  expect(() => explainRequest({ index: 'shop', body }, [])).toThrow(/^body must be a search body/);
});

test('words and a body together are refused, and neither', () => {
  for (const both of [{ query: 'a', body: '{}' }, {}]) {
    expect(() => explainRequest({ index: 'shop', ...both }, [])).toThrow('query or body, one of the two');
  }
});
