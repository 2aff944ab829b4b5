import { describe, expect, test } from '@jest/globals';
import { AnalysisRegistry } from '../../../../src/embedded/analysis/registry.ts';
import type { JsonObject } from '../../../../src/embedded/json/parse.ts';
import { parseDocument } from '../../../../src/embedded/mapping/document.ts';
import { compileMapping } from '../../../../src/embedded/mapping/index-mapping.ts';
import { normaliseMapping } from '../../../../src/embedded/mapping/normalise.ts';
import { lengthToByte } from '../../../../src/embedded/segment/norms.ts';
import { byCodePoint } from '../../../../src/embedded/segment/inverted.ts';
import { Segment } from '../../../../src/embedded/segment/segment.ts';
import { Snapshot } from '../../../../src/embedded/segment/snapshot.ts';
import { wordSegmenter } from '../helpers.ts';

const mapping = compileMapping(
  normaliseMapping({
    properties: {
      t: { type: 'text' },
      k: { type: 'keyword', ignore_above: 5 },
      n: { type: 'integer' },
      v: { type: 'dense_vector', dims: 2, similarity: 'l2_norm' },
    },
  }),
  new AnalysisRegistry(wordSegmenter),
);

function add(segment: Segment, id: string, json: JsonObject): void {
  const { values, ignored } = parseDocument(mapping, { id, text: JSON.stringify(json), json });
  segment.add({ id, version: 1, seqNo: segment.maxDoc, primaryTerm: 1, values, ignored });
}

function snapshot(segment: Segment): Snapshot {
  const fetch = (seqNos: readonly number[]): Promise<Buffer[]> =>
    Promise.resolve(seqNos.map((seqNo) => Buffer.from(`{"seq":${seqNo}}`)));
  return new Snapshot({ name: 'a', segment, fields: mapping.fields, fetch });
}

describe('lengthToByte', () => {
  // org.apache.lucene.util.SmallFloat.intToByte4
  test.each([
    [0, 0],
    [1, 1],
    [39, 39],
    [40, 40],
    [41, 40],
    [42, 41],
    [1000, 87],
    [2_147_483_647, 255],
  ])('%i → %i', (length, byte) => expect(lengthToByte(length)).toBe(byte));
});

describe('byCodePoint', () => {
  test('orders as UTF-8 bytes do: characters beyond the basic plane last', () => {
    const terms = ['a', 'b', 'ab', '中', '\uffe5', '\u{20000}', ''];
    const bytes = terms.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect(terms.toSorted(byCodePoint)).toEqual(bytes);
  });
});

describe('Segment', () => {
  test('positions go on a hundred further in the next value', () => {
    const segment = new Segment();
    add(segment, '1', { t: ['one two', 'two'] });
    const field = snapshot(segment).inverted('t')!;
    expect([...field.postings('two')!.positions(0)]).toEqual([1, 102]);
    expect(field).toMatchObject({ docCount: 1, sumTotalTermFreq: 3 });
    expect(field.norms![0]).toBe(3);
  });

  test('keywords once a document, too long ones not at all', () => {
    const segment = new Segment();
    add(segment, '1', { k: ['b', 'a', 'b', 'toolong'] });
    const reader = snapshot(segment);
    expect(reader.column('k')!.values(0)).toEqual(['a', 'b']);
    expect([...reader.inverted('k')!.postings('b')!.freqs]).toEqual([1]);
    expect(reader.inverted('k')!.norms).toBeNull();
    expect([...reader.inverted('k')!.terms('aa')]).toEqual(['b']);
  });

  test('a snapshot sees neither later documents nor later deletions', async () => {
    const segment = new Segment();
    add(segment, '1', { t: 'x', n: 1 });
    add(segment, '2', { t: 'x', n: [3, 2], v: [1, 2] });
    const before = snapshot(segment);
    add(segment, '1', { t: 'x y', n: 9 });
    segment.delete('2');
    add(segment, '3', { t: 'x' });
    expect([...before.inverted('t')!.postings('x')!.docs]).toEqual([0, 1]);
    expect(before.inverted('t')!.postings('y')).toBeUndefined();
    expect([before.maxDoc, before.liveCount, before.isLive(0), before.isLive(1), before.isLive(2)]).toEqual([
      2,
      2,
      true,
      true,
      false,
    ]);
    expect([before.docOf('1'), before.docOf('2'), before.docOf('3')]).toEqual([0, 1, undefined]);
    expect(before.column('n')!.values(1)).toEqual([2, 3]);
    const after = snapshot(segment);
    expect([after.docOf('1'), after.docOf('2'), after.liveCount]).toEqual([2, undefined, 2]);
    before.retain(0, Buffer.from('{"old":true}'));
    expect((await before.sources([0, 1])).map(String)).toEqual(['{"old":true}', '{"seq":1}']);
  });

  test('compaction drops the dead, keeps the order and counts anew', () => {
    const segment = new Segment();
    for (let i = 0; i < 100; i++)
      add(segment, String(i), { t: `word w${i}`, k: `k${i % 3}`, n: i, v: [i, 1] });
    for (let i = 0; i < 100; i += 2) segment.delete(String(i));
    expect(segment.needsCompaction).toBe(true);
    expect(snapshot(segment).inverted('t')!.docCount).toBe(100);
    const compact = snapshot(segment.compacted());
    expect(compact.maxDoc).toBe(50);
    expect(compact.inverted('t')).toMatchObject({ docCount: 50, sumTotalTermFreq: 100 });
    expect(compact.inverted('t')!.postings('w0')).toBeUndefined();
    expect([...compact.inverted('t')!.postings('w3')!.docs]).toEqual([1]);
    expect(compact.idOf(1)).toBe('3');
    expect(compact.column('n')!.values(1)).toEqual([3]);
    expect(compact.column('k')!.values(1)).toEqual(['k0']);
    expect([...compact.vectors('v')!.data.subarray(2, 4)]).toEqual([3, 1]);
    expect(compact.inverted('t')!.norms![49]).toBe(2);
  });
});
