import { shardFault } from '../query/fault.ts';
import { TopK } from '../topk.ts';
import type { ShardMatches } from './collect.ts';
import { compareKeys, fielddataFault, isScoreOrder, keyFromJson, keyReader } from './sort.ts';
import type { SortKey, SortSpec } from './sort.ts';

/** A document on its way to the page. */
export interface Ranked {
  /** Position of its index in the search. */
  readonly shard: number;
  readonly doc: number;
  readonly score: number;
  /** By criterion of the sort; empty in score order. */
  readonly keys: readonly SortKey[];
  /** Value of the field that hits are collapsed by. */
  readonly group: SortKey;
}

export interface RankOptions {
  readonly sort: readonly SortSpec[];
  readonly searchAfter: readonly unknown[] | null;
  readonly collapse: string | null;
  /** How many of the best are wanted; may be infinite. */
  readonly limit: number;
}

type Compare = (a: Ranked, b: Ranked) => number;

const BY_SCORE: Compare = (a, b) => b.score - a.score || a.shard - b.shard || a.doc - b.doc;

function comparison(sort: readonly SortSpec[]): Compare {
  return (a, b) => {
    for (let i = 0; i < sort.length; i++) {
      const found = compareKeys(sort[i]!, a.keys[i]!, b.keys[i]!);
      if (found !== 0) return found;
    }
    return a.shard - b.shard || a.doc - b.doc;
  };
}

function afterKeys(
  shards: readonly ShardMatches[],
  sort: readonly SortSpec[],
  values: readonly unknown[],
): readonly SortKey[] {
  if (values.length !== sort.length) {
    throw shardFault(
      'illegal_argument_exception',
      `search_after has ${values.length} value(s) but sort has ${sort.length}.`,
    );
  }
  const [first] = shards;
  return first === undefined ? [] : sort.map((spec, i) => keyFromJson(first.target.reader, spec, values[i]));
}

function groupReader(shard: ShardMatches, field: string | null): (doc: number) => SortKey {
  if (field === null) return () => null;
  const { reader } = shard.target;
  const type = reader.field(field)?.type;
  if (type === undefined)
    throw shardFault(
      'illegal_argument_exception',
      `no mapping found for \`${field}\` in order to collapse on`,
    );
  if (type === 'text') throw fielddataFault(reader, field);
  const column = reader.column(field);
  return (doc) => column?.values(doc)[0] ?? null;
}

/** The best of each group only, in the order given. */
function collapsed(ranked: readonly Ranked[]): readonly Ranked[] {
  const seen = new Set<SortKey>();
  return ranked.filter(({ group }) => !seen.has(group) && seen.add(group));
}

function rankByScore(shards: readonly ShardMatches[], limit: number): readonly Ranked[] {
  const top = new TopK<Ranked>(limit, BY_SCORE);
  shards.forEach(({ docs, scores }, shard) => {
    for (let i = 0; i < docs.length; i++) {
      const score = scores?.[i] ?? 0;
      const worst = top.threshold;
      if (worst !== undefined && score <= worst.score) continue;
      top.offer({ shard, doc: docs[i]!, score, keys: [], group: null });
    }
  });
  return top.sorted();
}

/** Orders what was found and keeps the best. */
export function rank(shards: readonly ShardMatches[], options: RankOptions): readonly Ranked[] {
  const { collapse, limit } = options;
  if (
    isScoreOrder(options.sort) &&
    options.searchAfter === null &&
    collapse === null &&
    options.sort.length === 0
  ) {
    return limit === 0 ? [] : rankByScore(shards, limit);
  }
  const byScore: SortSpec = {
    field: '_score',
    descending: true,
    missing: '_last',
    mode: null,
    unmappedType: null,
  };
  const sort = options.sort.length === 0 ? [byScore] : options.sort;
  const compare = comparison(sort);
  const after = options.searchAfter === null ? null : afterKeys(shards, sort, options.searchAfter);
  const top = new TopK<Ranked>(collapse === null ? limit : Number.POSITIVE_INFINITY, compare);
  shards.forEach((found, shard) => {
    const { docs, scores, target } = found;
    const readers = sort.map((spec) => keyReader({ reader: target.reader, shard }, spec));
    const group = groupReader(found, collapse);
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i]!;
      const score = scores?.[i] ?? 0;
      const keys = readers.map((read) => read(doc, score));
      if (after !== null && !isAfter(sort, keys, after)) continue;
      top.offer({ shard, doc, score, keys, group: group(doc) });
    }
  });
  const sorted = collapse === null ? top.sorted() : collapsed(top.sorted()).slice(0, limit);
  return limit === 0 ? [] : sorted;
}

function isAfter(sort: readonly SortSpec[], keys: readonly SortKey[], after: readonly SortKey[]): boolean {
  for (let i = 0; i < sort.length; i++) {
    const found = compareKeys(sort[i]!, keys[i]!, after[i]!);
    if (found !== 0) return found > 0;
  }
  return false;
}
