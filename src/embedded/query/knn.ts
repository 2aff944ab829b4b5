import type { VectorField } from '../reader.ts';
import { SearchFault, illegalArgument, notSupported, shardFault } from './fault.ts';
import { EMPTY, collectDocs } from './matches.ts';
import { TopK } from '../topk.ts';
import { Options } from './options.ts';
import { bool, named, none } from './plan.ts';
import type { Matches } from './plan.ts';
import type { Binding, Family, ParseQuery, Query } from './query.ts';

/** A vector search, checked. */
export interface KnnSearch {
  readonly field: string;
  readonly vector: Float32Array;
  readonly k: number | undefined;
  readonly candidates: number | undefined;
  readonly filters: readonly Query[];
  readonly similarity: number | undefined;
  readonly boost: number;
  readonly name: string | undefined;
}

const MAX_CANDIDATES = 10_000;

/** Reads the body of `knn`, top-level or as a query. */
export function parseKnn(body: unknown, parse: ParseQuery): KnnSearch {
  const options = Options.strict('knn', body);
  const field = options.text('field');
  if (options.has('query_vector_builder')) throw notSupported('[query_vector_builder]');
  if (options.has('inner_hits')) throw notSupported('[inner_hits]');
  const vector = options.take('query_vector');
  const k = options.integer('k');
  const candidates = options.integer('num_candidates');
  const filters = options.list('filter').map(parse);
  const similarity = options.number('similarity');
  const boost = options.boost();
  const name = options.name();
  options.take('rescore_vector');
  options.done();
  if (field === undefined) throw illegalArgument('Required [field]');
  if (!Array.isArray(vector))
    throw illegalArgument('either [query_vector_builder] or [query_vector] must be provided');
  if (k !== undefined && k < 1) throw illegalArgument('[k] must be greater than 0');
  if (candidates !== undefined && k !== undefined && candidates < k) {
    throw illegalArgument('[num_candidates] cannot be less than [k]');
  }
  if (candidates !== undefined && candidates > MAX_CANDIDATES) {
    throw illegalArgument(`[num_candidates] cannot exceed [${MAX_CANDIDATES}]`);
  }
  return {
    field,
    vector: Float32Array.from(vector, Number),
    k,
    candidates,
    filters,
    similarity,
    boost,
    name,
  };
}

/** Four sums at a time let the processor overlap the additions. */
function dot(a: Float32Array, b: Float32Array, at: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    s0 += a[i]! * b[at + i]!;
    s1 += a[i + 1]! * b[at + i + 1]!;
    s2 += a[i + 2]! * b[at + i + 2]!;
    s3 += a[i + 3]! * b[at + i + 3]!;
  }
  for (; i < a.length; i++) s0 += a[i]! * b[at + i]!;
  return s0 + s1 + s2 + s3;
}

/** Lengths of a snapshot's vectors, measured once. */
const lengthsOf = new WeakMap<VectorField, Float64Array>();

function vectorLengths(field: VectorField): Float64Array {
  const known = lengthsOf.get(field);
  if (known !== undefined) return known;
  const { data, dims } = field;
  const lengths = new Float64Array(Math.floor(data.length / dims));
  for (let doc = 0; doc < lengths.length; doc++) {
    const row = data.subarray(doc * dims, (doc + 1) * dims);
    lengths[doc] = Math.sqrt(dot(row, row, 0));
  }
  lengthsOf.set(field, lengths);
  return lengths;
}

function squaredDistance(a: Float32Array, b: Float32Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[at + i]!;
    sum += difference * difference;
  }
  return sum;
}

/** A document's closeness, as the mapping's similarity has it. */
function closeness(field: VectorField, vector: Float32Array): (doc: number) => number {
  const { data, dims, similarity } = field;
  if (similarity === 'l2_norm') return (doc) => squaredDistance(vector, data, doc * dims);
  if (similarity !== 'cosine') return (doc) => dot(vector, data, doc * dims);
  const length = Math.sqrt(dot(vector, vector, 0));
  const lengths = vectorLengths(field);
  return (doc) => dot(vector, data, doc * dims) / (length * lengths[doc]!);
}

/** `_score` for a closeness; every similarity maps to 0 and up. */
function vectorScore(similarity: VectorField['similarity'], value: number): number {
  switch (similarity) {
    case 'l2_norm':
      return 1 / (1 + value);
    case 'max_inner_product':
      return value < 0 ? 1 / (1 - value) : value + 1;
    default:
      return Math.max(0, (1 + value) / 2);
  }
}

function checkVector(field: VectorField, search: KnnSearch): void {
  if (search.vector.length !== field.dims) {
    const reason = `The query vector has a different number of dimensions [${search.vector.length}] than the document vectors [${field.dims}].`;
    throw new SearchFault('query_shard_exception', `failed to create query: ${reason}`, {
      onShard: true,
      causedBy: { type: 'illegal_argument_exception', reason },
    });
  }
  if (field.similarity === 'cosine' && search.vector.every((value) => value === 0)) {
    throw shardFault(
      'query_shard_exception',
      'failed to create query: The [cosine] similarity does not support vectors with zero magnitude.',
    );
  }
}

interface Near {
  readonly doc: number;
  readonly score: number;
}

/** The `limit` nearest live documents, exactly: every allowed row is compared. */
export function nearest(binding: Binding, search: KnnSearch, limit: number): Matches {
  const { reader, executor } = binding;
  const field = reader.vectors(search.field);
  if (field === undefined) {
    const mapping = reader.field(search.field);
    if (mapping === undefined || mapping.type === 'dense_vector') return EMPTY;
    throw new SearchFault(
      'query_shard_exception',
      `failed to create query: [knn] queries are only supported on [dense_vector] fields`,
      {
        onShard: true,
      },
    );
  }
  checkVector(field, search);
  const filters = search.filters.map((query) => query.bind(binding));
  const allowed =
    filters.length > 0
      ? executor.live(bool({ filter: filters }), null).docs
      : collectDocs(reader.maxDoc, (doc) => reader.isLive(doc));
  const measure = closeness(field, search.vector);
  const threshold = search.similarity;
  const within = (value: number): boolean =>
    threshold === undefined ||
    (field.similarity === 'l2_norm' ? value <= threshold * threshold : value >= threshold);
  const top = new TopK<Near>(limit, (a, b) => b.score - a.score || a.doc - b.doc);
  for (const doc of allowed) {
    if (!field.has(doc)) continue;
    const value = measure(doc);
    if (!within(value)) continue;
    const score = Math.fround(vectorScore(field.similarity, value));
    const worst = top.threshold;
    if (worst === undefined || score > worst.score) top.offer({ doc, score });
  }
  const best = [...top.sorted()];
  best.sort((a, b) => a.doc - b.doc);
  return {
    docs: Int32Array.from(best, ({ doc }) => doc),
    scores: Float32Array.from(best, ({ score }) => score),
  };
}

/** `knn` as a clause: the nearest `k` of each index. */
export const knn: Family = (body, parse) => {
  const search = parseKnn(body, parse);
  return {
    bind: (binding) => {
      if (binding.reader.field(search.field) === undefined) return none(`unmapped field [${search.field}]`);
      const limit = search.k ?? search.candidates ?? Math.min(Math.ceil(1.5 * binding.size), MAX_CANDIDATES);
      const matches = nearest(binding, search, limit);
      return named(
        {
          kind: 'documents',
          boost: search.boost,
          description: `knn on [${search.field}]`,
          collect: () => matches,
        },
        search.name,
      );
    },
  };
};
