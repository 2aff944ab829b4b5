import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonFault } from '../../../src/json/fault.ts';
import { assembleAnswer, candidatesOf, orderOf, readAnswer } from '../../../src/search-api/answer.ts';
import type { RankedHit, SearchAnswer } from '../../../src/search-api/answer.ts';
import { fixture, MAJORS } from './answers.ts';

const NAMES = (
  'rich plain pretty pretty-int-total int-total profile inner-hits sorted empty empty-pretty untracked ' +
  'untracked-int capped past-the-end filtered no-ids error'
).split(' ');
const CASES = MAJORS.flatMap((major) => NAMES.map((name) => [major, name] as const));
const ID = '"quo\\te/手';

interface Body {
  took: number;
  hits: { total: { value: number; relation: string }; max_score: number | null; hits: Hit[] };
}
interface Hit {
  _id: string;
  _score: number | null;
}

const bodyOf = (bytes: Buffer): Body => JSON.parse(bytes.toString());
const own = (answer: SearchAnswer): RankedHit[] => answer.hits.map((hit) => ({ hit, score: hit.score }));
const cut = (answer: SearchAnswer, range: { start: number; end: number } | null | undefined) =>
  range ? answer.body.toString('utf8', range.start, range.end) : range;
const read = (text: string) => readAnswer(Buffer.from(text));

describe('reading an answer', () => {
  test.each(CASES)('finds in %s/%s what JSON.parse finds', (major, name) => {
    const body = fixture(major, name);
    const answer = readAnswer(body);
    const parsed = JSON.parse(body.toString());
    expect(cut(answer, answer.took)).toEqual(parsed.took === undefined ? null : String(parsed.took));
    expect(answer.timedOut).toBe(parsed.timed_out ?? false);
    expect(answer.shards === null ? undefined : JSON.parse(cut(answer, answer.shards)!)).toEqual(
      parsed._shards,
    );
    expect(answer.maxScore?.value).toBe(parsed.hits?.max_score);
    expect(answer.total?.value).toBe(parsed.hits?.total?.value ?? parsed.hits?.total);
    expect(cut(answer, answer.total?.relationRange) ?? undefined).toBe(
      parsed.hits?.total?.relation && JSON.stringify(parsed.hits.total.relation),
    );
    expect(answer.hits.map((hit) => JSON.parse(cut(answer, hit)!))).toEqual(parsed.hits?.hits ?? []);
    expect(answer.hits.map(({ id, index, score }) => [id, index, score])).toEqual(
      (parsed.hits?.hits ?? []).map((hit: Record<string, unknown>) => [
        hit['_id'] ?? '',
        hit['_index'] ?? '',
        hit['_score'] ?? null,
      ]),
    );
  });

  test('gives candidates in order, with what the leg knew of them', () => {
    const answer = readAnswer(fixture('9', 'plain'));
    expect(candidatesOf(answer, 'lexical').slice(0, 2)).toEqual([
      {
        index: 'asm_shop',
        id: ID,
        score: 0.79230314,
        legs: [{ leg: 'lexical', rank: 1, score: 0.79230314 }],
        fields: {},
        notes: [],
      },
      {
        index: 'asm_shop',
        id: '1',
        score: 0.6518149,
        legs: [{ leg: 'lexical', rank: 2, score: 0.6518149 }],
        fields: {},
        notes: [],
      },
    ]);
  });

  test('survives members of other kinds than ours', () => {
    const answer = read('{"hits":[1],"took":"x","_shards":null,"timed_out":true}');
    expect([answer.hits, answer.hitsRange, answer.timedOut]).toEqual([[], null, true]);
    const scores = read('{"hits":{"total":null,"max_score":"NaN","hits":[{"_id":"a","_score":"NaN"}]}}');
    expect([scores.maxScore?.value, scores.hits[0]?.score]).toEqual([null, null]);
  });

  test.each(['', '[]', 'null', '<html>', '{"hits":{"hits":[{"_id":"a"}', '{"hits":{"hits":[1]}}'])(
    'refuses what is no answer: %s',
    (text) => {
      expect(() => read(text)).toThrow(JsonFault);
    },
  );
});

describe('assembling', () => {
  test.each(CASES)('the own order of %s/%s changes took alone', (major, name) => {
    const body = fixture(major, name);
    const answer = readAnswer(body);
    const out = assembleAnswer(answer, { order: own(answer), tookMs: 123.4 });
    expect(out.toString()).toBe(body.toString().replace(/("took" ?: ?)\d+/, '$1123'));
  });

  test.each(MAJORS)('another order moves bytes and nothing else (%s, compact)', (major) => {
    const body = fixture(major, 'rich').toString();
    const answer = readAnswer(Buffer.from(body));
    const [first, ...rest] = answer.hits;
    const out = assembleAnswer(answer, {
      order: [...rest, first!].map((hit) => ({ hit, score: hit.score })),
      tookMs: 7,
    }).toString();
    const outside = (text: string) => {
      const { hitsRange } = read(text);
      return text.slice(0, hitsRange!.start) + text.slice(hitsRange!.end);
    };
    // Offsets are bytes: compare where there is ASCII only.
    const ascii = (text: string) => text.replaceAll('手', 'x').replaceAll('机', 'x');
    const second = String(rest[0]!.score);
    expect(outside(ascii(out))).toBe(
      outside(ascii(body))
        .replace(/"took":\d+/, '"took":7')
        .replace(/"max_score":[\d.]+/, `"max_score":${second}`),
    );
    const moved = readAnswer(Buffer.from(out));
    expect(moved.hits.slice(0, -1).map((hit) => cut(moved, hit))).toEqual(
      rest.map((hit) => cut(answer, hit)),
    );
    // The best hit came last: its score is lowered to that of the hit above it, its other bytes stay.
    const low = String(rest.at(-1)!.score);
    expect(cut(moved, moved.hits.at(-1))).toBe(cut(answer, first)!.replace(String(first!.score), low));
  });

  test.each(MAJORS)('pretty answers stay pretty (%s)', (major) => {
    for (const name of ['pretty', 'pretty-int-total']) {
      const answer = readAnswer(fixture(major, name));
      const order = answer.hits.toReversed().map((hit, position) => ({ hit, score: 9 - position }));
      const out = assembleAnswer(answer, { order, tookMs: 5 }).toString();
      const lines = (text: string) => text.split('\n').map((line) => line.trimEnd().replace(/,$/, ''));
      const mask = (text: string) =>
        lines(text.replaceAll(/("took"|"_score"|"max_score") : [\d.]+/g, '$1 : x')).toSorted();
      expect(mask(out)).toEqual(mask(answer.body.toString()));
      expect(bodyOf(Buffer.from(out)).hits.hits.map(({ _score }) => _score)).toEqual(
        order.map(({ score }) => score),
      );
      expect(out).toMatch(/"hits" : \[\n {6}\{\n[^]*\n {6}\},\n {6}\{\n[^]*\n {6}\}\n {4}\]\n/);
    }
  });

  test('fewer hits, none at all, and hits where there were none', () => {
    for (const name of ['plain', 'pretty']) {
      const full = readAnswer(fixture('9', name));
      const none = assembleAnswer(full, { order: [], tookMs: 1 });
      expect(bodyOf(none).hits).toMatchObject({ max_score: null, hits: [] });
      expect(none.toString()).toContain(name === 'pretty' ? '"hits" : [ ]' : '"hits":[]');
      const one = assembleAnswer(full, { order: own(full).slice(1, 2), tookMs: 1 });
      expect(bodyOf(one).hits.hits.map(({ _id }) => _id)).toEqual(['1']);

      const empty = readAnswer(fixture('9', name === 'pretty' ? 'empty-pretty' : 'empty'));
      const filled = assembleAnswer(empty, { order: own(full), tookMs: 1 });
      const hits = bodyOf(filled).hits;
      expect(hits.hits).toEqual(bodyOf(full.body).hits.hits);
      expect(hits.total).toEqual({ value: full.hits.length, relation: 'gte' });
      const array = (bytes: Buffer) => cut(readAnswer(bytes), readAnswer(bytes).hitsRange);
      expect(array(filled)).toBe(array(full.body));
    }
  });

  test('a page past the end keeps its best score', () => {
    const answer = readAnswer(fixture('9', 'past-the-end'));
    expect(bodyOf(assembleAnswer(answer, { order: [], tookMs: 1, from: 10 })).hits.max_score).toBe(0.423274);
  });

  test('totals rise to what was shown, and only then', () => {
    const answer = readAnswer(fixture('9', 'plain'));
    const order = own(answer).toReversed();
    const totalOf = (more: { from?: number; totalAtLeast?: number }) =>
      bodyOf(assembleAnswer(answer, { order, tookMs: 1, ...more })).hits.total;
    expect(totalOf({})).toEqual({ value: 4, relation: 'eq' });
    expect(totalOf({ from: 20 })).toEqual({ value: 24, relation: 'gte' });
    expect(totalOf({ from: 20, totalAtLeast: 50 })).toEqual({ value: 50, relation: 'gte' });
    expect(totalOf({ totalAtLeast: 3 })).toEqual({ value: 4, relation: 'eq' });

    const int = readAnswer(fixture('9', 'int-total'));
    const rise = (from: number) =>
      bodyOf(assembleAnswer(int, { order: own(int).toReversed(), tookMs: 1, from }));
    expect([rise(0).hits.total, rise(20).hits.total]).toEqual([4, 24]);
    const uncounted = readAnswer(fixture('9', 'untracked-int'));
    const out = assembleAnswer(uncounted, { order: own(uncounted).toReversed(), tookMs: 1, from: 20 });
    expect(bodyOf(out).hits.total).toBe(-1);
  });

  test('scores never rise, whatever they are', () => {
    const answer = readAnswer(fixture('8', 'plain'));
    const score = fc.oneof(fc.double(), fc.constant(null), fc.constantFrom(0, -0, 1, 3e300, NaN, Infinity));
    fc.assert(
      fc.property(fc.array(score, { minLength: 4, maxLength: 4 }), (scores) => {
        const order = answer.hits.map((hit, position) => ({ hit, score: scores[position] ?? null }));
        const { hits } = bodyOf(assembleAnswer(answer, { order, tookMs: 0 })).hits;
        const shown = hits.flatMap(({ _score }) => _score ?? []);
        expect(shown.every(Number.isFinite)).toBe(true);
        expect(shown).toEqual(shown.toSorted((a, b) => b - a));
        for (const [position, wanted] of scores.entries()) {
          expect(hits[position]!._score === null).toBe(wanted === null);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('writes a whole score with a point, as the engine does', () => {
    const answer = read('{"hits":{"max_score":1.5,"hits":[{"_id":"a","_score":1.5}]}}');
    const out = assembleAnswer(answer, { order: [{ hit: answer.hits[0]!, score: 2 }], tookMs: 1 });
    expect(out.toString()).toBe('{"hits":{"max_score":2.0,"hits":[{"_id":"a","_score":2.0}]}}');
  });

  test('a best score that was null stays null', () => {
    const answer = readAnswer(fixture('9', 'sorted'));
    const order = answer.hits.toReversed().map((hit) => ({ hit, score: 1 }));
    const { max_score, hits } = bodyOf(assembleAnswer(answer, { order, tookMs: 1 })).hits;
    expect([max_score, hits[0]?._score]).toEqual([null, 1]);
  });

  test('takes the best score of all pages where it is known', () => {
    const answer = readAnswer(fixture('9', 'plain'));
    const out = assembleAnswer(answer, { order: own(answer).slice(1), tookMs: 1, from: 1, maxScore: 12.5 });
    expect(bodyOf(out).hits.max_score).toBe(12.5);
  });
});

describe('order', () => {
  const candidate = (id: string, score: number | null = 1, index = 'asm_shop') => ({
    index,
    id,
    score,
    legs: [],
    fields: {},
    notes: [],
  });

  test('follows the candidates, with their scores, and leaves out what no answer holds', () => {
    const answer = readAnswer(fixture('9', 'plain'));
    const order = orderOf(answer, [
      candidate('2', 5),
      candidate('nope'),
      candidate(ID, 4),
      candidate('1', 3, 'x'),
    ]);
    expect(order.map(({ hit, score }) => [hit.id, score])).toEqual([
      ['2', 5],
      [ID, 4],
    ]);
  });

  test('takes hits from several answers, the first one first', () => {
    const hydration = read(
      '{"hits":{"hits":[{"_index":"asm_shop","_id":"9"},{"_index":"asm_shop","_id":"1"}]}}',
    );
    const answer = readAnswer(fixture('9', 'plain'));
    const order = orderOf([hydration, answer], [candidate('1'), candidate('2'), candidate('9')]);
    expect(order.map(({ hit }) => hit.body === hydration.body)).toEqual([true, false, true]);
    const out = bodyOf(assembleAnswer(answer, { order, tookMs: 1 }));
    expect(out.hits.hits.map(({ _id }) => _id)).toEqual(['1', '2', '9']);
  });

  test('keeps hits apart that share an id, or have none', () => {
    for (const answer of [
      readAnswer(fixture('9', 'no-ids')),
      read(
        '{"hits":{"hits":[{"_index":"i","_id":"a","_routing":"x"},{"_index":"i","_id":"a","_routing":"y"}]}}',
      ),
    ]) {
      expect(orderOf(answer, candidatesOf(answer, 'lexical')).map(({ hit }) => hit)).toEqual(answer.hits);
    }
  });
});
