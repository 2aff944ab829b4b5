/** Entry of the thread that builds large rule files; it ends when it has told what came of them. */
import { parentPort, workerData } from 'node:worker_threads';
import { type PortableSegmenter, segmenterFrom } from '../segmenter/lattice-segmenter.ts';
import { buildRules } from './build-rules.ts';
import { buffersIn, type ThreadData } from './thread.ts';

if (parentPort === null) throw new Error('build-thread runs as a worker thread only');
const { job, segmenters } = workerData as ThreadData;
/** What cannot be had here ends the thread, which says more. */
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const opened = new Map([...segmenters].map(([index, parts]) => [index, segmenterFrom(parts, logger)]));
const everybodys = opened.get(undefined);
const segmenterOf = (index: string | undefined): PortableSegmenter => {
  const segmenter = opened.get(index) ?? everybodys;
  if (segmenter === undefined) throw new Error('the thread was given no segmenter');
  return segmenter;
};
const built = await buildRules(job, segmenterOf);
parentPort.postMessage(built, buffersIn(built));
