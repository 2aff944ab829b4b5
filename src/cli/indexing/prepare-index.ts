import { readFileSync } from 'node:fs';
import { GatewayError } from '../../errors.ts';
import type { EngineClient } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import type { IndexVectors, WantedVectors } from '../embedding/index-vectors.ts';
import { mappingWithVectors, vectorsForNew } from '../embedding/index-vectors.ts';
import { chineseShare, emptyProfile, observeDocument } from './field-profile.ts';
import type { InferredField } from './infer-mapping.ts';
import { chineseTexts, describeMapping, inferMapping, settingsFor } from './infer-mapping.ts';
import type { SourceRecord } from './records.ts';
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
export async function createFromFile(client: EngineClient, index: string, file: string): Promise<void> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GatewayError('bad_request', `${file}: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GatewayError('bad_request', `${file}: not a JSON object`);
  }
  const whole = 'mappings' in value || 'settings' in value || 'aliases' in value;
  await create(client, index, whole ? value : { mappings: value });
}

export interface CreatedIndex {
  readonly fields: readonly InferredField[];
  /** Undefined where its documents have none; to be closed after use. */
  readonly vectors: IndexVectors | undefined;
}

/** Creates the index with a mapping inferred from the first documents, and says which. */
export async function createInferred(
  client: EngineClient,
  index: string,
  records: AsyncIterable<SourceRecord>,
  options: {
    readonly stringsAreTyped: boolean;
    readonly vectors: WantedVectors | undefined;
    /** Whether Chinese texts get a field of their words. */
    readonly words: boolean;
  },
): Promise<CreatedIndex> {
  const { stringsAreTyped } = options;
  const profile = emptyProfile();
  let bytes = 0;
  for await (const { json, fault } of records) {
    const document = fault === undefined ? parsed(json) : undefined;
    if (document !== undefined) observeDocument(profile, document);
    bytes += json.length;
    if (bytes >= SAMPLE_BYTES) break;
  }
  const inferred = inferMapping(profile, { stringsAreTyped, openObjects: 'flattened' });
  const vectors = options.vectors && (await vectorsForNew(inferred, chineseShare(profile), options.vectors));
  try {
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

/** Undefined for what is no JSON object: indexing will say so, with its line. */
function parsed(json: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
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
