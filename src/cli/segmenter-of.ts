import { createCatalogues } from '../composition/catalogues.ts';
import { openDictionaries } from '../composition/dictionaries.ts';
import type { Segmenter } from '../domain/segmenter.ts';
import { settings, type SettingsOptions } from './settings.ts';
import { SILENT } from './silent.ts';

/** The segmenter that cuts queries on an index, with the words of its dictionary. */
export async function segmenterOfIndex(options: SettingsOptions, index: string): Promise<Segmenter> {
  const { config } = settings(options);
  const catalogues = await createCatalogues(SILENT).open(config);
  const { segmenterOf } = await openDictionaries(config, SILENT, catalogues);
  return segmenterOf(index);
}
