import type { FieldMapping } from '../reader.ts';
import { bm25, bm25Score, idf } from '../similarity.ts';
import { formatOf, parseDateRange } from './date-math.ts';
import { SearchFault } from './fault.ts';
import { EMPTY, collectDocs, constantScores } from './matches.ts';
import { none } from './plan.ts';
import type { Matches, Plan } from './plan.ts';
import type { Binding } from './query.ts';

const WHOLE = new Set(['long', 'integer', 'short', 'byte']);

function refuse(binding: Binding, cause: { type: string; reason: string }): SearchFault {
  return new SearchFault('query_shard_exception', `failed to create query: ${cause.reason}`, {
    onShard: true,
    extra: { index: binding.reader.name },
    causedBy: cause,
  });
}

/** A number of the field's kind, a date in milliseconds, a boolean as 0 or 1. @throws SearchFault */
export function typedNumber(binding: Binding, mapping: FieldMapping, value: unknown): number {
  if (mapping.type === 'boolean') {
    if (value === true || value === 'true') return 1;
    if (value === false || value === 'false' || value === '') return 0;
    throw refuse(binding, {
      type: 'illegal_argument_exception',
      reason: `Can't parse boolean value [${String(value)}], expected [true] or [false]`,
    });
  }
  const number = typeof value === 'number' ? value : Number(String(value));
  if (String(value).trim() === '' || Number.isNaN(number)) {
    throw refuse(binding, {
      type: 'number_format_exception',
      reason: `For input string: "${String(value)}"`,
    });
  }
  return mapping.type === 'float' ? Math.fround(number) : number;
}

function holdingDocs(binding: Binding, path: string, test: (value: number) => boolean): Int32Array {
  const column = binding.reader.column(path);
  if (column === undefined) return EMPTY.docs;
  return collectDocs(binding.reader.maxDoc, (doc) =>
    column.values(doc).some((value) => test(value as number)),
  );
}

function booleanMatches(binding: Binding, path: string, wanted: number): Matches {
  const docs = holdingDocs(binding, path, (value) => value === wanted);
  if (docs.length === 0) return EMPTY;
  const docCount = holdingDocs(binding, path, () => true).length;
  const similarity = bm25(1, idf({ docFreq: docs.length, docCount }), 1);
  return constantScores(docs, bm25Score(similarity, 1, 1));
}

/** Documents with a value in a closed range; dates, numbers and booleans alike. */
export function numberRange(binding: Binding, path: string, range: { from: number; to: number }): Plan {
  const { from, to } = range;
  return {
    kind: 'documents',
    boost: 1,
    description: `${path}:[${from} TO ${to}]`,
    collect: () => ({
      docs: holdingDocs(binding, path, (value) => value >= from && value <= to),
      scores: null,
    }),
  };
}

/** One value of a field that is not analysed into words: equality, a whole day for a date without a time. */
export function valuePlan(binding: Binding, mapping: FieldMapping, value: unknown): Plan {
  const { path, type } = mapping;
  if (type === 'date')
    return numberRange(
      binding,
      path,
      parseDateRange(String(value), { now: binding.now, ...formatOf(mapping) }),
    );
  const number = typedNumber(binding, mapping, value);
  if (type === 'boolean') {
    return {
      kind: 'documents',
      boost: 1,
      description: `${path}:${number === 1 ? 'T' : 'F'}`,
      collect: () => booleanMatches(binding, path, number),
    };
  }
  if (WHOLE.has(type) && !Number.isInteger(number)) return none(`Value [${number}] has a decimal part`);
  return numberRange(binding, path, { from: number, to: number });
}
