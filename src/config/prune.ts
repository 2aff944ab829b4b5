import type { z } from 'zod';
import type { Path } from './yaml.ts';

const MAX_ROUNDS = 8;

/**
 * What is left of a value when everything the schema refuses is taken out, with defaults in its place;
 * undefined where that does not end well.
 */
export function pruned<T>(value: unknown, schema: z.ZodType<T>): T | undefined {
  let rest = value;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      for (const key of keys) rest = without(rest, key === undefined ? issue.path : [...issue.path, key]);
    }
  }
  return undefined;
}

/** A copy without the key at the path; where there is none, or in a list, without what is around it. */
function without(value: unknown, path: Path): unknown {
  const mapping = path.findIndex((key) => typeof key === 'number');
  const wanted = mapping < 0 ? path : path.slice(0, mapping);
  const [key, ...inner] = wanted;
  if (key === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = value as Readonly<Record<PropertyKey, unknown>>;
  const kept = Object.fromEntries(Object.entries(members).filter(([name]) => name !== key));
  const next = members[key];
  if (inner.length === 0 || !has(next, inner)) return kept;
  return { ...kept, [key]: without(next, inner) };
}

function has(value: unknown, path: Path): boolean {
  const [key, ...inner] = path;
  if (key === undefined) return true;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
  return has((value as Readonly<Record<PropertyKey, unknown>>)[key], inner);
}
