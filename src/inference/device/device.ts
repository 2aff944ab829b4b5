import type { GraphShape } from '../model/graph-shape.ts';
import type { ModelSettings } from '../model/settings.ts';

/** What runs graphs: one at a time, in the order they are asked for. */
export interface Device {
  readonly name: DeviceName;
  /** Loads graphs; what is wrong with one does not keep the others from it. @throws DeviceLost */
  load(graphs: readonly GraphToLoad[]): Promise<readonly LoadedGraph[]>;
  /**
   * Runs one batch; `columns` numbers a row, in the order of its rows.
   * @throws Error when the run failed, DeviceLost when the device is not there any more
   */
  run(batch: Batch): Promise<BatchAnswer>;
  /** Ends it; what still runs is lost. */
  close(): Promise<void>;
  /** Settles when the device has gone by itself, with the reason. */
  readonly lost: Promise<string>;
}

export type DeviceName = 'cpu' | 'cuda';

export interface GraphToLoad {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly settings: Pick<ModelSettings, 'kind' | 'output' | 'dims' | 'pooling' | 'normalise'>;
}

export type LoadedGraph =
  { readonly ok: true; readonly shape: GraphShape } | { readonly ok: false; readonly fault: string };

/** Rows of one length, short ones filled up. Its buffers are given away: nobody may use them afterwards. */
export interface Batch {
  /** Which graph, by its place among those loaded. */
  readonly graph: number;
  readonly rows: number;
  /** Tokens a row. */
  readonly length: number;
  /** Row after row. */
  readonly ids: Int32Array<ArrayBuffer>;
  readonly types: Int32Array<ArrayBuffer>;
  /** How many tokens of each row are there; the rest is filling. */
  readonly lengths: Int32Array<ArrayBuffer>;
}

export interface BatchAnswer {
  /** One score a row, or one vector. */
  readonly values: Float32Array;
  /** What the graph took, without waiting. */
  readonly ms: number;
}

/** The device is gone: what it was doing failed, and so will all that comes. */
export class DeviceLost extends Error {
  override readonly name = 'DeviceLost';
}
