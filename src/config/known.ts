import { z } from 'zod';
import { schema } from './schema.ts';
import type { Path } from './yaml.ts';

/** The parts of JSON Schema that the configuration's schema uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What may be written in the file: keys, types, bounds, defaults, descriptions. */
export const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** The schema of what stands at a path; undefined where nothing is known. */
export function schemaAt(path: Path): JsonSchema | undefined {
  let node: JsonSchema | undefined = root;
  for (const key of path) {
    if (node === undefined) return undefined;
    node = typeof key === 'number' ? node.items : member(node, String(key));
  }
  return node;
}

function member(node: JsonSchema, key: string): JsonSchema | undefined {
  if (node.properties !== undefined && Object.hasOwn(node.properties, key)) return node.properties[key];
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

/** Keys that may stand at a path; none where any key may. */
export function knownKeys(path: Path): readonly string[] {
  return Object.keys(schemaAt(path)?.properties ?? {});
}

/**
 * Leaves out known keys without a value (`server:` with all its lines commented out): they mean the default. What
 * somebody named stays, with nothing but defaults: `products:` under `indices` is an index to improve.
 */
export function withoutEmpty(value: unknown, node: JsonSchema | undefined = root): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || node === undefined) return value;
  const kept = Object.entries(value).flatMap(([key, inner]): readonly (readonly [string, unknown])[] => {
    const known = member(node, key);
    if (inner !== null || known === undefined) return [[key, withoutEmpty(inner, known)]];
    const isNamed = node.properties === undefined || !Object.hasOwn(node.properties, key);
    return isNamed && known.type === 'object' ? [[key, {}]] : [];
  });
  return Object.fromEntries(kept);
}
