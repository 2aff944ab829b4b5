import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { mappingsOf } from '../mappings.ts';

interface FieldMapping {
  readonly type?: string;
  readonly index?: boolean;
  readonly properties?: Readonly<Record<string, FieldMapping>>;
}

/**
 * The text fields of an index or alias, in the mapping's order, without multi-fields (other views of the same
 * text) and without those of nested documents, which a plain query does not reach.
 * @throws CommandError where there are none
 */
export async function textFields(client: EngineClient, index: string): Promise<readonly string[]> {
  const mappings = await mappingsOf<FieldMapping>(client, index);
  const fields = new Set(mappings.flatMap((root) => textPaths(root, '')));
  if (fields.size === 0) throw new CommandError(`index "${index}" has no text field; name --fields`, 2);
  return [...fields];
}

function textPaths({ properties = {} }: FieldMapping, prefix: string): readonly string[] {
  return Object.entries(properties).flatMap(([key, field]) => {
    if (field.type === 'text' && field.index !== false) return [prefix + key];
    return field.type === 'nested' ? [] : textPaths(field, `${prefix}${key}.`);
  });
}
