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
import { collectDocument, type FieldMapping, fieldsOf } from '../stages/understand/catalogue/build/fields.ts';

const INDEX = 'products';
const FOLDER = new URL('../../samples/products/', import.meta.url);
const JSON_TYPE = ['content-type', 'application/json'];
const LINES_TYPE = ['content-type', 'application/x-ndjson'];

type Document = Readonly<Record<string, unknown>> & { readonly _id: string };

/**
 * Fills an engine that has no index at all with the sample catalogue, so that there is something to search, and writes
 * the catalogue's dictionary.
 */
export async function loadSampleCatalogue(
  engine: SearchEngine,
  config: Config,
  logger: Logger,
): Promise<void> {
  const indices = await send(engine, {
    method: 'GET',
    path: '/_cat/indices?format=json&h=index',
    headers: [],
    body: null,
  });
  if ((JSON.parse(indices.toString()) as readonly unknown[]).length > 0) return;
  const mapping = await readFile(new URL('mapping.json', FOLDER));
  const corpus = await readFile(new URL('corpus.jsonl', FOLDER), 'utf8');
  const documents = corpus
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Document);
  const lines = documents.flatMap(({ _id, ...source }) => [
    JSON.stringify({ index: { _id } }),
    JSON.stringify(source),
  ]);
  await send(engine, { method: 'PUT', path: `/${INDEX}`, headers: JSON_TYPE, body: mapping });
  await send(engine, {
    method: 'POST',
    path: `/${INDEX}/_bulk?refresh=true`,
    headers: LINES_TYPE,
    body: Buffer.from(`${lines.join('\n')}\n`),
  });
  await writeSampleDictionary(mapping, documents, { config, logger });
  logger.info({ index: INDEX, documents: documents.length }, 'the sample catalogue was loaded');
}

/** What `relevance dictionary build --index products` would write. */
async function writeSampleDictionary(
  mapping: Buffer,
  documents: readonly Document[],
  { config, logger }: { readonly config: Config; readonly logger: Logger },
): Promise<void> {
  const { segmenterOf, weightToCut } = await openDictionaries(config, logger);
  const segmenter = segmenterOf(INDEX);
  const { mappings } = JSON.parse(mapping.toString()) as { readonly mappings: FieldMapping };
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
