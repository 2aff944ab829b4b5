import { parseJson } from '../json/parse.ts';
import { RawJson } from '../json/write.ts';

/** Keeps what `filter_path` names (`hits.hits._id`, `**.took`, `-hits`); undefined where nothing is left. */
export function filterPath(value: unknown, expression: string): unknown {
  const filters = expression.split(',').filter((part) => part !== '');
  const includes = filters.filter((part) => !part.startsWith('-')).map(split);
  const excludes = filters.filter((part) => part.startsWith('-')).map((part) => split(part.slice(1)));
  const kept = includes.length === 0 ? value : include(value, includes);
  return excludes.length === 0 ? kept : exclude(kept, excludes);
}

type Path = readonly string[];

const split = (path: string): Path => path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'));

/** Stored JSON as a value, with numbers that JavaScript would write otherwise (`1.0`) kept as they stand. */
function plain(value: unknown): unknown {
  if (!(value instanceof RawJson)) return value;
  const literals: { path: readonly (string | number)[]; text: string }[] = [];
  const json = parseJson(value.bytes.toString(), (path, text) => {
    if (/^[-\d]/.test(text) && String(Number(text)) !== text) literals.push({ path: [...path], text });
  });
  for (const { path, text } of literals) {
    const last = path.at(-1);
    let parent: unknown = json;
    for (const step of path.slice(0, -1)) parent = (parent as Record<string | number, unknown>)[step];
    if (last !== undefined)
      (parent as Record<string | number, unknown>)[last] = new RawJson(Buffer.from(text));
  }
  return json;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function step(paths: readonly Path[], key: string): Path[] {
  return paths.flatMap((path) => {
    const [head, ...rest] = path;
    if (head === undefined) return [];
    if (head === '**') return [path, rest, ...step([rest], key)];
    return matches(head, key) ? [rest] : [];
  });
}

function matches(pattern: string, key: string): boolean {
  if (!pattern.includes('*')) return pattern === key;
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(key);
}

const complete = (paths: readonly Path[]): boolean =>
  paths.some((path) => path.length === 0 || (path.length === 1 && path[0] === '**'));

function include(raw: unknown, paths: readonly Path[]): unknown {
  if (complete(paths)) return raw;
  const value = plain(raw);
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => include(item, paths) ?? []);
    return items.length === 0 ? undefined : items;
  }
  if (!isMap(value)) return undefined;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const next = step(paths, key);
    const kept = next.length === 0 ? undefined : include(inner, next);
    if (kept !== undefined) out[key] = kept;
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

function exclude(raw: unknown, paths: readonly Path[]): unknown {
  const value = plain(raw);
  if (Array.isArray(value)) return value.map((item) => exclude(item, paths));
  if (!isMap(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const next = step(paths, key);
    if (complete(next)) continue;
    out[key] = next.length === 0 ? inner : exclude(inner, next);
  }
  return out;
}
