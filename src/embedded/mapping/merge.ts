import { illegalArgument } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import type { FieldType } from './field.ts';
import { sorted } from './normalise.ts';
import { PARAMETERS } from './parameters.ts';

/**
 * Adds one normalised mapping to another by Elasticsearch's rules: new fields and a few parameters may come,
 * types and analyzers stay.
 * @throws EngineError `illegal_argument_exception`
 */
export function mergeMappings(current: JsonObject, update: JsonObject): JsonObject {
  if (update['_source'] !== undefined) refuseOtherSource(current['_source'], update['_source']);
  const out: JsonObject = { ...current, ...update };
  const properties = mergeProperties(current['properties'], update['properties'], '');
  if (properties !== undefined) out['properties'] = properties;
  return out;
}

function refuseOtherSource(current: Json | undefined, update: Json): void {
  const patterns = (from: Json | undefined, key: string): string => {
    const list = isObject(from) ? from[key] : undefined;
    return `[${Array.isArray(list) ? list.map(textOf).join(', ') : ''}]`;
  };
  const conflicts = ['includes', 'excludes'].flatMap((key) => {
    const [before, next] = [patterns(current, key), patterns(update, key)];
    return before === next ? [] : [`\tCannot update parameter [${key}] from [${before}] to [${next}]`];
  });
  if (conflicts.length > 0) {
    throw illegalArgument(`Mapper for [_source] conflicts with existing mapper:\n${conflicts.join('\n')}`);
  }
}

function mergeProperties(
  current: Json | undefined,
  update: Json | undefined,
  parent: string,
): JsonObject | undefined {
  if (!isObject(update)) return isObject(current) ? current : undefined;
  if (!isObject(current)) return update;
  const out: JsonObject = { ...current };
  for (const [name, next] of Object.entries(update)) {
    const before = Object.hasOwn(current, name) ? current[name] : undefined;
    const path = parent === '' ? name : `${parent}.${name}`;
    out[name] = before === undefined ? next : mergeNode(before as JsonObject, next as JsonObject, path);
  }
  return sorted(out);
}

const isLeaf = (node: JsonObject): boolean => node['type'] !== undefined && node['type'] !== 'object';

function mergeNode(before: JsonObject, next: JsonObject, path: string): JsonObject {
  if (isLeaf(before) !== isLeaf(next)) {
    throw illegalArgument(`can't merge a non object mapping [${path}] with an object mapping`);
  }
  if (isLeaf(next)) return mergeField(before, next, path);
  if ((before['enabled'] ?? true) !== (next['enabled'] ?? true)) {
    throw illegalArgument(`the [enabled] parameter can't be updated for the object mapping [${path}]`);
  }
  const properties = mergeProperties(before['properties'], next['properties'], path);
  const { type: _, ...own } = before;
  const dynamic = next['dynamic'] ?? before['dynamic'];
  return {
    ...(properties === undefined ? { type: 'object' } : {}),
    ...own,
    ...(dynamic === undefined ? {} : { dynamic }),
    ...(properties === undefined ? {} : { properties }),
  };
}

function mergeField(before: JsonObject, next: JsonObject, path: string): JsonObject {
  const type = before['type'] as FieldType;
  if (type !== next['type']) {
    throw illegalArgument(
      `mapper [${path}] cannot be changed from type [${type}] to [${textOf(next['type'])}]`,
    );
  }
  const conflicts: string[] = [];
  for (const [key, parameter] of Object.entries(PARAMETERS[type])) {
    const from = before[key] ?? parameter.standard;
    const to = next[key] ?? parameter.standard;
    if (parameter.change === 'yes' || same(from, to)) continue;
    if (parameter.change === 'off' && from === true && to === false) continue;
    // The dimensions of a vector may still be found, never changed.
    if (key === 'dims' && (from === undefined || to === undefined)) continue;
    conflicts.push(`\tCannot update parameter [${key}] from [${shown(key, from)}] to [${shown(key, to)}]`);
  }
  if (conflicts.length > 0) {
    throw illegalArgument(`Mapper for [${path}] conflicts with existing mapper:\n${conflicts.join('\n')}`);
  }
  const { fields: _, ...parameters } = next;
  const dims = before['dims'] ?? next['dims'];
  const fields = mergeProperties(before['fields'], next['fields'], path);
  return {
    ...parameters,
    ...(dims === undefined ? {} : { dims }),
    ...(fields === undefined ? {} : { fields }),
  };
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function shown(key: string, value: Json | undefined): string {
  if (value === undefined) return key.endsWith('analyzer') ? 'default' : 'null';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
