import type { EngineClient } from '../engine-client.ts';
import type { Json } from '../../composition/vectors/vector-plan.ts';
import type { DocumentFault } from './document.ts';
import { isFault, toAction } from './document.ts';
import { emptyProfile, observeDocument } from './field-profile.ts';
import { inferMapping } from './infer-mapping.ts';
import { findIndex } from './prepare-index.ts';
import { BEGINNING } from './records.ts';
import { recordsOf, type Slice } from './slice.ts';
import { sourceFile } from './source-file.ts';

export interface TriedFile {
  /** The index is there already and would stay, so its own mapping would hold. */
  readonly exists: boolean;
  readonly documents: number;
  readonly failed: number;
  /** The first of them. */
  readonly faults: readonly DocumentFault[];
  /** What would be inferred for a new index, besides vectors and words; null where one is there or is given. */
  readonly mapping: Json | null;
}

const MAX_FAULTS = 10;

/**
 * Reads a file as loading it would, and changes nothing. What only the engine can refuse, such as a value that does
 * not fit its field, is not seen.
 * @throws GatewayError when the file cannot be read
 */
export async function tryFile(
  client: EngineClient,
  {
    index,
    file,
    idField,
    mappingFile,
    recreate,
    slice,
  }: {
    readonly index: string;
    readonly file: string;
    readonly idField: string;
    readonly mappingFile: string | undefined;
    readonly recreate: boolean;
    readonly slice?: Slice | undefined;
  },
): Promise<TriedFile> {
  const source = sourceFile(file);
  const exists = !recreate && (await findIndex(client, index)) !== undefined;
  const profile = emptyProfile();
  const faults: DocumentFault[] = [];
  let [documents, failed] = [0, 0];
  for await (const record of recordsOf(source.records(BEGINNING), slice)) {
    const action = toAction(record, idField);
    if (isFault(action)) {
      failed += 1;
      if (faults.length < MAX_FAULTS) faults.push(action);
      continue;
    }
    documents += 1;
    observeDocument(profile, JSON.parse(record.json.toString('utf8')) as object);
  }
  const isGiven = exists || mappingFile !== undefined;
  const mapping = isGiven
    ? null
    : inferMapping(profile, { stringsAreTyped: source.isTable, openObjects: 'flattened' });
  return { exists, documents, failed, faults, mapping };
}
