/** A mapping as Elasticsearch gives it, or a part of one. */
export interface FieldMapping {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FieldMapping>>;
  /** Other views of the same text. */
  readonly fields?: Readonly<Record<string, FieldMapping>>;
  readonly runtime?: Readonly<Record<string, unknown>>;
}

/** The fields that queries may name, of several indices together. */
export function mappedFields(roots: readonly FieldMapping[]): { has(name: string): boolean } {
  const names = new Set<string>();
  /** Fields whose members are not mapped one by one. */
  const open: string[] = [];
  for (const root of roots) {
    for (const name of Object.keys(root.runtime ?? {})) names.add(name);
    walk(root, '');
  }
  return { has: (name) => names.has(name) || open.some((prefix) => name.startsWith(prefix)) };

  function walk({ properties = {} }: FieldMapping, prefix: string): void {
    for (const [key, field] of Object.entries(properties)) {
      const name = prefix + key;
      names.add(name);
      if (field.type === 'flattened') open.push(`${name}.`);
      for (const view of Object.keys(field.fields ?? {})) names.add(`${name}.${view}`);
      walk(field, `${name}.`);
    }
  }
}
