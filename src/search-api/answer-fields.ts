import type { HitSlice } from './answer-parts.ts';

/**
 * The values of a hit's `_source` at these paths; what is not there, or hidden from the caller, is left out. Through
 * arrays of objects a path leads to all the values below it.
 */
export function fieldsOf(
  { body, start, end }: HitSlice,
  paths: readonly string[],
): Readonly<Record<string, unknown>> {
  const { _source: source } = JSON.parse(body.toString('utf8', start, end)) as { readonly _source?: unknown };
  return Object.fromEntries(
    paths.flatMap((path) => {
      const value = valueAt(source, path);
      return value === undefined ? [] : [[path, value] as const];
    }),
  );
}

/** Names may hold dots themselves: the longest name that is there wins. */
function valueAt(value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    const values = value.map((item) => valueAt(item, path)).filter((found) => found !== undefined);
    return values.length === 0 ? undefined : values.flat();
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const object = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const name = path.slice(0, dot);
    if (!Object.hasOwn(object, name)) continue;
    const found = valueAt(object[name], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
