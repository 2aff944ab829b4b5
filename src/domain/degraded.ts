/**
 * Why a search went without a stage, or with less of it. `timeout`: its deadline passed; `failed`: it broke; `overload`: it was
 * left out for load; `no_time`: models were busy with others; `no_model`: no model answered; `shrunk`: a model read less than it
 * was asked to; `engine`: what it asked the engine for was refused or came in part; `less`: a reason of its own.
 */
export type DegradeReason =
  'timeout' | 'failed' | 'overload' | 'no_time' | 'no_model' | 'shrunk' | 'engine' | 'less';

/** By name, the stages that a search went without or with less of, and why. */
export type Degraded = ReadonlyMap<string, DegradeReason>;

export const NOT_DEGRADED: Degraded = new Map();
