const NUMBER_TYPES = new Set([
  'byte',
  'short',
  'integer',
  'long',
  'unsigned_long',
  'half_float',
  'float',
  'double',
  'scaled_float',
]);

/** Whether fields of a mapping's type hold numbers; undefined is no type. */
export function isNumberType(type: string | undefined): boolean {
  return type !== undefined && NUMBER_TYPES.has(type);
}
