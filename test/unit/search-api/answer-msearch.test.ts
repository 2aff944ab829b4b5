import { describe, expect, test } from '@jest/globals';
import { JsonFault } from '../../../src/json/fault.ts';
import { assembleAnswer, readAnswer } from '../../../src/search-api/answer.ts';
import {
  asMsearchItem,
  assembleMsearch,
  composeMsearch,
  readMsearchAnswer,
} from '../../../src/search-api/answer-msearch.ts';
import { fixture, MAJORS } from './answers.ts';

const itemsOf = (body: Buffer) =>
  readMsearchAnswer(body).responses.map(({ start, end }) => body.subarray(start, end));

describe.each(MAJORS)('_msearch answers of major %s', (major) => {
  test.each(['msearch', 'msearch-pretty'])('%s: items and their statuses', (name) => {
    const body = fixture(major, name);
    const { responses } = readMsearchAnswer(body);
    expect(responses.map(({ status }) => status)).toEqual([200, 404, 200]);
    expect(itemsOf(body).map((item) => JSON.parse(item.toString()))).toEqual(
      JSON.parse(body.toString()).responses,
    );
  });

  test.each(['msearch', 'msearch-pretty'])('%s: its own items again change took alone', (name) => {
    const body = fixture(major, name);
    const out = assembleMsearch(readMsearchAnswer(body), itemsOf(body), 42);
    expect(out.toString()).toBe(body.toString().replace(/("took" ?: ?)\d+/, '$142'));
  });

  test.each(['msearch', 'msearch-pretty'])('%s: an improved item in its place', (name) => {
    const body = fixture(major, name);
    const items = itemsOf(body);
    const answer = readAnswer(items[0]!);
    const order = answer.hits.toReversed().map((hit) => ({ hit, score: 1 }));
    const improved = assembleAnswer(answer, { order, tookMs: 3 });
    const out = assembleMsearch(readMsearchAnswer(body), [improved, ...items.slice(1)], 3);
    const parsed = JSON.parse(out.toString());
    const before = JSON.parse(body.toString());
    const ids = (hits: { _id: string }[]) => hits.map(({ _id }) => _id);
    expect(ids(parsed.responses[0].hits.hits)).toEqual(ids(before.responses[0].hits.hits).toReversed());
    expect(parsed.responses.slice(1)).toEqual(before.responses.slice(1));
  });

  test('items that were searched alone are as the engine puts them together', () => {
    const body = fixture(major, 'msearch');
    const alone = itemsOf(body).map((item) => Buffer.from(item.toString().replace(/,"status":\d+\}$/, '}')));
    const items = alone.map((item, index) => asMsearchItem(item, index === 1 ? 404 : 200));
    const took = Number(/"took":(\d+)/.exec(body.toString())![1]);
    expect(composeMsearch(items, took).toString()).toBe(body.toString());
    expect(asMsearchItem(fixture(major, 'error'), 404)).toEqual(fixture(major, 'error'));
  });
});

test('an error has no items and stays as it is', () => {
  const body = fixture('9', 'error');
  const answer = readMsearchAnswer(body);
  expect(answer.responses).toEqual([]);
  expect(assembleMsearch(answer, [Buffer.from('{}')], 1)).toEqual(body);
});

test('edges: no items, an item without members, blanks around it', () => {
  expect(composeMsearch([], 0).toString()).toBe('{"took":0,"responses":[]}');
  expect(asMsearchItem(Buffer.from(' { } \n'), 200).toString()).toBe('{"status":200 }');
  expect(asMsearchItem(Buffer.from('{"a":1\n}\n'), 200).toString()).toBe('{"a":1,"status":200\n}');
  expect(() => readMsearchAnswer(Buffer.from('{"responses":[1]}'))).toThrow(JsonFault);
});
