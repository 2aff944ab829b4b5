import { float, double, RawJson } from '../json/write.ts';
import { highlighter } from '../highlight/highlight.ts';
import type { Highlighter } from '../highlight/highlight.ts';
import { formatDate, isFloating } from '../aggregations/values.ts';
import { explain } from '../query/explain.ts';
import { formatOf, parseDate } from '../query/date-math.ts';
import { indexOfDoc } from '../query/matches.ts';
import { wildcardTest } from '../query/pattern-terms.ts';
import { children } from '../query/plan.ts';
import type { Plan } from '../query/plan.ts';
import type { FieldMapping, IndexReader } from '../reader.ts';
import type { ShardMatches } from './collect.ts';
import type { Ranked } from './rank.ts';
import type { FetchField, SearchSpec } from './request.ts';
import { keyJson } from './sort.ts';
import { fielddataFault } from './sort.ts';
import { filterSource } from './source-filter.ts';
import { sourceValues } from './source-values.ts';

function fieldPaths(reader: IndexReader, pattern: string): readonly string[] {
  if (!pattern.includes('*')) return reader.fields.has(pattern) ? [pattern] : [];
  const test = wildcardTest(pattern, false);
  return [...reader.fields.keys()].filter((path) => test.test(path));
}

function docvalueJson(mapping: FieldMapping, value: number | string, format: string | null): unknown {
  if (typeof value === 'string') return value;
  if (mapping.type === 'date') return formatDate(value, format ?? mapping.dateFormat?.pattern);
  if (mapping.type === 'boolean') return value === 1;
  return isFloating(mapping.type) ? double(value) : value;
}

/** A value of the source as `fields` shows it: dates in one format, booleans and numbers as such. */
function fieldJson(mapping: FieldMapping, value: unknown, format: string | null): unknown {
  if (mapping.type === 'date') {
    const time = parseDate(String(value), { now: 0, roundUp: false, ...formatOf(mapping) });
    return formatDate(time, format ?? mapping.dateFormat?.pattern);
  }
  if (mapping.type === 'boolean') return value === true || value === 'true';
  if (mapping.type === 'text' || mapping.type === 'keyword') return String(value);
  if (mapping.type === 'dense_vector') return value;
  return isFloating(mapping.type) ? double(Number(value)) : Number(value);
}

function fetchFields(
  reader: IndexReader,
  wanted: readonly FetchField[],
  read: (path: string, field: FetchField) => readonly unknown[],
): Map<string, readonly unknown[]> {
  const found = new Map<string, readonly unknown[]>();
  for (const field of wanted) {
    for (const path of fieldPaths(reader, field.pattern)) {
      const values = read(path, field);
      if (values.length > 0) found.set(path, values);
    }
  }
  return found;
}

function docvalues(reader: IndexReader, doc: number, path: string, field: FetchField): readonly unknown[] {
  const mapping = reader.field(path)!;
  if (mapping.type === 'text') {
    if (field.pattern.includes('*')) return [];
    throw fielddataFault(reader, path);
  }
  return (reader.column(path)?.values(doc) ?? []).map((value) => docvalueJson(mapping, value, field.format));
}

interface NamedDocs {
  readonly name: string;
  readonly docs: Int32Array;
}

/** Documents of each clause with a `_name`. */
function namedDocs({ target, plan }: ShardMatches): readonly NamedDocs[] {
  const found: NamedDocs[] = [];
  const visit = (one: Plan): void => {
    if (one.name !== undefined)
      found.push({ name: one.name, docs: target.binding.executor.run(one, null).docs });
    for (const below of children(one)) visit(below);
  };
  visit(plan);
  return found;
}

interface ShardFetch {
  readonly named: readonly NamedDocs[];
  readonly highlight: Highlighter | null;
}

interface FetchContext {
  readonly shards: readonly ShardMatches[];
  readonly spec: SearchSpec;
  /** False where hits were ordered without scores. */
  readonly scored: boolean;
}

function hitFields(
  shard: ShardMatches,
  hit: Ranked,
  context: FetchContext,
  source: unknown,
): Record<string, unknown> {
  const { reader } = shard.target;
  const { spec } = context;
  const found = new Map([
    ...fetchFields(reader, spec.docvalueFields, (path, field) => docvalues(reader, hit.doc, path, field)),
    ...fetchFields(reader, spec.fields, (path, field) =>
      sourceValues(reader, path, source).map((value) => fieldJson(reader.field(path)!, value, field.format)),
    ),
  ]);
  if (spec.collapse !== null) found.set(spec.collapse, [groupJson(reader, spec.collapse, hit)]);
  return Object.fromEntries(found);
}

function groupJson(reader: IndexReader, field: string, { group }: Ranked): unknown {
  return group === null ? null : docvalueJson(reader.field(field)!, group, null);
}

function hitJson(
  context: FetchContext,
  hit: Ranked,
  { source, fetch }: { source: Buffer; fetch: ShardFetch },
): unknown {
  const { spec, shards, scored } = context;
  const shard = shards[hit.shard]!;
  const { reader } = shard.target;
  const needsSource = spec.fields.length > 0 || fetch.highlight !== null;
  const parsed: unknown = needsSource ? JSON.parse(source.toString('utf8')) : undefined;
  const { version, seqNo, primaryTerm } = reader.versionOf(hit.doc);
  const fields = hitFields(shard, hit, context, parsed);
  const matched = fetch.named.filter(({ docs }) => indexOfDoc(docs, hit.doc) >= 0).map(({ name }) => name);
  return {
    ...(spec.explain && { _shard: `[${reader.name}][0]`, _node: 'embedded' }),
    _index: reader.name,
    ...(spec.stored && { _id: reader.idOf(hit.doc) }),
    ...(spec.version && { _version: version }),
    ...(spec.seqNo && { _seq_no: seqNo, _primary_term: primaryTerm }),
    _score: scored ? float(hit.score) : null,
    ...(spec.stored && spec.source.enabled && { _source: new RawJson(filterSource(source, spec.source)) }),
    ...(Object.keys(fields).length > 0 && { fields }),
    highlight: fetch.highlight?.(parsed),
    ...(hit.keys.length > 0 &&
      spec.sort.length > 0 && { sort: spec.sort.map((one, i) => keyJson(reader, one, hit.keys[i]!)) }),
    ...(matched.length > 0 && { matched_queries: [...new Set(matched)] }),
    ...(spec.explain && { _explanation: explain(shard.target.binding.executor, shard.plan, hit.doc) }),
  };
}

/** Everything about the hits of a page that the caller asked for. */
export async function fetchHits(context: FetchContext, page: readonly Ranked[]): Promise<readonly unknown[]> {
  const { shards, spec } = context;
  const perShard = new Map<number, ShardFetch>();
  const sources = new Map<Ranked, Buffer>();
  for (const [i, shard] of shards.entries()) {
    const own = page.filter((hit) => hit.shard === i);
    if (own.length === 0) continue;
    const { binding } = shard.target;
    perShard.set(i, {
      named: namedDocs(shard),
      highlight: spec.highlight === null ? null : highlighter(binding, spec.highlight, shard.plan),
    });
    const fetched = await shard.target.reader.sources(own.map(({ doc }) => doc));
    own.forEach((hit, at) => sources.set(hit, fetched[at]!));
  }
  return page.map((hit) =>
    hitJson(context, hit, { source: sources.get(hit)!, fetch: perShard.get(hit.shard)! }),
  );
}
