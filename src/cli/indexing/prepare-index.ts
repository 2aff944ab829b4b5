import { readFileSync } from 'node:fs';
import { GatewayError } from '../../errors.ts';
import type { EngineClient } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import type { IndexVectors, WantedVectors } from '../embedding/index-vectors.ts';
import { mappingWithVectors, vectorsForNew } from '../embedding/index-vectors.ts';
import { isFault, toAction } from './document.ts';
import { chineseShare, emptyProfile, type FieldProfile, observeDocument } from './field-profile.ts';
import type { InferredField } from './infer-mapping.ts';
import { chineseTexts, describeMapping, inferMapping, settingsFor } from './infer-mapping.ts';
import { BEGINNING } from './records.ts';
import type { SourceFile } from './source-file.ts';
import { withWordFields } from './words.ts';

/** How much of the file is read to infer a mapping, in bytes; later documents may still not fit it. */
const SAMPLE_BYTES = 64 * 1024 * 1024;

/**
 * What tells an index from another one of its name, before or after it; of an alias, that of all its indices.
 * @returns undefined where there is no such index
 */
export async function findIndex(client: EngineClient, index: string): Promise<string | undefined> {
  const path = `/${encodeURIComponent(index)}/_settings`;
  const reply = await client.send({ method: 'GET', path });
  if (reply.status === 404) return undefined;
  if (reply.status !== 200) {
    const reason = `${reply.status} ${engineReason(reply.text)}`;
    throw new GatewayError('upstream_protocol', `GET ${path} at ${client.name}: ${reason}`);
  }
  const settings = JSON.parse(reply.text) as Readonly<Record<string, IndexSettings>>;
  return Object.values(settings)
    .map(({ settings: { index: own } }) => own.uuid)
    .join();
}

interface IndexSettings {
  readonly settings: { readonly index: { readonly uuid: string } };
}

export async function deleteIndex(client: EngineClient, index: string): Promise<void> {
  await client.expect({ method: 'DELETE', path: `/${encodeURIComponent(index)}` });
}

/**
 * Creates the index from a file that holds a mapping (`properties` at the top) or a whole create request.
 * @throws GatewayError `bad_request` for a file that is neither
 */
export async function createFromFile(
  client: EngineClient,
  index: string,
  { file, replaces }: { readonly file: string; readonly replaces: boolean },
): Promise<void> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GatewayError('bad_request', `${file}: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GatewayError('bad_request', `${file}: not a JSON object`);
  }
  if (replaces) await deleteIndex(client, index);
  const whole = 'mappings' in value || 'settings' in value || 'aliases' in value;
  await create(client, index, whole ? value : { mappings: value });
}

export interface CreatedIndex {
  readonly fields: readonly InferredField[];
  /** Undefined where its documents have none; to be closed after use. */
  readonly vectors: IndexVectors | undefined;
}

/**
 * Creates the index with a mapping inferred from the first documents, and says which.
 * @throws GatewayError `bad_request` for a file without a document; then an index to be replaced is still there
 */
export async function createInferred(
  client: EngineClient,
  source: SourceFile,
  options: {
    readonly index: string;
    /** The index is there and makes room. */
    readonly replaces: boolean;
    readonly idField: string;
    readonly vectors?: WantedVectors | undefined;
    /** Whether Chinese texts get a field of their words. */
    readonly words: boolean;
  },
): Promise<CreatedIndex> {
  const { index, idField } = options;
  const stringsAreTyped = source.isTable;
  const profile = await profileOf(source, idField);
  const inferred = inferMapping(profile, { stringsAreTyped, openObjects: 'flattened' });
  const vectors =
    options.vectors &&
    (await vectorsForNew(inferred, { chinese: chineseShare(profile), idField, wanted: options.vectors }));
  try {
    if (options.replaces) await deleteIndex(client, index);
    const whole = async (plain: typeof inferred) => {
      const mapping = options.words ? withWordFields(plain, chineseTexts(profile, plain)) : plain;
      return vectors === undefined ? mapping : mappingWithVectors(client, mapping, vectors.plan);
    };
    const mapping = await whole(inferred);
    const reply = await putIndex(client, index, { settings: settingsFor(mapping), mappings: mapping });
    if (reply.status === 200) return { fields: describeMapping(mapping), vectors };
    // An engine without that type says so by its name; without it such objects stay in _source only.
    if (!reply.text.includes('flattened')) throw refused(index, reply);
    const plain = await whole(inferMapping(profile, { stringsAreTyped, openObjects: 'unindexed' }));
    await create(client, index, { settings: settingsFor(plain), mappings: plain });
    return { fields: describeMapping(plain), vectors };
  } catch (error) {
    await vectors?.close();
    throw error;
  }
}

/** What the first documents look like; those that cannot be read are told when they are loaded. */
async function profileOf(source: SourceFile, idField: string): Promise<FieldProfile> {
  const profile = emptyProfile();
  let [bytes, firstFault] = [0, ''];
  for await (const record of source.records(BEGINNING)) {
    const action = toAction(record, idField);
    if (!isFault(action)) observeDocument(profile, JSON.parse(record.json.toString('utf8')) as object);
    else if (firstFault === '') firstFault = `line ${action.line}: ${action.reason}`;
    bytes += record.json.length;
    if (bytes >= SAMPLE_BYTES) break;
  }
  if (profile.objects > 0) return profile;
  const why = firstFault === '' ? '' : `; ${firstFault}`;
  throw new GatewayError('bad_request', `${source.path}: no document that could be loaded${why}`);
}

async function create(client: EngineClient, index: string, body: object): Promise<void> {
  const reply = await putIndex(client, index, body);
  if (reply.status !== 200) throw refused(index, reply);
}

function putIndex(client: EngineClient, index: string, body: object) {
  return client.send({
    method: 'PUT',
    path: `/${encodeURIComponent(index)}`,
    body: JSON.stringify(body),
  });
}

function refused(index: string, reply: { readonly status: number; readonly text: string }): GatewayError {
  // OpenSearch has vectors of its own kind, which the gateway does not search.
  const advice = reply.text.includes('[dense_vector]') ? ' (without vectors: --encoder none)' : '';
  return new GatewayError(
    'upstream_protocol',
    `index "${index}" was not created: ${reply.status} ${engineReason(reply.text)}${advice}`,
  );
}
