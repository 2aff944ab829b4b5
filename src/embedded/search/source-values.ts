import { isObject } from '../query/options.ts';
import type { IndexReader } from '../reader.ts';

function collect(json: unknown, path: string): readonly unknown[] {
  if (Array.isArray(json)) return json.flatMap((one) => collect(one, path));
  if (json === null || json === undefined) return [];
  if (path === '') return [json];
  if (!isObject(json)) return [];
  if (Object.hasOwn(json, path)) return collect(json[path], '');
  const found: unknown[] = [];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (Object.hasOwn(json, head)) found.push(...collect(json[head], path.slice(dot + 1)));
  }
  return found;
}

/** Leaf values of a field in a parsed source; a multi-field has its parent's. */
export function sourceValues(reader: IndexReader, path: string, source: unknown): readonly unknown[] {
  const own = collect(source, path);
  const dot = path.lastIndexOf('.');
  if (own.length > 0 || dot < 0) return own.flat(Number.POSITIVE_INFINITY);
  const parent = path.slice(0, dot);
  return reader.fields.has(parent) ? collect(source, parent) : [];
}
