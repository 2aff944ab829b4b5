import { illegalArgument } from './fault.ts';
import { wildcardTest } from './pattern-terms.ts';
import type { Binding } from './query.ts';

/** A field as a caller names it: a path or pattern, and a boost. */
export interface FieldName {
  readonly name: string;
  readonly boost: number;
}

export interface BoundField {
  readonly path: string;
  readonly boost: number;
  /** Found by a pattern that names every field: values that do not fit it are no fault. */
  readonly lenient: boolean;
}

/** `title^3` */
export function fieldName(text: string): FieldName {
  const caret = text.indexOf('^');
  if (caret < 0) return { name: text, boost: 1 };
  const boost = Number(text.slice(caret + 1));
  if (text.slice(caret + 1).trim() === '' || Number.isNaN(boost)) {
    throw illegalArgument(`For input string: "${text.slice(caret + 1)}"`);
  }
  return { name: text.slice(0, caret), boost };
}

/** The index's fields that the names stand for, each once, boosts of repeated ones multiplied; no name at all is every field. */
export function boundFields(binding: Binding, names: readonly FieldName[]): readonly BoundField[] {
  const found = new Map<string, BoundField>();
  for (const { name, boost } of names.length === 0 ? [{ name: '*', boost: 1 }] : names) {
    const pattern = name.includes('*') ? wildcardTest(name, false) : null;
    const paths =
      pattern === null ? [name] : [...binding.reader.fields.keys()].filter((path) => pattern.test(path));
    for (const path of paths) {
      const type = binding.reader.field(path)?.type;
      if (type === undefined || (pattern !== null && type === 'dense_vector')) continue;
      const before = found.get(path);
      found.set(path, { path, boost: (before?.boost ?? 1) * boost, lenient: name === '*' });
    }
  }
  return [...found.values()];
}
