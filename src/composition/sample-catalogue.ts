import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dictionaryFile } from './catalogues.ts';
import type { Config } from '../config/schema.ts';
import { dictionaryOf } from './dictionary-of.ts';
import { openDictionaries } from './dictionaries.ts';
import type { EngineRequest, SearchEngine } from '../domain/engine.ts';
import type { Logger } from '../domain/logger.ts';
import { GatewayError } from '../errors.ts';
import { CatalogueCollector } from '../stages/understand/catalogue/build/collector.ts';
import type { Models } from './models.ts';
import { type Json, templateFor, VECTOR_FIELD, withVectors } from './vectors/vector-plan.ts';
import { createVectoriser } from './vectors/vectoriser.ts';
import { collectDocument, type FieldMapping, fieldsOf } from '../stages/understand/catalogue/build/fields.ts';

const INDEX = 'products';
const FOLDER = new URL('../../samples/products/', import.meta.url);
const JSON_TYPE = ['content-type', 'application/json'];
const LINES_TYPE = ['content-type', 'application/x-ndjson'];

type Document = Readonly<Record<string, unknown>> & { readonly _id: string };

/** Reads Chinese and English. */
const ENCODER = 'be-zh@2';
/** Least cosine for short names of products, with single words asked for: below it neighbours are strangers. */
const SIMILARITY = 0.5;
/** How long a first start waits for the encoder on a machine that has much else to do. */
const PATIENCE_MS = 60_000;

export interface SampleOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Absent: there are none, and the catalogue has no vectors. */
  readonly models: Pick<Models, 'settled' | 'textEncoder'> | undefined;
}

/**
 * Fills an engine that has no index at all with the sample catalogue, so that there is something to search, and writes
 * the catalogue's dictionary.
 */
export async function loadSampleCatalogue(
  engine: SearchEngine,
  { config, logger, models }: SampleOptions,
): Promise<void> {
  const indices = await send(engine, {
    method: 'GET',
    path: '/_cat/indices?format=json&h=index',
    headers: [],
    body: null,
  });
  if ((JSON.parse(indices.toString()) as readonly unknown[]).length > 0) return;
  const body = JSON.parse(await readFile(new URL('mapping.json', FOLDER), 'utf8')) as CreateBody;
  const corpus = await readFile(new URL('corpus.jsonl', FOLDER), 'utf8');
  const documents = corpus
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Document);
  // While the models are being loaded, in another process.
  await writeSampleDictionary(body.mappings, documents, { config, logger });
  const vectors = await vectorsOf(documents, body.mappings, models).catch((error: unknown) => {
    logger.warn({ err: error }, 'the sample catalogue has no vectors');
    return undefined;
  });
  const lines = documents.flatMap(({ _id, ...source }, at) => [
    JSON.stringify({ index: { _id } }),
    JSON.stringify({ ...source, ...vectors?.members[at] }),
  ]);
  const mappings = vectors?.mappings ?? body.mappings;
  await send(engine, {
    method: 'PUT',
    path: `/${INDEX}`,
    headers: JSON_TYPE,
    body: Buffer.from(JSON.stringify({ ...body, mappings })),
  });
  await send(engine, {
    method: 'POST',
    path: `/${INDEX}/_bulk?refresh=true`,
    headers: LINES_TYPE,
    body: Buffer.from(`${lines.join('\n')}\n`),
  });
  const encoder = vectors === undefined ? null : ENCODER;
  // Searches on it stay without meaning and models until somebody makes up for it.
  if (models !== undefined && encoder === null)
    logger.warn(
      { index: INDEX },
      `the sample catalogue has no vectors: once /readyz shows models, relevance embed --index ${INDEX} adds them`,
    );
  logger.info({ index: INDEX, documents: documents.length, encoder }, 'the sample catalogue was loaded');
}

interface CreateBody {
  readonly mappings: Json & FieldMapping;
}

/** What each document gets, and the mapping that says so; undefined where the encoder is not there. */
async function vectorsOf(
  documents: readonly Document[],
  mappings: Json,
  models: SampleOptions['models'],
): Promise<{ readonly mappings: Json; readonly members: readonly Json[] } | undefined> {
  const template = templateFor(mappings);
  await models?.settled(PATIENCE_MS);
  const encoder = models?.textEncoder(ENCODER);
  if (encoder === undefined || template === undefined) return undefined;
  const plan = {
    encoder: ENCODER,
    field: VECTOR_FIELD,
    template,
    dims: encoder.dims,
    similarity: SIMILARITY,
  };
  const { signal } = new AbortController();
  const vectors = await createVectoriser(encoder, plan).valuesOf(documents, signal);
  return {
    mappings: withVectors(mappings, plan, true),
    members: vectors.map((vector) =>
      vector === undefined ? {} : { [VECTOR_FIELD]: JSON.parse(vector) as unknown },
    ),
  };
}

/** What `relevance dictionary build --index products` would write. */
async function writeSampleDictionary(
  mappings: FieldMapping,
  documents: readonly Document[],
  { config, logger }: { readonly config: Config; readonly logger: Logger },
): Promise<void> {
  const { segmenterOf, weightToCut } = await openDictionaries(config, logger);
  const segmenter = segmenterOf(INDEX);
  const fields = fieldsOf([mappings]);
  const collector = new CatalogueCollector(segmenter);
  for (const source of documents) collectDocument(collector, source, fields);
  const origin = {
    index: INDEX,
    builtAt: new Date().toISOString(),
    documents: collector.documents,
    queries: collector.queries,
  };
  const { bytes } = dictionaryOf(collector, { segmenter, weightOf: weightToCut, origin });
  const file = dictionaryFile(config, INDEX);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

async function send(engine: SearchEngine, request: EngineRequest): Promise<Buffer> {
  const answer = await engine.exchange(request, AbortSignal.timeout(60_000));
  if (answer.status !== 200 || answer.body.includes('"errors":true')) {
    const { method, path } = request;
    throw new GatewayError('internal', `the sample catalogue: ${method} ${path} gave ${answer.status}`);
  }
  return answer.body;
}
