import { NO_REQUEST_SPANS } from '../../../src/domain/trace.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { type App, createApp } from '../../../src/app.ts';
import { dictionaryFile } from '../../../src/composition/catalogues.ts';
import { dictionaryOf } from '../../../src/composition/dictionary-of.ts';
import { openDictionaries } from '../../../src/composition/dictionaries.ts';
import { schema } from '../../../src/config/schema.ts';
import type { Backend } from '../../../src/domain/backend.ts';
import { CatalogueCollector } from '../../../src/stages/understand/catalogue/build/collector.ts';
import { collectDocument } from '../../../src/stages/understand/catalogue/build/fields.ts';
import { createMeters } from '../../../src/telemetry/meters.ts';
import { SILENT } from '../../support/elasticsearch-backend.ts';

export const INDEX = `suggest-contract-${process.pid}`;

export const DOCUMENTS = [
  { title: '壳匠 手机壳 磁吸 <b>黑</b>', brand: '壳匠', category: '手机配件 > 手机壳' },
  { title: '壳匠 手机壳 素皮', brand: '壳匠', category: '手机配件 > 手机壳' },
  { title: '云陌 手机支架', brand: '云陌', category: '手机配件 > 支架' },
  { title: 'Voltera wireless headphones', brand: 'Voltera', category: 'Audio > Headphones' },
  { title: 'Voltera wireless charger', brand: 'Voltera', category: 'Phones > Chargers' },
] as const;
/** In the dictionary, and gone from the index since. */
const GONE = { title: 'Voltera travel kettle', brand: 'Voltera', category: 'Kitchen > Kettles' };
export const QUERIES = { 手机壳磁吸: 50, 'wireless headphones': 40, 'nobody sells this': 30 };

export interface SuggestShop {
  readonly url: string;
  readonly app: App;
  close(): Promise<void>;
}

/** A gateway in front of a backend, with the dictionary of {@link DOCUMENTS} and {@link QUERIES} for {@link INDEX}. */
export async function serveSuggestions(
  backend: Backend,
  settings: z.input<typeof schema> = {},
): Promise<SuggestShop> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relevance-suggest-'));
  const config = schema.parse({ ...settings, dataDir });
  const { segmenterOf, weightToCut } = await openDictionaries(config, SILENT);
  const segmenter = segmenterOf(INDEX);
  const collector = new CatalogueCollector(segmenter);
  for (const source of [...DOCUMENTS, GONE]) {
    collectDocument(collector, source, { texts: ['title'], names: ['brand', 'category'] });
  }
  for (const [text, times] of Object.entries(QUERIES)) collector.query(text, times);
  const origin = { index: INDEX, builtAt: '', documents: collector.documents, queries: collector.queries };
  const file = dictionaryFile(config, INDEX);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, dictionaryOf(collector, { segmenter, weightOf: weightToCut, origin }).bytes);
  const app = await createApp({
    config,
    telemetry: {
      logger: SILENT,
      around: (_stage, context, next) => next(context),
      requests: NO_REQUEST_SPANS,
      meters: createMeters({ worker: 'test', residentBytes: () => 0 }),
    },
    rulesFrom: () => ({ read: { texts: [], errors: [], warnings: [] } }),
    backend,
  });
  const { port } = await app.data.listen(0, '127.0.0.1');
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    async close() {
      await app.data.drain(0);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
