import { mappedFields, objectAt } from '../../elasticsearch/mapping.ts';
import { wordFieldsIn } from '../../domain/word-fields.ts';
import { GatewayError } from '../../errors.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { mappingsOf } from '../mappings.ts';
import type { Encoders, OpenEncoder } from './encoders.ts';
import { areChinese, CHINESE } from './language.ts';
import { sampleOf } from './sample.ts';
import type { Json, VectorMapping, VectorPlan } from '../../composition/vectors/vector-plan.ts';
import {
  showsVectors,
  relevanceMeta,
  templateFor,
  VECTOR_FIELD,
  vectorPlanIn,
  withVectors,
} from '../../composition/vectors/vector-plan.ts';
import type { FieldMaker } from '../../composition/made-field.ts';
import { createVectoriser } from '../../composition/vectors/vectoriser.ts';

/** Which encoder makes vectors: `none`, a name or folder, or undefined for what fits. */
export interface WantedVectors {
  readonly encoder: string | undefined;
  readonly encoders: Encoders;
}

/** Vectors that are being made, to be closed after use. */
export interface IndexVectors {
  readonly plan: VectorMapping;
  readonly vectoriser: FieldMaker;
  close(): Promise<void>;
}

/**
 * The vectors of an index that is there: those that its mapping names.
 * @throws CommandError where they cannot be made, or another encoder is asked for
 */
export async function vectorsOfIndex(
  mappings: Json,
  { encoder: name, encoders }: WantedVectors,
): Promise<IndexVectors | undefined> {
  if (name === 'none') return undefined;
  const plan = vectorPlanIn(mappings);
  if (plan === undefined) {
    if (name === undefined) return undefined;
    throw new CommandError(
      'the mapping names no vectors: relevance embed adds them to an index that is there',
      2,
    );
  }
  const open = name === undefined ? await encoders.ofId(plan.encoder) : await encoders.named(name);
  if (open === undefined) {
    throw new CommandError(
      `the index has vectors of encoder ${plan.encoder}, which is not here: put its folder into models.folder, name it with --encoder, or load without vectors (--encoder none)`,
      2,
    );
  }
  const { modelId, dims } = open.encoder;
  const fault =
    modelId === plan.encoder
      ? fieldFault(mappings, plan.field, dims)
      : `the index has vectors of encoder ${plan.encoder}; those of ${modelId} mean something else: load into a new index`;
  if (fault === undefined) return vectorsBy(open, plan);
  await open.close();
  throw new CommandError(fault, 2);
}

/** Why a field cannot hold vectors of so many numbers; undefined where it can. */
function fieldFault(mappings: Json, name: string, numbers: number): string | undefined {
  const field = mappedFields(mappings, {}).get(name);
  if (field?.type !== 'dense_vector')
    return `the mapping names "${name}" for vectors, and has no such field of type dense_vector`;
  // Without dims the first vector says how many numbers there are.
  if (field.dims === undefined || field.dims === numbers) return undefined;
  return `"${name}" takes vectors of ${field.dims} numbers, and the encoder makes ${numbers}`;
}

/**
 * The vectors of an index that is about to be created; undefined where there is no encoder for its texts, or no text.
 * The id names a document and says nothing of it, so it is not read.
 * @throws CommandError for an encoder that cannot be used
 */
export async function vectorsForNew(
  mappings: Json,
  {
    chinese,
    idField,
    wanted: { encoder: name, encoders },
  }: {
    /** Share of Chinese characters in the documents' texts, 0..1. */
    readonly chinese: number;
    readonly idField: string;
    readonly wanted: WantedVectors;
  },
): Promise<IndexVectors | undefined> {
  const fields = Object.entries(objectAt(mappings, 'properties'));
  const properties = Object.fromEntries(fields.filter(([name]) => name !== idField));
  const template = templateFor({ ...mappings, properties });
  if (name === 'none' || template === undefined) return undefined;
  const language = chinese >= CHINESE ? 'zh' : 'en';
  const open = name === undefined ? await encoders.reading(language) : await encoders.named(name);
  return open && newVectorsBy(open, template);
}

/**
 * The vectors of an index that is there and has none yet; undefined where none are wanted.
 * @throws CommandError where nothing can be encoded, or no encoder reads its language
 */
export async function newVectors(
  client: EngineClient,
  mappings: Json,
  { index, encoder: name, encoders }: WantedVectors & { readonly index: string },
): Promise<IndexVectors | undefined> {
  if (name === 'none') return undefined;
  const template = templateFor(mappings);
  if (template === undefined)
    throw new CommandError(`index "${index}" has no text field: there is nothing to encode`, 2);
  if (name !== undefined) return newVectorsBy(await encoders.named(name), template);
  const language = areChinese(await sampleOf(client, index)) ? 'zh' : 'en';
  const open = await encoders.reading(language);
  if (open === undefined)
    throw new CommandError(`no encoder reads "${language}": name one with --encoder`, 2);
  return newVectorsBy(open, template);
}

/** The vectors that a plan says, made by an encoder that is open. */
function vectorsBy({ encoder, similarity, close }: OpenEncoder, plan: VectorPlan): IndexVectors {
  return {
    plan: { ...plan, dims: encoder.dims, similarity },
    vectoriser: createVectoriser(encoder, plan),
    close,
  };
}

function newVectorsBy(open: OpenEncoder, template: string): IndexVectors {
  return vectorsBy(open, { encoder: open.encoder.modelId, field: VECTOR_FIELD, template });
}

/** What adds vectors to the mapping of a new index, as the engine's version wants them. */
export async function vectorsInto(
  client: EngineClient,
  plan: VectorMapping,
): Promise<(mappings: Json) => Json> {
  const { version } = (await client.expect({ method: 'GET', path: '/' })) as {
    readonly version: { readonly number: string };
  };
  const shows = showsVectors(version.number);
  return (mappings) => withVectors(mappings, plan, shows);
}

/**
 * The mapping of an index that is there; of an alias, the first of its indices'.
 * @throws GatewayError `bad_request` for an alias of indices whose vectors or fields of words differ
 */
export async function mappingWithOnePlan(client: EngineClient, index: string): Promise<Json> {
  const found = await mappingsOf<Json>(client, index);
  const plans = new Set(
    found.map((mappings) =>
      JSON.stringify([vectorPlanIn(mappings), [...wordFieldsIn(relevanceMeta(mappings))]]),
    ),
  );
  if (plans.size === 1) return found[0]!;
  throw new GatewayError(
    'bad_request',
    `"${index}" stands for indices whose vectors or fields of words differ: name one of them`,
  );
}
