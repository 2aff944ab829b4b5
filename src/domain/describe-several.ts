import type { FieldDescription, IndexDescription } from './catalog.ts';

/**
 * What can be said of a name that stands for several indices: fields on whose type all that have them agree,
 * with what else they agree on.
 */
export function describeSeveral(
  name: string,
  kind: IndexDescription['kind'],
  indices: readonly IndexDescription[],
): IndexDescription {
  const fields = new Map<string, FieldDescription>();
  const disputed = new Set<string>();
  for (const index of indices) {
    for (const [path, field] of index.fields) {
      const known = fields.get(path);
      if (known === undefined) fields.set(path, field);
      else if (known.type !== field.type || known.dims !== field.dims) disputed.add(path);
      else if (known.analyzer !== field.analyzer || known.hanCut !== field.hanCut) {
        const analyzer = known.analyzer === field.analyzer ? known.analyzer : null;
        fields.set(path, {
          type: known.type,
          analyzer,
          hanCut: known.hanCut === field.hanCut ? known.hanCut : null,
        });
      }
    }
  }
  for (const path of disputed) fields.delete(path);
  const [first, ...others] = indices.map(({ meta }) => meta);
  const agreed =
    first !== undefined && others.every((meta) => JSON.stringify(meta) === JSON.stringify(first));
  return { name, kind, fields, meta: agreed ? first : {} };
}
