import { resolve } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import type { CrossEncoder } from '../../src/domain/cross-encoder.ts';
import { NO_METER } from '../../src/domain/inference-meter.ts';
import type { Logger } from '../../src/domain/logger.ts';
import type { TextEncoder } from '../../src/domain/text-encoder.ts';
import { inTime } from '../../src/inference/in-time.ts';
import { SYSTEM_TIME } from '../../src/domain/time.ts';
import { type Models, openModels } from '../../src/composition/models.ts';

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Small models with random weights; `test/fixtures/inference/make_models.py` writes them. */
export const FIXTURE_MODELS = resolve('test/fixtures/inference/models');

/** The compiled inference process; `npm test` builds it first. */
const PROCESS = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'process', 'inference-process.js');

/** The default configuration with these models. */
export function configWith(
  models: Partial<Config['models']>,
  inference: Partial<Config['inference']> = {},
): Config {
  const { config } = loadConfig({ env: {}, cwd: '/' });
  return {
    ...config,
    log: { level: 'silent' },
    models: { ...config.models, rerank: [], encoders: [], ...models },
    inference: { ...config.inference, threads: 1, ...inference },
  };
}

/** Models in a process of their own, as a gateway has them. */
export async function openFixtureModels(config: Config): Promise<Models> {
  const models = openModels({ config, logger: SILENT, meter: NO_METER, entry: PROCESS });
  await models.settled(30_000);
  return models;
}

export interface Fake {
  /** Milliseconds until it answers. */
  readonly delayMs?: number;
}

/** Scores by the share of the query's words that the text has. */
export function fakeCrossEncoder({ delayMs = 0 }: Fake = {}): CrossEncoder {
  return {
    score: (query, texts, limits) =>
      inTime(limits, SYSTEM_TIME, async () => {
        await new Promise((done) => setTimeout(done, delayMs));
        const scores = texts.map((text) => overlap(query, text));
        return {
          kind: 'scored' as const,
          passes: [{ modelId: 'fake', scores, depth: texts.length }] as const,
          shrunk: 'none' as const,
        };
      }),
  };
}

/** Vectors of the letters in a text, of length 1. */
export function fakeTextEncoder({ delayMs = 0 }: Fake = {}): TextEncoder {
  const dims = 8;
  return {
    modelId: 'fake',
    dims,
    encode: (texts, limits) =>
      inTime(limits, SYSTEM_TIME, async () => {
        await new Promise((done) => setTimeout(done, delayMs));
        return {
          kind: 'encoded' as const,
          vectors: Float32Array.from(texts.flatMap((text) => letters(text, dims))),
        };
      }),
  };
}

export function overlap(query: string, text: string): number {
  const words = query.toLowerCase().split(/\s+/);
  const found = words.filter((word) => text.toLowerCase().includes(word));
  return found.length / words.length;
}

function letters(text: string, dims: number): readonly number[] {
  const counts = Array<number>(dims).fill(1);
  for (const character of text) counts[character.codePointAt(0)! % dims]!++;
  const norm = Math.hypot(...counts);
  return counts.map((count) => count / norm);
}
