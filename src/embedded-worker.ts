/** Entry of the embedded engine's thread: a composition root that hands it the segmenter. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Segment, Segmenter } from './domain/segmenter.ts';
import { serveEngine } from './embedded/thread/serve.ts';
import type { ThreadData } from './embedded/thread/messages.ts';

/** Words as ICU's dictionary cuts them. */
function icuSegmenter(): Segmenter {
  const words = new Intl.Segmenter('zh', { granularity: 'word' });
  const segment = (text: string): readonly Segment[] =>
    Array.from(words.segment(text)).flatMap(({ segment: word, index, isWordLike }) =>
      isWordLike === true ? [{ text: word, start: index, end: index + word.length }] : [],
    );
  return { segment, words: segment };
}

if (parentPort === null) throw new Error('embedded-worker runs as a worker thread only');
await serveEngine({ port: parentPort, data: workerData as ThreadData, segmenter: icuSegmenter() });
