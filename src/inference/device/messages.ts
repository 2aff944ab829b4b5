import type { Batch, BatchAnswer, DeviceName, GraphToLoad, LoadedGraph } from './device.ts';

/** What a device's thread is started with. */
export interface ThreadData {
  readonly device: DeviceName;
  readonly threads: number;
}

export type ToThread =
  | { readonly kind: 'load'; readonly id: number; readonly graphs: readonly GraphToLoad[] }
  | { readonly kind: 'run'; readonly id: number; readonly batch: Batch };

export type FromThread =
  | { readonly kind: 'loaded'; readonly id: number; readonly graphs: readonly LoadedGraph[] }
  | { readonly kind: 'ran'; readonly id: number; readonly answer: BatchAnswer }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
