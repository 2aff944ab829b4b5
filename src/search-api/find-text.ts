import type { TextClause } from '../domain/search-request.ts';
import type { JsonNode } from '../json/document.ts';
import { Doubt } from './bypass-reason.ts';
import { onlyMember } from './json-shape.ts';
import { QUERY_TABLE } from './query-table.ts';
import { readClause } from './text-clause.ts';

/** Deeper trees are not walked. */
const MAX_DEPTH = 50;

/** What stands around a query in its tree. */
interface Around {
  readonly depth: number;
  readonly nestedPath?: string;
  readonly underFunction?: boolean;
}

/**
 * The clauses of a query tree that carry text in scoring positions, in the order of their bytes.
 * @throws Doubt when the tree holds anything whose meaning for the text is not certain
 */
export function findText(query: JsonNode): readonly TextClause[] {
  return [...walk(query, { depth: 0 })];
}

function* walk(query: JsonNode, around: Around): Generator<TextClause, undefined> {
  if (around.depth > MAX_DEPTH) throw new Doubt('size');
  const { key, value } = onlyMember(query, 'unknown_query');
  const row = QUERY_TABLE.get(key);
  if (row === undefined) throw new Doubt('unknown_query');
  if (row.kind === 'bypass') throw new Doubt(row.reason);
  if (row.kind === 'carry') return;
  if (row.kind === 'text') {
    const clause = readClause(key, query, value);
    const { nestedPath, underFunction } = around;
    if (clause === undefined) return;
    yield {
      ...clause,
      ...(nestedPath === undefined ? {} : { nestedPath }),
      ...(underFunction === true ? { underFunction } : {}),
    };
    return;
  }
  if (value.kind !== 'object') throw new Doubt('unknown_query');
  const inside = step(around, value, row.functions === true);
  for (const member of value.members()) {
    if (row.scoring.includes(member.key)) yield* walkAll(member.value, inside);
    else if (!row.carried.includes(member.key)) throw new Doubt(row.refused?.[member.key] ?? 'unknown_query');
  }
}

/** One level further down; of the compound queries only `nested` has a path. */
function step(around: Around, compound: JsonNode, functions: boolean): Around {
  const path = compound.get('path');
  return {
    ...around,
    depth: around.depth + 1,
    ...(path === undefined ? {} : { nestedPath: path.text() }),
    ...(functions ? { underFunction: true } : {}),
  };
}

/** `must`, `should` and `queries` hold one query or an array of them. */
function* walkAll(value: JsonNode, around: Around): Generator<TextClause, undefined> {
  if (value.kind === 'array') for (const item of value.items()) yield* walk(item, around);
  else yield* walk(value, around);
}
