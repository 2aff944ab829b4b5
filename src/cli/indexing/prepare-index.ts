import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Json } from '../../composition/vectors/vector-plan.ts';
import { GatewayError } from '../../errors.ts';
import type { EngineClient, EngineReply } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import type { IndexVectors, WantedVectors } from '../embedding/index-vectors.ts';
import { vectorsForNew, vectorsInto } from '../embedding/index-vectors.ts';
import { mappingsOf } from '../mappings.ts';
import { isFault, toAction } from './document.ts';
import { chineseShare, emptyProfile, type FieldProfile, observeDocument } from './field-profile.ts';
import { chineseTexts, inferMapping, settingsFor } from './infer-mapping.ts';
import { BEGINNING } from './records.ts';
import type { SourceFile } from './source-file.ts';
import { withWordFields } from './words.ts';

/** How much of the file is read to infer a mapping, in bytes; later documents may still not fit it. */
const SAMPLE_BYTES = 64 * 1024 * 1024;

/** How much of its name an index that is only tried has, in characters: an engine takes 255 bytes. */
const TRIED_LENGTH = 70;

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

/** What an index is created with. */
export interface CreateBody {
  readonly settings?: Json;
  readonly mappings?: Json;
  readonly aliases?: Json;
}

/**
 * What a file says an index is to be: a mapping (`properties` at the top) or a whole create request.
 * @throws GatewayError `bad_request` for a file that is neither
 */
export function bodyFromFile(file: string): CreateBody {
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
  return whole ? value : { mappings: value as Json };
}

export interface InferredIndex {
  /** The best first; the next is for an engine that lacks a type of it. */
  readonly bodies: readonly CreateBody[];
  /** Undefined where its documents have none; to be closed after use. */
  readonly vectors: IndexVectors | undefined;
}

/**
 * What an index is to be for documents that look like the first ones of a file.
 * @throws GatewayError `bad_request` for a file without a document
 */
export async function inferIndex(
  client: EngineClient,
  source: SourceFile,
  options: {
    readonly idField: string;
    readonly vectors?: WantedVectors | undefined;
    /** Whether Chinese texts get a field of their words. */
    readonly words: boolean;
  },
): Promise<InferredIndex> {
  const { idField } = options;
  const stringsAreTyped = source.isTable;
  const profile = await profileOf(source, { idField, bytes: SAMPLE_BYTES });
  const inferred = inferMapping(profile, { stringsAreTyped, openObjects: 'flattened' });
  const vectors =
    options.vectors &&
    (await vectorsForNew(inferred, { chinese: chineseShare(profile), idField, wanted: options.vectors }));
  try {
    const complete =
      vectors === undefined ? (mapping: Json) => mapping : await vectorsInto(client, vectors.plan);
    const whole = (plain: Json): CreateBody => {
      const mapping = options.words ? withWordFields(plain, chineseTexts(profile, plain)) : plain;
      return { settings: settingsFor(mapping), mappings: complete(mapping) };
    };
    // Without that type such objects stay in _source only.
    const unindexed = inferMapping(profile, { stringsAreTyped, openObjects: 'unindexed' });
    return { bodies: [whole(inferred), whole(unindexed)], vectors };
  } catch (error) {
    await vectors?.close();
    throw error;
  }
}

/**
 * Whether a file has a document at all, asked before an index makes room for it.
 * @throws GatewayError `bad_request` where there is none
 */
export async function checkDocuments(source: SourceFile, idField: string): Promise<void> {
  await profileOf(source, { idField, bytes: 1 });
}

/** What the first documents look like; those that cannot be read are told when they are loaded. */
async function profileOf(
  source: SourceFile,
  { idField, bytes: enough }: { readonly idField: string; readonly bytes: number },
): Promise<FieldProfile> {
  const profile = emptyProfile();
  let [bytes, firstFault] = [0, ''];
  for await (const record of source.records(BEGINNING)) {
    const action = toAction(record, idField);
    if (!isFault(action)) observeDocument(profile, JSON.parse(record.json.toString('utf8')) as object);
    else if (firstFault === '') firstFault = `line ${action.line}: ${action.reason}`;
    bytes += record.json.length;
    if (bytes >= enough && profile.objects > 0) break;
  }
  if (profile.objects > 0) return profile;
  const why = firstFault === '' ? '' : `; ${firstFault}`;
  throw new GatewayError('bad_request', `${source.path}: no document that could be loaded${why}`);
}

/**
 * Creates an index as the first of these that the engine has the types for.
 * @returns which it was
 * @throws GatewayError `upstream_protocol` when it is refused
 */
export async function createIndex(
  client: EngineClient,
  index: string,
  bodies: readonly CreateBody[],
): Promise<CreateBody> {
  const made = await putFirst(client, index, bodies);
  if ('refusal' in made) throw refused(index, made.refusal);
  return made.body;
}

/**
 * Creates an index of this kind under another name, for a moment: whatever an engine refuses about it is to be known
 * before another index makes room for it.
 * @returns its mapping, with what the engine's templates add; undefined where nothing may be created under another name
 * @throws GatewayError `upstream_protocol` when it is refused
 */
export async function tryIndex(
  client: EngineClient,
  index: string,
  bodies: readonly CreateBody[],
): Promise<Json | undefined> {
  const name = `${index.slice(0, TRIED_LENGTH)}-trial-${randomBytes(6).toString('hex')}`;
  // Searches on patterns and aliases do not meet it.
  const hidden = bodies.map((body) => ({
    ...(body.mappings === undefined ? {} : { mappings: body.mappings }),
    settings: { ...body.settings, 'index.hidden': true },
  }));
  const made = await putFirst(client, name, hidden);
  if ('refusal' in made) {
    if (made.refusal.status === 403) return undefined;
    throw refused(index, made.refusal);
  }
  try {
    return (await mappingsOf<Json>(client, name))[0];
  } finally {
    await deleteIndex(client, name);
  }
}

async function putFirst(
  client: EngineClient,
  index: string,
  bodies: readonly CreateBody[],
): Promise<{ readonly body: CreateBody } | { readonly refusal: EngineReply }> {
  const path = `/${encodeURIComponent(index)}`;
  const [body, ...others] = bodies;
  const refusal = await client.send({ method: 'PUT', path, body: JSON.stringify(body) });
  if (refusal.status === 200) return { body: body! };
  // An engine without that type says so by its name.
  const mayBeOther = others.length > 0 && refusal.text.includes('flattened');
  return mayBeOther ? putFirst(client, index, others) : { refusal };
}

function refused(index: string, reply: EngineReply): GatewayError {
  // OpenSearch has vectors of its own kind, which the gateway does not search.
  const advice = reply.text.includes('[dense_vector]') ? ' (without vectors: --encoder none)' : '';
  return new GatewayError(
    'upstream_protocol',
    `index "${index}" was not created: ${reply.status} ${engineReason(reply.text)}${advice}`,
  );
}
