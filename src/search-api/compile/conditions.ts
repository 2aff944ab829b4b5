import type { Clause, ClauseTerm } from '../../domain/query.ts';
import type { TextClause } from '../../domain/search-request.ts';
import { parseDocument } from '../../json/document.ts';
import { JsonFault } from '../../json/fault.ts';
import { all, best, type Dsl, number, object, some, text } from './dsl.ts';
import { fieldList } from './slot-clause.ts';
import { isCut } from './words.ts';

/** Fields that a condition looks in: those of the caller's text clauses, by the nested documents they belong to. */
export interface Where {
  readonly path: string | undefined;
  /** Empty: the index's default fields. */
  readonly fields: TextClause['fields'];
}

export function wheresOf(clauses: readonly TextClause[]): readonly Where[] {
  const paths = [...new Set(clauses.map(({ nestedPath }) => nestedPath))];
  return paths.map((path) => {
    const fields = clauses.filter(({ nestedPath }) => nestedPath === path).flatMap((clause) => clause.fields);
    return { path, fields: [...new Map(fields.map((field) => [field.name, field])).values()] };
  });
}

/** The clause of a boost or filter as a query; undefined where it says nothing, or what it says is no query. */
export function condition(clause: Clause, wheres: readonly Where[]): Dsl | undefined {
  if (clause.raw !== null) return rawQuery(clause.raw);
  if (clause.phrase !== null) {
    return anywhere(clause.phrase.terms.join(' '), wheres, { type: '"phrase"', slop: clause.phrase.slop });
  }
  const [must, should, mustNot] = [clause.must, clause.should, clause.mustNot].map((terms) =>
    terms.map((term) => word(term, wheres)),
  ) as [Dsl[], Dsl[], Dsl[]];
  if (must.length + should.length + mustNot.length === 0) return undefined;
  if (should.length + mustNot.length === 0) return all(must);
  return object({ bool: object({ must: some(must), should: some(should), must_not: some(mustNot) }) });
}

/** On one line, since the items of an `_msearch` are; a line end can only stand between its tokens. */
function rawQuery(raw: string): Dsl | undefined {
  try {
    const { root } = parseDocument(Buffer.from(raw));
    return root.kind === 'object' ? raw.replaceAll(/[\r\n]+/g, ' ') : undefined;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

function word({ text: term, fields }: ClauseTerm, wheres: readonly Where[]): Dsl {
  const named = fields?.map((name) => ({ name, boost: 1 }));
  return anywhere(
    term,
    named === undefined ? wheres : [{ path: undefined, fields: named }],
    isCut(term) ? { type: '"phrase"' } : { type: '"best_fields"', operator: '"and"' },
  );
}

/** Documents that hold a text as it stands, its words side by side. */
export function phraseAnywhere(query: string, wheres: readonly Where[]): Dsl {
  return anywhere(query, wheres, { type: '"phrase"' });
}

interface How {
  readonly type: Dsl;
  readonly operator?: Dsl;
  readonly slop?: number;
}

/** A number or date among the fields is no reason to fail: `lenient`. */
function anywhere(query: string, wheres: readonly Where[], { type, operator, slop = 0 }: How): Dsl {
  const ways = wheres.map(({ path, fields }) => {
    const match = object({
      multi_match: object({
        query: text(query),
        type,
        operator,
        fields: fields.length === 0 ? undefined : fieldList(fields),
        slop: slop === 0 ? undefined : number(slop),
        lenient: 'true',
      }),
    });
    if (path === undefined) return match;
    return object({ nested: object({ path: text(path), query: match, ignore_unmapped: 'true' }) });
  });
  return best(ways);
}
