import { readFile } from 'node:fs/promises';
import type { EngineRequest, SearchEngine } from './domain/engine.ts';
import type { Logger } from './domain/logger.ts';
import { GatewayError } from './errors.ts';

const INDEX = 'products';
const FOLDER = new URL('../samples/products/', import.meta.url);
const JSON_TYPE = ['content-type', 'application/json'];
const LINES_TYPE = ['content-type', 'application/x-ndjson'];

/** Fills an engine that has no index at all with the sample catalogue, so that there is something to search. */
export async function loadSampleCatalogue(engine: SearchEngine, logger: Logger): Promise<void> {
  const indices = await send(engine, {
    method: 'GET',
    path: '/_cat/indices?format=json&h=index',
    headers: [],
    body: null,
  });
  if ((JSON.parse(indices.toString()) as readonly unknown[]).length > 0) return;
  const mapping = await readFile(new URL('mapping.json', FOLDER));
  const corpus = await readFile(new URL('corpus.jsonl', FOLDER), 'utf8');
  const lines = corpus
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { _id, ...source } = JSON.parse(line) as { readonly _id: string };
      return [JSON.stringify({ index: { _id } }), JSON.stringify(source)];
    });
  await send(engine, { method: 'PUT', path: `/${INDEX}`, headers: JSON_TYPE, body: mapping });
  await send(engine, {
    method: 'POST',
    path: `/${INDEX}/_bulk?refresh=true`,
    headers: LINES_TYPE,
    body: Buffer.from(`${lines.join('\n')}\n`),
  });
  logger.info({ index: INDEX, documents: lines.length / 2 }, 'the sample catalogue was loaded');
}

async function send(engine: SearchEngine, request: EngineRequest): Promise<Buffer> {
  const answer = await engine.exchange(request, AbortSignal.timeout(60_000));
  if (answer.status !== 200 || answer.body.includes('"errors":true')) {
    const { method, path } = request;
    throw new GatewayError('internal', `the sample catalogue: ${method} ${path} gave ${answer.status}`);
  }
  return answer.body;
}
