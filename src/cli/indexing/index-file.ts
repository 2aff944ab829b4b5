import type { FieldMaker } from '../../composition/made-field.ts';
import { GatewayError } from '../../errors.ts';
import type { IndexVectors, WantedVectors } from '../embedding/index-vectors.ts';
import { mappingWithOnePlan, vectorsOfIndex } from '../embedding/index-vectors.ts';
import type { EngineClient } from '../engine-client.ts';
import type { Progress } from './checkpoint.ts';
import { Checkpoint } from './checkpoint.ts';
import { describeMapping, type InferredField } from './infer-mapping.ts';
import type { LoadResult } from './loader.ts';
import { load } from './loader.ts';
import {
  bodyFromFile,
  checkDocuments,
  type CreateBody,
  createIndex,
  deleteIndex,
  findIndex,
  inferIndex,
  tryIndex,
} from './prepare-index.ts';
import { BEGINNING } from './records.ts';
import type { Json } from '../../composition/vectors/vector-plan.ts';
import { CommandError } from '../command.ts';
import { mappingsOf } from '../mappings.ts';
import { type WantedWords, wordMakerFor } from './words.ts';
import type { SourceFile } from './source-file.ts';
import { sourceFile } from './source-file.ts';
import { recordsOf, type Slice, sliceName } from './slice.ts';

export interface IndexFileOptions {
  readonly index: string;
  readonly file: string;
  readonly mappingFile?: string | undefined;
  readonly idField: string;
  /** Size of a bulk request; 4 MiB unless given, 128 KiB with vectors, whose making takes seconds: so little is done twice after a crash. */
  readonly batchBytes?: number | undefined;
  readonly concurrency: number;
  /** Which vectors documents get, besides those they bring; undefined: none, whatever the mapping says. */
  readonly vectors?: WantedVectors | undefined;
  /** Whether documents get the words of their texts; undefined: never, whatever the mapping says. */
  readonly words?: WantedWords | undefined;
  /** Deletes the index first, where it is there, once the file has shown what the new one will be. */
  readonly recreate: boolean;
  /** Only one part of the file. */
  readonly slice?: Slice | undefined;
  /** Default: beside the file. */
  readonly checkpointFile?: string | undefined;
  /** Share of the file, 0..1, and documents done. */
  readonly onProgress: (share: number, documents: number) => void;
}

export interface IndexFileResult extends LoadResult {
  /** The index was not there before, or was recreated. */
  readonly created: boolean;
  /** Line at which an interrupted run was taken up; null for a run from the start. */
  readonly resumedAtLine: number | null;
  /** Documents that the interrupted run had done; they are in the counts. */
  readonly resumedDocuments: number;
  /** Of a mapping inferred in this run. */
  readonly inferred: readonly InferredField[] | null;
  /** Id of the encoder that made vectors. */
  readonly encoder: string | null;
  /** Of the file. */
  readonly bytes: number;
}

const MAX_FAULTS = 10;
const MEBIBYTE = 1024 * 1024;

/**
 * Loads a file into an index, creating the index where it is missing. Interrupted, the next run with the same
 * arguments goes on where this one stopped; documents go by their ids, so one that is sent twice is there once.
 * @throws GatewayError when the file cannot be read or the engine refuses the whole
 */
export async function indexFile(client: EngineClient, options: IndexFileOptions): Promise<IndexFileResult> {
  const source = sourceFile(options.file);
  if (options.slice !== undefined && options.recreate)
    throw new CommandError(
      '--recreate with --slice would delete what the other parts have loaded: delete the index first',
      2,
    );
  const before = await findIndex(client, options.index);
  const there = before !== undefined && !options.recreate;
  checkpointOf(source, { ...options, uuid: '' }).check();
  const ready = there
    ? await joined(client, options)
    : await create(client, source, { ...options, replaces: before !== undefined });
  try {
    const uuid = there ? before : ((await findIndex(client, options.index)) ?? '');
    return await fill(client, options, { source, uuid, ...ready });
  } finally {
    await ready.vectors?.close();
  }
}

/** What documents get besides what they bring; vectors are to be closed after use. */
interface Made {
  readonly vectors: IndexVectors | undefined;
  readonly words: FieldMaker | undefined;
}

/** An index that is there to be filled. */
interface Ready extends Made {
  readonly created: boolean;
  readonly inferred: readonly InferredField[] | null;
}

interface Prepared extends Ready {
  readonly source: SourceFile;
  readonly uuid: string;
}

async function fill(
  client: EngineClient,
  options: IndexFileOptions,
  { source, created, uuid, inferred, vectors, words }: Prepared,
): Promise<IndexFileResult> {
  const checkpoint = checkpointOf(source, { ...options, uuid });
  const resumed = created ? undefined : checkpoint.read();
  const from: Progress = resumed ?? { ...BEGINNING, sentLine: 0, indexed: 0, failed: 0 };
  const refresh = () =>
    client.expect({ method: 'POST', path: `/${encodeURIComponent(options.index)}/_refresh` });
  // What had arrived when the last run was killed is to be seen.
  if (resumed !== undefined) await refresh();
  const report = (progress: Progress): void =>
    options.onProgress(progress.offset / source.size, progress.indexed + progress.failed);
  report(from);
  const result = await load(recordsOf(source.records(from), options.slice), from, {
    client,
    index: options.index,
    idField: options.idField,
    batchBytes: options.batchBytes ?? (vectors === undefined ? 4 * MEBIBYTE : MEBIBYTE / 8),
    concurrency: options.concurrency,
    maxFaults: MAX_FAULTS,
    makers: [words, vectors?.vectoriser].filter((maker) => maker !== undefined),
    onProgress: (progress) => {
      checkpoint.write(progress);
      report(progress);
    },
  });
  checkpoint.remove();
  await refresh();
  return {
    ...result,
    created,
    resumedAtLine: resumed?.line ?? null,
    resumedDocuments: from.indexed + from.failed,
    inferred,
    encoder: vectors?.plan.encoder ?? null,
    bytes: source.size,
  };
}

async function joined(client: EngineClient, options: IndexFileOptions): Promise<Ready> {
  const { index, vectors } = options;
  const wantsVectors = vectors !== undefined && vectors.encoder !== 'none';
  const mappings = wantsVectors
    ? await mappingWithOnePlan(client, index)
    : ((await mappingsOf<Json>(client, index))[0] ?? {});
  return { created: false, inferred: null, ...(await madeFor(mappings, options)) };
}

interface Creation extends IndexFileOptions {
  /** The index is there and makes room: what can fail is tried before. */
  readonly replaces: boolean;
}

async function create(client: EngineClient, source: SourceFile, options: Creation): Promise<Ready> {
  const { index, mappingFile, slice } = options;
  if (source.size === 0) throw new GatewayError('bad_request', `${source.path}: empty`);
  try {
    if (mappingFile === undefined) return await createInferred(client, source, options);
    await checkDocuments(source, options.idField);
    return await createGiven(client, bodyFromFile(mappingFile), options);
  } catch (error) {
    // Whoever loads another part may have made it first.
    const isMade = slice !== undefined && (await findIndex(client, index)) !== undefined;
    if (!isMade) throw error;
    return joined(client, options);
  }
}

async function createInferred(client: EngineClient, source: SourceFile, options: Creation): Promise<Ready> {
  const { index, replaces } = options;
  const { bodies, vectors } = await inferIndex(client, source, {
    ...options,
    words: options.words?.add === true,
  });
  try {
    const words = await wordsFor(
      bodies[0]?.mappings ?? {},
      options,
      `no text of ${source.path} is Chinese: there are no words to cut`,
    );
    if (replaces) {
      await tryIndex(client, index, bodies);
      await deleteIndex(client, index);
    }
    const { mappings = {} } = await createIndex(client, index, bodies);
    return { created: true, inferred: describeMapping(mappings), vectors, words };
  } catch (error) {
    await vectors?.close();
    throw error;
  }
}

async function createGiven(client: EngineClient, body: CreateBody, options: Creation): Promise<Ready> {
  const { index, replaces } = options;
  if (!replaces) {
    await createIndex(client, index, [body]);
    return { ...(await joined(client, options)), created: true };
  }
  const mappings = (await tryIndex(client, index, [body])) ?? body.mappings ?? {};
  const made = await madeFor(mappings, options);
  try {
    await deleteIndex(client, index);
    await createIndex(client, index, [body]);
  } catch (error) {
    await made.vectors?.close();
    throw error;
  }
  return { created: true, inferred: null, ...made };
}

/** @throws CommandError where the mapping does not have what is asked for */
async function madeFor(mappings: Json, options: IndexFileOptions): Promise<Made> {
  const { index, vectors: wanted } = options;
  const words = await wordsFor(
    mappings,
    options,
    `"${index}" has no fields for words: relevance embed --words adds them to an index that is there`,
  );
  return { words, vectors: wanted && (await vectorsOfIndex(mappings, wanted)) };
}

/** @throws CommandError where words are asked for and the mapping has no fields for them */
async function wordsFor(
  mappings: Json,
  { words }: IndexFileOptions,
  whyNone: string,
): Promise<FieldMaker | undefined> {
  const maker = words && (await wordMakerFor(mappings, words.segmenter));
  if (maker === undefined && words?.add === true) throw new CommandError(whyNone, 2);
  return maker;
}

function checkpointPath(source: SourceFile, { index, checkpointFile, slice }: IndexFileOptions): string {
  const part = slice === undefined ? '' : `.${sliceName(slice)}`;
  return checkpointFile ?? `${source.path}.${index}${part}.checkpoint`;
}

function checkpointOf(source: SourceFile, options: IndexFileOptions & { readonly uuid: string }): Checkpoint {
  const { index, uuid, idField, slice } = options;
  return new Checkpoint(checkpointPath(source, options), {
    file: source.path,
    size: source.size,
    mtimeMs: source.mtimeMs,
    index,
    uuid,
    idField,
    ...(slice === undefined ? {} : { slice: sliceName(slice) }),
  });
}
