import type { EmbeddedEngine } from '../../../src/embedded/index.ts';
import { openEmbedded } from '../../../src/embedded/index.ts';
import type { Logger } from '../../../src/domain/logger.ts';
import type { Segmenter } from '../../../src/domain/segmenter.ts';

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Runs of letters and digits; Chinese in twos. */
export const wordSegmenter: Segmenter = {
  segment: (text) =>
    Array.from(text.matchAll(/\p{Script=Han}{1,2}|[a-z0-9]+/giu), (found) => ({
      text: found[0],
      start: found.index,
      end: found.index + found[0].length,
    })),
  readings: (text) => ({ best: wordSegmenter.segment(text), others: [] }),
  words: (text) => wordSegmenter.segment(text),
};

export function open(dir: string): Promise<EmbeddedEngine> {
  return openEmbedded({ dir, segmenter: wordSegmenter, logger: silentLogger });
}

/** One request with a JSON body. */
export async function call(
  engine: Pick<EmbeddedEngine, 'handle'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: Record<string, unknown>; text: string }> {
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await engine.handle({
    method,
    path,
    headers: text === null ? [] : ['content-type', 'application/json'],
    body: text === null ? null : Buffer.from(text),
  });
  const type = answer.headers[answer.headers.indexOf('content-type') + 1] ?? '';
  const received = answer.body.toString();
  const json = type.includes('json') ? (JSON.parse(received) as Record<string, unknown>) : {};
  return { status: answer.status, json, text: received };
}
