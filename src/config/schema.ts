import { z } from 'zod';
import { admin } from './schema/admin.ts';
import { autocomplete } from './schema/autocomplete.ts';
import { elasticsearch } from './schema/elasticsearch.ts';
import { events } from './schema/events.ts';
import { inference, models } from './schema/models.ts';
import { rules } from './schema/rules.ts';
import { indices, pipelines, plugins, segmentation } from './schema/search.ts';
import { filePath, section, whole } from './schema/section.ts';
import { server } from './schema/server.ts';

export { BUILT_IN_STAGES, type BuiltInStage, type StageSpec } from './schema/search.ts';

/** Types, bounds, defaults and documentation of every key, in the order of the reference page. */
export const schema = z.strictObject({
  server,
  admin,
  elasticsearch,
  indices,
  pipelines,
  plugins,
  segmentation,
  rules,
  autocomplete,
  events,
  models,
  inference,
  debug: section({
    allow: z
      .boolean()
      .default(false)
      .describe(
        'Whether callers may ask for explanations by `Relevance-Debug: explain`, which contain the query, and leave out stages by `Relevance-Pipeline: default; without="segment,correct"`.',
      ),
  }).describe('Help for people who tune search.'),
  log: section({
    level: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('The least level that is written.'),
  }).describe('Structured lines on standard output.'),
  telemetry: section({
    serviceName: z
      .string()
      .min(1)
      .default('relevance-gateway')
      .describe('Name of the service in traces; `OTEL_SERVICE_NAME` wins.'),
    queryText: z
      .boolean()
      .default(false)
      .describe(
        'Whether traces hold what people search for: their words (`relevance.query`) and what the engine is asked (`db.query.text`, the first 4096 characters).',
      ),
  }).describe('Traces are switched on by the `OTEL_*` variables alone; metrics are on the admin port.'),
  dataDir: filePath().default('.data').describe('Folder of the embedded engine and of caches.'),
  workers: z
    .union([z.literal('auto'), whole(1, 1024)])
    .default('auto')
    .describe('Processes that serve; `auto` is one a core. The embedded engine has exactly one.'),
});

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** A checked configuration, deeply frozen. Files are absolute paths, `${NAME}` stands replaced. */
export type Config = DeepReadonly<z.output<typeof schema>>;
