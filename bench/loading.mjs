/** What loading rule files costs the process that serves: shared by the benches of rules and synonyms. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { loadRules } from '../dist/live-rules/live-rules.js';
import { createSegmenter } from '../dist/segmenter/segmenter.js';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const MIB = 2 ** 20;
/** The thread that builds rules hands them over before it ends and gives its memory back. */
const THREAD_ENDS_MS = 500;

/** Cuts words as a gateway does. */
export const tokenise = (text) => segmenter.segment(text).map((word) => word.text);

const { segmenter } = await createSegmenter({ userDictionaries: [], hmm: 'off', logger: SILENT });
// Into memory that threads share, which a process does once.
segmenter.parts();

/** Processor time of the serving thread alone, in ms; NaN where the system does not tell (other than Linux). */
function threadMs() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
}

/**
 * Loads a file as a gateway does. Memory is told as what the whole process grows by, all threads of it. The longest pause is what another request would wait: by the clock, which also counts
 * what other processes take, and in processor time of the serving thread, which does not.
 */
export async function loading(file, text) {
  const parent = mkdtempSync(join(tmpdir(), 'relevance-bench-'));
  const folder = join(parent, 'rules');
  mkdirSync(join(folder, '_all'), { recursive: true });
  writeFileSync(join(folder, '_all', file), text);
  const reading = {
    rules: { folder, watch: false, booleanInput: false, ignoreCase: true, boosts: 'additive' },
    origin: () => ({ folder }),
    segmenterOf: () => segmenter,
    vocabularies: () => new Map(),
    segmenters: () => new Map([[undefined, segmenter.parts()]]),
  };
  globalThis.gc?.();
  const before = process.memoryUsage();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let isLoading = true;
  const pauses = (async () => {
    let [clock, work, rss] = [0, 0, 0];
    while (isLoading) {
      const [from, cpu] = [performance.now(), threadMs()];
      await setTimeout(1);
      work = Math.max(work, threadMs() - cpu);
      clock = Math.max(clock, performance.now() - from);
      rss = Math.max(rss, process.memoryUsage.rss());
    }
    return { clock, work, rss };
  })();
  const [start, cpu, own] = [performance.now(), process.cpuUsage(), threadMs()];
  const loaded = await loadRules(reading);
  const ms = performance.now() - start;
  const used = process.cpuUsage(cpu);
  const served = threadMs() - own;
  isLoading = false;
  const { clock, work, rss } = await pauses;
  delay.disable();
  rmSync(parent, { recursive: true });
  await setTimeout(THREAD_ENDS_MS);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const memory = (usage) => usage.heapUsed + usage.external;
  return {
    loaded,
    costs: {
      'load ms': Math.round(ms),
      'CPU ms of the serving thread': Math.round(served),
      'CPU ms of other threads': Math.round((used.user + used.system) / 1000 - served),
      'longest pause ms': Number(clock.toFixed(1)),
      'longest pause CPU ms': Number(work.toFixed(1)),
      'event loop delay p99 ms': Number((delay.percentile(99) / 1e6).toFixed(1)),
      'heap and external MiB': Math.round((memory(after) - memory(before)) / MIB),
      'RSS MiB while loading, at most': Math.round((rss - before.rss) / MIB),
      'RSS MiB afterwards': Math.round((after.rss - before.rss) / MIB),
    },
  };
}
