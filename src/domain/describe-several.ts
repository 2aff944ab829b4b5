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
  return { name, kind, fields, meta: metaOf(indices.map(({ meta }) => meta)) };
}

type Meta = IndexDescription['meta'];

/**
 * What all mappings say alike. Where vectors come from several encoders all of these are named: no encoder has such a
 * name, so that whoever looks for it says so instead of comparing what cannot be compared.
 */
function metaOf(metas: readonly Meta[]): Meta {
  const [first = {}, ...others] = metas;
  const isAgreed = (key: string): boolean =>
    others.every((meta) => JSON.stringify(meta[key]) === JSON.stringify(first[key]));
  const agreed = Object.fromEntries(Object.entries(first).filter(([key]) => isAgreed(key)));
  const floors = metas.flatMap(({ similarity }) => (typeof similarity === 'number' ? [similarity] : []));
  const encoders = metas.map(({ encoder }) => (typeof encoder === 'string' ? encoder : 'none'));
  return {
    ...agreed,
    ...(floors.length === 0 ? {} : { similarity: Math.max(...floors) }),
    ...(isAgreed('encoder') ? {} : { encoder: [...new Set(encoders)].join(' and ') }),
  };
}
