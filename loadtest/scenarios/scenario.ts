import type { Shot } from '../generator/shot.ts';
import type { WeightedQuery } from '../queries.ts';
import type { RunResult } from '../result.ts';
import type { Fault } from '../targets/fault-proxy.ts';

/** A part of a run with one pace. */
export interface Step {
  readonly name: string;
  /** Null: as fast as answers come. */
  readonly ratePerSecond: number | null;
  readonly seconds: number;
  /** What goes wrong behind the gateway meanwhile; only where this run made the engine. */
  readonly faults?: readonly Fault[];
}

/** What is searched. */
export interface Searched {
  readonly index: string;
  /** As `multi_match` takes them. */
  readonly fields: readonly string[];
}

/** A kind of load, and what must hold under it. */
export interface Scenario {
  readonly name: string;
  /** One line for people. */
  readonly about: string;
  /** Of a gateway that the run starts: its relevance.yaml. */
  readonly config: string;
  /** What stands behind a gateway that the run starts: the engine inside it, or one of its own behind a wire that can break. */
  readonly engine: 'embedded' | 'faulty';
  /** What is measured in turn with the gateway where `--direct` names no Elasticsearch: the gateway with its pipeline off. */
  readonly plain: boolean;
  /** Requests a second, or a share of what the gateway turns out to take. */
  readonly rate: number | { readonly ofCapacity: number };
  readonly seconds: number;
  readonly connections: number;
  readonly shots: (queries: readonly WeightedQuery[], searched: Searched) => readonly Shot[];
  readonly steps: (ratePerSecond: number, seconds: number) => readonly Step[];
  /** As `thresholds.ts` reads them. */
  readonly thresholds: readonly string[];
  /** Whether answers are compared with the engine's, byte for byte, meanwhile. */
  readonly compares?: true;
  /** Numbers of its own, held against `extra.NAME`. */
  readonly extra?: (result: Pick<RunResult, 'steps' | 'slices'>) => Readonly<Record<string, number>>;
}
