import { parseDocument } from '../../json/document.ts';
import { array, type Dsl } from '../compile/dsl.ts';

export interface BodyEdit {
  /** Keys that are left out. */
  readonly without: ReadonlySet<string>;
  /** Keys that are put in, in front; they take the place of the caller's. */
  readonly with: Readonly<Record<string, Dsl>>;
}

/** A search body with other keys at its top; what stays keeps its bytes. An empty body is an empty object. */
export function editBody(body: Uint8Array, edit: BodyEdit): Buffer {
  const parts: Uint8Array[] = Object.entries(edit.with).map(([key, value]) =>
    Buffer.from(`${JSON.stringify(key)}:${value}`),
  );
  if (body.length > 0) {
    const { bytes, root } = parseDocument(body);
    for (const { key, keyStart, value } of root.members()) {
      if (edit.without.has(key) || Object.hasOwn(edit.with, key)) continue;
      parts.push(bytes.subarray(keyStart, value.end));
    }
  }
  const comma = Buffer.from(',');
  return Buffer.concat([
    Buffer.from('{'),
    ...parts.flatMap((part, at) => (at === 0 ? [part] : [comma, part])),
    Buffer.from('}'),
  ]);
}

/** The `_source` of a request that wants these paths and nothing else. */
export function sourceOf(fields: readonly string[]): Dsl {
  return fields.length === 0 ? 'false' : array(fields.map((field) => JSON.stringify(field)));
}

const PAGE_KEYS = { without: new Set(['from', 'size']), with: {} };

/** What names a search whatever page of it is asked for. */
export function withoutPageKeys(body: Uint8Array): Buffer {
  return editBody(body, PAGE_KEYS);
}
