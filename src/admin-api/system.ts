import type { DependencyHealth } from '../domain/catalog.ts';

/** `GET /readyz`: whether requests should be sent here, and why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly dependencies: readonly DependencyHealth[];
}

/** `GET /api/system`. */
export interface SystemReport {
  readonly gateway: GatewayReport;
  readonly ready: boolean;
  /** As in `/readyz`. */
  readonly dependencies: readonly DependencyHealth[];
  /** One for each that should serve. */
  readonly workers: readonly WorkerReport[];
}

export interface GatewayReport {
  /** Of the package. */
  readonly version: string;
  readonly node: string;
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly draining: boolean;
  /** Where apps ask; null until somebody serves. */
  readonly dataPort: number | null;
  /** Of the configuration in force. */
  readonly configVersion: string;
  readonly engine: 'embedded' | 'elasticsearch';
  readonly nodes: readonly string[];
}

export type WorkerReport =
  | { readonly state: 'serving'; readonly worker: number; readonly report: ServingReport }
  /** It is starting, or does not answer. */
  | { readonly state: 'silent'; readonly worker: number };

export interface ProcessReport {
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly residentBytes: number;
}

/** What one serving process says of itself. */
export interface ServingReport extends ProcessReport {
  /** As on every applied answer. */
  readonly version: string;
  readonly rulesVersion: string;
  readonly queue: QueueReport;
  /** What the process of the models offers it. */
  readonly models: ModelsReport;
  /** Stages of searches since it started, by name. */
  readonly stages: readonly StageActivity[];
  readonly dependencies: readonly DependencyHealth[];
}

export interface QueueReport {
  /** Searches under way. */
  readonly inFlight: number;
  /** Searches that wait for their turn. */
  readonly waiting: number;
  /** `inFlight` is less than configured where the limit finds itself. */
  readonly limits: { readonly inFlight: number; readonly queue: number };
  /** How much there is to do; from `busy` on something is left out. */
  readonly load: 'calm' | 'busy' | 'overloaded' | 'saturated';
}

export interface ModelsReport {
  /** Ids of rerankers, the cheapest first; empty where none is there now. */
  readonly rerankers: readonly string[];
  readonly encoders: readonly string[];
}

/** How a stage (a leg is one of kind `retrieve`) fared in searches. */
export interface StageActivity {
  readonly stage: string;
  readonly kind: 'query' | 'retrieve' | 'relax' | 'rank';
  readonly runs: number;
  readonly failed: number;
  readonly late: number;
  /** It would have taken part but for the load or a scoring function. */
  readonly skipped: number;
  readonly meanMs: number;
  readonly maxMs: number;
  /** When it last failed or was late, ISO 8601; null: never. */
  readonly lastFaultAt: string | null;
}
