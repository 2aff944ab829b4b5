import { describe, expect, test } from '@jest/globals';
import { ClickLog } from '../../../../src/evaluation/import/click-log.ts';

const model = { impressions: new Set(['impression']), clicks: new Set(['click']), minImpressions: 1 };

function event(action: string, search: string, document: string, more: object = {}): string {
  const { position = 1, query = 'tea' } = more as { position?: number | null; query?: string | null };
  return JSON.stringify({
    action_name: action,
    query_id: search,
    ...(query === null ? {} : { user_query: query }),
    event_attributes: {
      object: { object_id: document, object_id_field: 'sku' },
      ...(position === null ? {} : { position: { ordinal: position } }),
    },
  });
}

function ratings(log: ClickLog): Readonly<Record<string, number>> {
  return Object.fromEntries(
    log.judgments().judgments.map(({ query, document, rating }) => [`${query}/${document}`, rating]),
  );
}

function logOf(lines: readonly string[], options: Partial<typeof model> = {}): ClickLog {
  const log = new ClickLog({ ...model, ...options });
  lines.forEach((line, at) => log.add(line, `f:${at + 1}`));
  return log;
}

describe('clicks', () => {
  test('count against those that the places of a document would get', () => {
    // Ten searches show a above b; the first place gets six clicks of ten, the second two.
    const lines = [...Array(10).keys()].flatMap((at) => [
      event('impression', `s${at}`, 'a', { position: 1 }),
      event('impression', `s${at}`, 'b', { position: 2 }),
      ...(at < 6 ? [event('click', `s${at}`, 'a', { position: 1 })] : []),
      ...(at < 2 ? [event('click', `s${at}`, 'b', { position: 2 })] : []),
    ]);
    // As often as expected, both.
    expect(ratings(logOf(lines))).toEqual({ 'tea/a': 1, 'tea/b': 1 });
    // An eleventh search shows b first, and it is clicked: (3 + 1) / (2/10 · 10 + 7/11 + 1).
    const more = [
      event('impression', 's10', 'b', { position: 1 }),
      event('click', 's10', 'b', { position: 1 }),
    ];
    expect(ratings(logOf([...lines, ...more]))['tea/b']).toBeCloseTo(4 / (2 + 7 / 11 + 1), 6);
    expect(ratings(logOf([...lines, ...more]))['tea/a']).toBeCloseTo(7 / ((10 * 7) / 11 + 1), 6);
  });

  test('of one page count once, and say that what was clicked was shown', () => {
    const lines = [event('click', 's', 'a'), event('click', 's', 'a'), event('impression', 's', 'a')];
    expect(ratings(logOf(lines))).toEqual({ 'tea/a': 1 });
    expect(logOf(lines, { minImpressions: 2 }).judgments().judgments).toEqual([]);
  });

  test('of a text however it is typed are those of one query', () => {
    const lines = [
      event('click', 's1', 'a', { query: ' Green  Tea' }),
      event('impression', 's2', 'a', { query: 'green tea' }),
    ];
    const { queries, judgments } = logOf(lines).judgments();
    expect(queries).toEqual(['Green  Tea']);
    expect(judgments).toHaveLength(1);
  });
});

describe('a log', () => {
  test('is a bulk file, search hits or plain objects; searches tell the text that events leave out', () => {
    const lines = [
      '{"index":{"_index":"ubi_queries","_id":"1"}}',
      '{"query_id":"s","user_query":"milk","query_attributes":{}}',
      '{"_index":"ubi_events","_source":' + event('click', 's', 'a', { query: null }) + '}',
      event('page_exit', 's', 'a'),
      event('impression', 'unknown', 'a', { query: null }),
    ];
    const log = logOf(lines);
    expect(Object.keys(ratings(log))).toEqual(['milk/a']);
    expect(log.skipped).toBe(1);
  });

  test('may call its actions otherwise, and leave places out', () => {
    const lines = [
      event('add_to_cart', 's', 'a', { position: null }),
      event('view', 's', 'b', { position: null }),
    ];
    const log = logOf(lines, { impressions: new Set(['view']), clicks: new Set(['add_to_cart']) });
    expect(ratings(log)).toEqual({ 'tea/a': 1.333333, 'tea/b': 0.666667 });
  });

  test.each([
    ['nonsense', 'f:1: not a JSON object'],
    ['{"a":1}', 'f:1: neither an event ("action_name") nor a search ("query_id", "user_query")'],
  ])('%s is none', (line, message) => {
    expect(() => logOf([line])).toThrow(message);
  });
});
