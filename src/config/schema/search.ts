import { z } from 'zod';
import { filePath, section, whole } from './section.ts';

const NAME = /^[a-z][a-z0-9-]*$/;

/** Names of pipelines, stages and plugins. */
function name(): z.ZodString {
  return z.string().regex(NAME, { error: 'must be lower-case letters, digits and hyphens' });
}

const pipelineName = name().refine((text) => text !== 'off', {
  error: '"off" is what callers say for no pipeline',
});

/** `lexical`, or `{ segment: { hmm: false } }`: one name with its options. */
const stage = z.unknown().transform((value, ctx): StageSpec => {
  const spec = stageSpec(value);
  if (spec !== undefined) return spec;
  ctx.addIssue({ code: 'custom', message: 'must be a stage name, or one name with its options' });
  return z.NEVER;
});

export interface StageSpec {
  readonly name: string;
  /** Checked by the stage's own factory. */
  readonly options: Readonly<Record<string, unknown>>;
}

function stageSpec(value: unknown): StageSpec | undefined {
  if (typeof value === 'string') return NAME.test(value) ? { name: value, options: {} } : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, ...rest] = Object.entries(value);
  if (entry === undefined || rest.length > 0 || !NAME.test(entry[0])) return undefined;
  const options: unknown = entry[1] ?? {};
  if (typeof options !== 'object' || Array.isArray(options)) return undefined;
  return { name: entry[0], options: options as Readonly<Record<string, unknown>> };
}

const index = z.strictObject({
  pipeline: z
    .string()
    .optional()
    .describe(
      'The pipeline that searches on this index go through. Absent: `hybrid` where the index’s mapping names an encoder and there is such a pipeline, else `default`.',
    ),
  dictionaries: z
    .array(filePath())
    .default([])
    .describe('User dictionaries for this index, beside those of `segmentation`.'),
  dictionary: filePath()
    .optional()
    .describe(
      'What `relevance dictionary build` made of the catalogue. Absent: `dictionaries/<index>.dictionary.bin` in `dataDir`, where it is there.',
    ),
});

export const indices = z
  .record(
    z.string().regex(/^[^\s\\/*?"<>|,#:A-Z_+.-][^\s\\/*?"<>|,#:A-Z]*$/, {
      error: 'must be the name of one index or alias: no wildcard, no capitals',
    }),
    index.prefault({}),
  )
  .optional()
  .describe(
    'Indices and aliases to improve, by name. Absent: every one whose name does not start with a dot.',
  );

/** The stages of the default pipeline, in order. */
export const DEFAULT_STAGES = [
  'normalise',
  'segment',
  'correct',
  'compounds',
  'rules',
  'quantities',
  'lexical',
] as const;
/** The stages of the pipeline for indices with vectors, in order. */
export const HYBRID_STAGES = [
  ...DEFAULT_STAGES,
  'fields',
  'knn',
  'feedback',
  'relax',
  'fuse',
  'rerank',
  'merchandise',
] as const;
/** Every stage that comes with the gateway. What intents, categories and lists there are only a shop knows, so none looks for them unasked. */
export const BUILT_IN_STAGES = [
  ...HYBRID_STAGES,
  'intent',
  'tag',
  'feedback',
  'category',
  'list',
  'blend',
] as const;
export type BuiltInStage = (typeof BUILT_IN_STAGES)[number];

function named(stages: readonly BuiltInStage[]): StageSpec[] {
  return stages.map((builtIn) => ({ name: builtIn, options: {} }));
}

const pipeline = z.strictObject({
  stages: z
    .array(stage)
    .min(1)
    .optional()
    .describe(
      'Stages in order: a name, or one name with its options. Absent in `hybrid`: those of `hybrid`.',
    ),
  deadlinesMs: z
    .record(z.string(), whole(1, 600_000))
    .default({})
    .describe('Milliseconds a stage may take before the search goes on without it, by stage.'),
});

/** What a pipeline without stages has depends on its name, which only the table of them knows. */
export interface Pipeline extends z.output<typeof pipeline> {
  readonly stages: StageSpec[];
}

export const pipelines = z
  .record(pipelineName, pipeline)
  .default({})
  .transform((given): Record<string, Pipeline> => {
    // Who says what the default is says so for every index.
    const usual =
      given['default'] === undefined ? { default: pipeline.parse({}), hybrid: pipeline.parse({}) } : {};
    return Object.fromEntries(
      Object.entries({ ...usual, ...given }).map(([name, { stages, ...rest }]) => [
        name,
        { stages: stages ?? named(name === 'hybrid' ? HYBRID_STAGES : DEFAULT_STAGES), ...rest },
      ]),
    );
  })
  .describe(
    `Named pipelines; callers choose one by \`Relevance-Pipeline\`. Unless given, \`default\` is ${DEFAULT_STAGES.join(', ')}. \`hybrid\`, for indices whose mapping names an encoder, goes on with ${HYBRID_STAGES.slice(DEFAULT_STAGES.length).join(', ')}; it is not there where you give a \`default\` of your own and no \`hybrid\`. The stage \`intent\` (options \`model\`, \`field\`, \`boost\`, \`precision\`, \`hardAbove\`, \`hits\`, \`tell\`) stands behind \`correct\` where you put it; \`fields\`, \`knn\`, \`feedback\`, \`category\`, \`list\`, \`relax\`, \`fuse\`, \`rerank\`, \`blend\` and \`merchandise\` stand behind \`lexical\` (docs/hybrid.md).`,
  );

export const plugins = z
  .record(name(), filePath())
  .default({})
  .describe(
    'Stages of your own: the name they are used by, and the ES module whose default export makes them.',
  );

export const segmentation = section({
  userDictionaries: z
    .array(filePath())
    .default([])
    .describe(
      'Files with one word a line, optionally with a frequency and a part of speech, for all indices.',
    ),
  hmm: z.boolean().default(true).describe('Whether words that no dictionary has are guessed.'),
}).describe('How Chinese text is cut into words.');
