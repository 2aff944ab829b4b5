import { Worker } from 'node:worker_threads';
import type { SegmenterParts } from '../segmenter/lattice-segmenter.ts';
import type { BuiltRules, RuleJob } from './build-rules.ts';

/** What the thread is given. */
export interface ThreadData {
  readonly job: RuleJob;
  /** For each index with dictionaries of its own what its segmenter is made of; undefined is every other index. */
  readonly segmenters: ReadonlyMap<string | undefined, SegmenterParts>;
}

/** What the thread may fill; building that needs more fails, and the rules of before stay. */
const MOST_HEAP_MIB = 2048;
/** Most objects of a rule are gone when the next is read: with room for them few are copied before. */
const YOUNG_MIB = 24;

/**
 * Builds rules in a thread of their own, so that whoever waits for this one waits for nothing else. What is large goes
 * from one thread to the other without being copied. The thread ends afterwards, and its memory with it.
 */
export function buildInThread(data: ThreadData): Promise<BuiltRules> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./build-thread.js', import.meta.url), {
      workerData: data,
      name: 'rules',
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    worker.on('message', (built: BuiltRules) => resolve(built));
    worker.on('error', reject);
    // Without effect behind a message.
    worker.on('exit', (code) => reject(new Error(`the thread that builds rules ended with code ${code}`)));
  });
}

/** The memory behind all arrays of a value that is data, once each. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<unknown>();
  const look = (one: unknown): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return;
    seen.add(one);
    if (ArrayBuffer.isView(one)) {
      if (one.buffer instanceof ArrayBuffer) buffers.add(one.buffer);
    } else if (one instanceof Map) for (const member of one.values()) look(member);
    else for (const member of Object.values(one)) look(member);
  };
  look(value);
  return [...buffers];
}
