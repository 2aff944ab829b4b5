import { ModelFault } from '../fault.ts';
import { isCount, isRecord, type JsonRecord } from '../shape.ts';

export type ModelKind = 'cross-encoder' | 'encoder';
export type Pooling = 'mean' | 'cls' | 'last';

/** What model.json and config.json say; undefined where they are silent. */
export interface ModelSettings {
  readonly kind: ModelKind | undefined;
  readonly id: string | undefined;
  /** Longest input, special tokens included. */
  readonly maxTokens: number;
  /** Longest query in a pair, without special tokens. */
  readonly maxQueryTokens: number;
  readonly output: string | undefined;
  readonly pooling: Pooling;
  readonly normalise: boolean;
  readonly dims: number | undefined;
  /** Put before a text, by what it is. */
  readonly prefix: Readonly<Record<'query' | 'document', string>>;
  readonly languages: readonly string[];
  /** Of an encoder: least cosine that means something, -1..1. */
  readonly similarity: number | undefined;
  /** Of a cross-encoder whose scores are logits: what they are divided by to say how sure it is; > 0. */
  readonly temperature: number | undefined;
  readonly padId: number | undefined;
}

const DEFAULT_MAX_TOKENS = 64;
const DEFAULT_MAX_QUERY_TOKENS = 24;
/** The longest input that is ever run; memory grows with its square. */
const MOST_TOKENS = 8192;

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const oneOf =
  (...names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string);
const between =
  (least: number, most: number): Check =>
  (value) =>
    isCount(value) && value >= least && value <= most;
const isPrefix: Check = (value) =>
  isRecord(value) &&
  Object.entries(value).every(
    ([key, text]) => (key === 'query' || key === 'document') && typeof text === 'string',
  );

/** Every key of model.json: what it must be, and in words. */
const KEYS: Readonly<Record<string, readonly [Check, string]>> = {
  kind: [oneOf('cross-encoder', 'encoder'), '"cross-encoder" or "encoder"'],
  id: [(value) => isText(value) && (value as string).length <= 200, 'a text of at most 200 characters'],
  maxTokens: [between(4, MOST_TOKENS), `a whole number from 4 to ${MOST_TOKENS}`],
  maxQueryTokens: [between(1, MOST_TOKENS), `a whole number from 1 to ${MOST_TOKENS}`],
  output: [isText, 'the name of an output'],
  pooling: [oneOf('mean', 'cls', 'last'), '"mean", "cls" or "last"'],
  normalise: [(value) => typeof value === 'boolean', 'true or false'],
  dims: [between(1, 65_536), 'a whole number from 1 to 65536'],
  prefix: [isPrefix, 'an object with the texts "query" and "document"'],
  languages: [(value) => Array.isArray(value) && value.every(isText), 'a list of texts'],
  similarity: [(value) => typeof value === 'number' && Math.abs(value) <= 1, 'a number from -1 to 1'],
  temperature: [
    (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
    'a number above 0',
  ],
};

/**
 * Reads model.json (strict: an unknown key is a fault) and what config.json of Hugging Face adds.
 * @throws ModelFault
 */
export function readSettings(modelJson: string | undefined, configJson: string | undefined): ModelSettings {
  const model = parse('model.json', modelJson);
  for (const [key, value] of Object.entries(model)) {
    const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (known === undefined) {
      throw new ModelFault(`model.json: unknown key "${key}"; known are ${Object.keys(KEYS).join(', ')}`);
    }
    const [check, words] = known;
    if (!check(value)) throw new ModelFault(`model.json: "${key}" must be ${words}`);
  }
  const config = parse('config.json', configJson);
  const positions = positionsOf(config);
  const given = model as Partial<ModelSettings>;
  if (given.maxTokens !== undefined && given.maxTokens > positions) {
    throw new ModelFault(
      `model.json: "maxTokens" is ${given.maxTokens}, but config.json knows ${positions} positions`,
    );
  }
  return {
    kind: given.kind,
    id: given.id,
    maxTokens: given.maxTokens ?? Math.min(DEFAULT_MAX_TOKENS, positions),
    maxQueryTokens: given.maxQueryTokens ?? DEFAULT_MAX_QUERY_TOKENS,
    output: given.output,
    pooling: given.pooling ?? 'mean',
    normalise: given.normalise ?? true,
    dims: given.dims,
    prefix: { query: '', document: '', ...given.prefix },
    languages: given.languages ?? [],
    similarity: given.similarity,
    temperature: given.temperature,
    padId: isCount(config['pad_token_id']) ? config['pad_token_id'] : undefined,
  };
}

/** How many positions a graph has, as far as config.json tells. RoBERTa's first two are never used. */
function positionsOf(config: JsonRecord): number {
  const positions = config['max_position_embeddings'];
  if (!isCount(positions) || positions < 4) return Infinity;
  const isRoberta = /roberta|camembert|mpnet/i.test(String(config['model_type']));
  return isRoberta ? positions - 2 : positions;
}

function parse(file: string, text: string | undefined): JsonRecord {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ModelFault(`${file} is not JSON`, { cause: error });
  }
  if (isRecord(value)) return value;
  throw new ModelFault(`${file} must hold one object`);
}
