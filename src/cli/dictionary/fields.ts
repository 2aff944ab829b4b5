import {
  type CatalogueFields,
  type FieldMapping,
  fieldsOf,
} from '../../stages/understand/catalogue/build/fields.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { mappingsOf } from '../mappings.ts';

/**
 * The fields of an index or alias that say something of its catalogue.
 * @param wanted fields to read in place of those found
 * @throws CommandError where there is nothing to read
 */
export async function catalogueFields(
  client: EngineClient,
  index: string,
  wanted: Partial<CatalogueFields> = {},
): Promise<CatalogueFields> {
  const found = fieldsOf(await mappingsOf<FieldMapping>(client, index));
  const fields = { ...found, ...wanted };
  if (fields.texts.length + fields.names.length === 0) {
    throw new CommandError(`index "${index}" has no field of text or of names; name some with --fields`, 2);
  }
  return fields;
}
