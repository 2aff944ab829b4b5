import type { IndexDescription } from '../../domain/catalog.ts';
import { isSubField, isTextType, titleOf } from '../../domain/text-fields.ts';
import type { StageContext } from '../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../search-api/answer.ts';
import { array, object, text } from '../../search-api/compile/dsl.ts';
import { fieldsQuery } from '../../search-api/fields-query.ts';
import { queryLeg } from '../../search-api/window/leg-request.ts';
import { documentKey } from '../../domain/candidate.ts';
import type { Collected } from '../judged/collect.ts';
import { CommandError } from '../command.ts';

/** Scores of single fields are kept as ranks of legs that are called so. */
export const FIELD_LEG = 'field:';
/** Each field is a search a query, and a weight to be learnt. */
const MOST_FIELDS = 6;

/** The fields whose weights are tuned: the title, then other texts. */
export function fieldsOf(index: IndexDescription | undefined): readonly string[] {
  const texts = [...(index?.fields ?? [])]
    .filter(([name, { type }]) => isTextType(type) && !isSubField(index!, name))
    .map(([name]) => name);
  const title = titleOf(texts);
  const ordered = title === undefined ? texts : [title, ...texts.filter((name) => name !== title)];
  return ordered.slice(0, MOST_FIELDS);
}

/** Asks what each field by itself gives to each candidate: what a leg with weights of fields adds up. */
export async function withFieldScores(found: Collected, ctx: StageContext): Promise<Collected> {
  const { query, candidates } = found;
  const { request, index, signal } = ctx;
  const values = array([...new Set(candidates.map(({ id }) => id))].map(text));
  let scored = candidates;
  for (const field of fieldsOf(index)) {
    const dsl = fieldsQuery({ request, query, index }, [
      { fields: [field], type: 'most_fields', tieBreaker: 0, boost: 1 },
    ]);
    if (dsl === undefined || candidates.length === 0) continue;
    const held = object({
      bool: object({ must: array([dsl]), filter: array([object({ ids: object({ values }) })]) }),
    });
    const body = queryLeg({ request, query, dsl: held }, { size: candidates.length, fields: [] });
    const { status, body: answer } = await ctx.search({ body, signal });
    if (status !== 200)
      throw new CommandError(`the engine answered a search of field ${field} with ${status}`);
    const ranks = new Map(
      candidatesOf(readAnswer(answer), FIELD_LEG + field, []).map((one) => [documentKey(one), one.legs]),
    );
    scored = scored.map((one) => ({ ...one, legs: [...one.legs, ...(ranks.get(documentKey(one)) ?? [])] }));
  }
  return { query, candidates: scored };
}
