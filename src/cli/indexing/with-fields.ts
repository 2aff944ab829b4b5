import type { FieldMaker } from '../../composition/made-field.ts';
import type { IndexAction } from './document.ts';
import { withMember } from './document.ts';

/** The same actions, with what is made at the end of each document; everything else keeps its bytes. */
export async function withFields(
  makers: readonly FieldMaker[],
  actions: readonly IndexAction[],
  signal: AbortSignal,
): Promise<readonly IndexAction[]> {
  if (makers.length === 0) return actions;
  const sources = actions.map(({ document }): unknown => JSON.parse(document.toString('utf8')));
  let made = actions;
  for (const maker of makers) {
    const values = await maker.valuesOf(sources, signal);
    made = made.map((action, at) => {
      const value = values[at];
      return value === undefined
        ? action
        : { ...action, document: withMember(action.document, maker.field, value) };
    });
  }
  return made;
}
