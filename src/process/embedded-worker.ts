/** Entry of the embedded engine's thread: a composition root that hands it the segmenter. */
import { parentPort, workerData } from 'node:worker_threads';
import { LazySegmenter } from '../embedded/engine/lazy-segmenter.ts';
import type { ThreadData } from '../embedded/thread/messages.ts';
import { serveEngine } from '../embedded/thread/serve.ts';
import { createSegmenter } from '../segmenter/segmenter.ts';

if (parentPort === null) throw new Error('embedded-worker runs as a worker thread only');
await serveEngine({
  port: parentPort,
  data: workerData as ThreadData,
  // Without guessed words: nodejieba's own dictionary would be loaded a second time in this thread.
  segmenter: (logger) =>
    new LazySegmenter(async () => {
      const { segmenter } = await createSegmenter({ userDictionaries: [], hmm: 'off', logger });
      return segmenter;
    }),
});
