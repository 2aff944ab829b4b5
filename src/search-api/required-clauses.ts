import type { JsonNode } from '../json/document.ts';
import { array, type Dsl, object, some } from './compile/dsl.ts';
import { QUERY_TABLE } from './query-table.ts';

/** The clauses without words that a document must satisfy to match a query. */
export function requiredClauses(query: JsonNode): readonly Dsl[] {
  const [member] = query.members();
  if (member === undefined) return [];
  const { key, value } = member;
  const row = QUERY_TABLE.get(key);
  if (row?.kind === 'text') return [];
  if (row?.kind !== 'compound' || key === 'constant_score') return [textOf(query)];
  if (key === 'bool') return ofBool(value);
  if (key === 'dis_max') return anyOf(all(value.get('queries')));
  if (key === 'nested') return ofNested(value);
  // A pinned document is there whatever the organic query says.
  if (key === 'pinned') return [];
  return row.scoring.flatMap((name) => all(value.get(name)).flatMap(requiredClauses));
}

function ofBool(bool: JsonNode): readonly Dsl[] {
  const must = all(bool.get('must'));
  const filter = all(bool.get('filter'));
  const mustNot = all(bool.get('must_not'));
  const should = all(bool.get('should'));
  const least = bool.get('minimum_should_match')?.text();
  const needsOne = least === undefined ? must.length + filter.length === 0 : !/^[-0]/.test(least);
  return [
    ...must.flatMap(requiredClauses),
    ...filter.map(textOf),
    ...(mustNot.length === 0 ? [] : [object({ bool: object({ must_not: array(mustNot.map(textOf)) }) })]),
    ...(needsOne ? anyOf(should) : []),
  ];
}

/** One of several must match: a clause of its own, unless one of them can match by words alone. */
function anyOf(queries: readonly JsonNode[]): readonly Dsl[] {
  const [only] = queries;
  if (queries.length === 1 && only !== undefined) return requiredClauses(only);
  const ways = queries.map(requiredClauses);
  if (ways.length === 0 || ways.some((clauses) => clauses.length === 0)) return [];
  const should = ways.map((clauses) => object({ bool: object({ filter: array(clauses) }) }));
  return [object({ bool: object({ should: array(should) }) })];
}

/** What is required of one nested document stays together. */
function ofNested(nested: JsonNode): readonly Dsl[] {
  const inner = all(nested.get('query')).flatMap(requiredClauses);
  const path = nested.get('path');
  if (inner.length === 0 || path === undefined) return [];
  const query = object({ bool: object({ filter: some(inner) }) });
  return [object({ nested: object({ path: textOf(path), query, ignore_unmapped: 'true' }) })];
}

/** One query or an array of them. */
function all(value: JsonNode | undefined): readonly JsonNode[] {
  if (value === undefined) return [];
  return value.kind === 'array' ? [...value.items()] : [value];
}

/** On one line, since the items of an `_msearch` are; a line end can only stand between tokens. */
export function textOf(node: JsonNode): Dsl {
  return node
    .raw()
    .toString()
    .replaceAll(/[\r\n]+/g, ' ');
}
