// One thread that sends: started by `crew.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { randomNumbers } from '../../src/evaluation/random.ts';
import { drawBy } from './draw.ts';
import { Gun } from './gun.ts';
import type { Shot } from './shot.ts';
import { runSlice, type SliceOptions } from './slice.ts';

export interface WorkerOptions {
  /** By name. */
  readonly targets: ReadonlyMap<string, { readonly origin: string; readonly shots: readonly Shot[] }>;
  /** Of this worker. */
  readonly connections: number;
  readonly timeoutMs: number;
  readonly waiting: number;
  readonly seed: number;
}

export type SliceOrder = SliceOptions & { readonly target: string };

const { targets, connections, timeoutMs, waiting, seed } = workerData as WorkerOptions;
const guns = new Map(
  [...targets].map(([name, { origin, shots }]) => {
    const draw = drawBy(
      shots.map(({ weight }) => weight),
      // Every target gets the same requests in the same order.
      randomNumbers(seed),
    );
    const gun = new Gun({ origin, connections, timeoutMs, waiting });
    return [name, { gun, next: () => shots[draw()]! }];
  }),
);

async function obey({ target, ...options }: SliceOrder): Promise<void> {
  const { gun, next } = guns.get(target)!;
  parentPort!.postMessage(await runSlice(gun, next, options));
}

parentPort!.on('message', (order: SliceOrder | 'close') => {
  if (order !== 'close') return void obey(order);
  void Promise.all([...guns.values()].map(({ gun }) => gun.close())).then(() => parentPort!.close());
});
parentPort!.postMessage('ready');
