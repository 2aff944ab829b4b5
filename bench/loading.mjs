/** What loading rule files costs the process that serves: shared by the benches of rules and synonyms. */
import { createSegmenter } from '../dist/segmenter/segmenter.js';
import { loadRules } from '../dist/live-rules/live-rules.js';
import { setImmediate } from 'node:timers/promises';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const MIB = 2 ** 20;

/** Cuts words as a gateway does. */
export const tokenise = (text) => segmenter.segment(text).map((word) => word.text);

const { segmenter } = await createSegmenter({ userDictionaries: [], hmm: 'off', logger: SILENT });

/**
 * Loads a file as a gateway does, between requests. The longest pause is what another request would wait: by the clock,
 * which also counts what other processes take, and in processor time of all threads, which does not.
 */
export async function loading(file, text) {
  const reading = {
    rules: { folder: 'rules', watch: false, booleanInput: false, ignoreCase: true, boosts: 'additive' },
    readFolder: async () => ({ texts: [{ file, text, index: undefined }], errors: [], warnings: [] }),
    segmenterOf: () => segmenter,
  };
  globalThis.gc?.();
  const before = process.memoryUsage();
  let isLoading = true;
  const pauses = (async () => {
    let [clock, work] = [0, 0];
    while (isLoading) {
      const [from, cpu] = [performance.now(), process.cpuUsage()];
      await setImmediate();
      const used = process.cpuUsage(cpu);
      clock = Math.max(clock, performance.now() - from);
      work = Math.max(work, (used.user + used.system) / 1000);
    }
    return { clock, work };
  })();
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const loaded = await loadRules(reading);
  const ms = performance.now() - start;
  const used = process.cpuUsage(cpu);
  isLoading = false;
  const { clock, work } = await pauses;
  globalThis.gc?.();
  const after = process.memoryUsage();
  return {
    loaded,
    costs: {
      'load ms': Math.round(ms),
      'load CPU ms': Math.round((used.user + used.system) / 1000),
      'longest pause ms': Math.round(clock),
      'longest pause CPU ms': Math.round(work),
      'heap MiB': Math.round((after.heapUsed - before.heapUsed) / MIB),
      'RSS MiB': Math.round((after.rss - before.rss) / MIB),
    },
  };
}
