/** Nested deeper than this, a value says nothing to a reader. */
const MAX_DEPTH = 4;

/** The words of a field's value: numbers as they are written, lists and objects in order. */
export function fieldText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) return '';
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts
    .map((part) => fieldText(part, depth + 1))
    .filter((text) => text !== '')
    .join(' ');
}
