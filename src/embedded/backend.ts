import { join } from 'node:path';
import type { Backend } from '../domain/backend.ts';
import type { Logger } from '../domain/logger.ts';
import { tokensIn } from '../search-api/analyze-answer.ts';
import { createPassThrough } from './http.ts';
import { EngineThread } from './thread/engine-thread.ts';

export interface EmbeddedBackendOptions {
  /** The gateway's data directory; the engine keeps to its folder `embedded` in it. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** The thread's entry; the compiled one beside this folder unless given. */
  readonly entry?: URL;
  readonly maxBodyBytes?: number;
}

const NOTHING = Buffer.alloc(0);
const ANALYZE_MS = 10_000;

/**
 * The embedded engine as a backend: in a thread of its own, with its data under `dataDir`.
 * @throws GatewayError `store_locked`, `store_version`, `store_corrupt`
 */
export async function createEmbeddedBackend(options: EmbeddedBackendOptions): Promise<Backend> {
  const thread = await EngineThread.start({
    dir: join(options.dataDir, 'embedded'),
    logger: options.logger,
    entry: options.entry ?? new URL('../process/embedded-worker.js', import.meta.url),
  });
  return {
    engine: {
      async exchange(request, signal) {
        const answer = await thread.handle(request, signal);
        // The engine tells HEAD by GET's answer, whose length HTTP wants to know.
        return request.method === 'HEAD' ? { ...answer, body: NOTHING } : answer;
      },
    },
    passThrough: createPassThrough({
      handle: (request, signal) => thread.handle(request, signal),
      ...(options.maxBodyBytes !== undefined && { maxBodyBytes: options.maxBodyBytes }),
    }),
    catalog: { describe: (name) => thread.describe(name), names: () => thread.names() },
    health: () => [thread.health()],
    refresh: () => Promise.resolve(),
    async analyze(index, analyzer, text) {
      const answer = await thread.handle(
        {
          method: 'POST',
          path: `/${encodeURIComponent(index)}/_analyze`,
          headers: ['content-type', 'application/json'],
          body: Buffer.from(JSON.stringify({ analyzer, text })),
        },
        AbortSignal.timeout(ANALYZE_MS),
      );
      return answer.status === 200 ? tokensIn(JSON.parse(answer.body.toString())) : null;
    },
    close: () => thread.close(),
  };
}
