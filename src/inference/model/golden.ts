import { messageOf, ModelFault } from '../fault.ts';
import { areCounts, isRecord, type JsonRecord, listOf, recordOf } from '../shape.ts';

/** golden.json: inputs with what a sound model makes of them. */
export interface Golden {
  readonly tolerance: Readonly<Record<'cpu' | 'cuda', number>>;
  readonly pairs: readonly GoldenPair[];
  readonly texts: readonly GoldenText[];
}

export interface GoldenPair {
  readonly query: string;
  readonly text: string;
  readonly ids: readonly number[] | undefined;
  /** Of `model.onnx`, and of `model.cuda.onnx`, whose other precision gives other scores. */
  readonly score: Readonly<Record<'cpu' | 'cuda', number>>;
}

export interface GoldenText {
  readonly text: string;
  readonly as: 'query' | 'document';
  readonly ids: readonly number[] | undefined;
  /** By `model.onnx`, and by `model.cuda.onnx`. */
  readonly vector: Readonly<Record<'cpu' | 'cuda', readonly number[]>>;
}

const DEFAULT_TOLERANCE = 0.05;
/** More would make every load slow for little. */
const MOST_ENTRIES = 1000;

/** @throws ModelFault */
export function readGolden(text: string): Golden {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ModelFault(`golden.json is not JSON: ${messageOf(error)}`, { cause: error });
  }
  const root = recordOf(json);
  const unknown = Object.keys(root).find((key) => !['tolerance', 'pairs', 'texts'].includes(key));
  if (unknown !== undefined) throw new ModelFault(`golden.json: unknown key "${unknown}"`);
  const pairs = listOf(root['pairs']).map(pairOf);
  const texts = listOf(root['texts']).map(textOf);
  if (pairs.length + texts.length === 0) {
    throw new ModelFault('golden.json: neither "pairs" nor "texts" has an entry');
  }
  if (pairs.length + texts.length > MOST_ENTRIES) {
    throw new ModelFault(`golden.json: more than ${MOST_ENTRIES} entries`);
  }
  return {
    tolerance: {
      cpu: toleranceOf(root['tolerance'], 'cpu'),
      cuda: toleranceOf(root['tolerance'], 'cuda'),
    },
    pairs,
    texts,
  };
}

function pairOf(entry: unknown, at: number): GoldenPair {
  const { query, text, ids, score, cudaScore = score } = recordOf(entry);
  if (typeof query !== 'string' || typeof text !== 'string' || !isFinite(score)) {
    throw new ModelFault(`golden.json: pairs[${at}] must have "query", "text" and a number "score"`);
  }
  if (!isFinite(cudaScore)) throw new ModelFault(`golden.json: "cudaScore" of pairs[${at}] must be a number`);
  return { query, text, ids: idsOf(ids, `pairs[${at}]`), score: { cpu: score, cuda: cudaScore } };
}

function textOf(entry: unknown, at: number): GoldenText {
  const { text, as, ids, vector, cudaVector = vector } = recordOf(entry);
  if (
    typeof text !== 'string' ||
    (as !== 'query' && as !== 'document') ||
    !isVector(vector) ||
    !isVector(cudaVector)
  ) {
    throw new ModelFault(
      `golden.json: texts[${at}] must have "text", "as" (query or document) and a "vector" of numbers`,
    );
  }
  return { text, as, ids: idsOf(ids, `texts[${at}]`), vector: { cpu: vector, cuda: cudaVector } };
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFinite);
}

function idsOf(ids: unknown, place: string): readonly number[] | undefined {
  if (ids === undefined || areCounts(ids)) return ids;
  throw new ModelFault(`golden.json: "ids" of ${place} must be whole numbers`);
}

function toleranceOf(tolerance: unknown, device: 'cpu' | 'cuda'): number {
  if (tolerance !== undefined && !isRecord(tolerance)) {
    throw new ModelFault('golden.json: "tolerance" must be { "cpu": …, "cuda": … }');
  }
  const value = (tolerance as JsonRecord | undefined)?.[device] ?? DEFAULT_TOLERANCE;
  if (isFinite(value) && value >= 0) return value;
  throw new ModelFault(`golden.json: "tolerance.${device}" must be a number from 0 on`);
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
