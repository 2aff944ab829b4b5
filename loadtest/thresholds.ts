import type { Figures, Quantiles } from './figures.ts';

/**
 * What must hold, as it is written: `p95 < 100`, `errors <= 0.001`, `stage.rerank.p95 < 60`, `ratio.p95 < 3`; of one step
 * `calm: errors <= 0`.
 */
export interface Threshold {
  readonly text: string;
  /** Null: all steps together. */
  readonly step: string | null;
  /** By its parts: `['stage', 'rerank', 'p95']`. */
  readonly measure: readonly string[];
  readonly comparison: keyof typeof COMPARISONS;
  readonly limit: number;
}

/** A threshold and what was seen. */
export interface Verdict {
  readonly text: string;
  /** Null where it was not measured, which holds nothing. */
  readonly value: number | null;
  readonly held: boolean;
}

/** What thresholds are held against. */
export interface Measured {
  readonly gateway: Figures;
  /** Null where the engine was not asked beside it. */
  readonly direct: Figures | null;
  /** Numbers of the scenario's own, by name. */
  readonly extra: Readonly<Record<string, number>>;
}

const COMPARISONS = {
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
} as const;
const QUANTILES = [
  'mean',
  'p50',
  'p90',
  'p95',
  'p99',
  'p999',
  'max',
] as const satisfies readonly (keyof Quantiles)[];
const SHARES = [
  'errors',
  'refused',
  'applied',
  'degraded',
  'throughput',
  'offered',
] as const satisfies readonly (keyof Figures)[];
const FORM = /^\s*(?:([\w%-]+)\s*:\s*)?([a-z][\w-]*(?:\.[a-z][\w-]*)*)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*$/i;

/** @throws Error that says what is allowed */
export function parseThreshold(text: string): Threshold {
  const found = FORM.exec(text);
  if (found === null) throw new Error(`threshold "${text}": write one like p95 < 100`);
  const [, step, name, comparison, limit] = found;
  const measure = name!.split('.');
  if (!isMeasure(measure)) {
    throw new Error(
      `threshold "${text}": measures are ${[...QUANTILES, ...SHARES].join(', ')}; with service., lag., stage.NAME. or ratio. before a time; extra.NAME`,
    );
  }
  return {
    text: `${step === undefined ? '' : `${step}: `}${name!} ${comparison!} ${limit!}`,
    step: step ?? null,
    measure,
    comparison: comparison as keyof typeof COMPARISONS,
    limit: Number(limit),
  };
}

export function judge({ text, measure, comparison, limit }: Threshold, measured: Measured): Verdict {
  const value = valueOf(measure, measured);
  const held = value !== null && COMPARISONS[comparison](value, limit);
  return { text, value, held };
}

function isMeasure([first, second, third, ...rest]: readonly string[]): boolean {
  if (rest.length > 0 || first === undefined) return false;
  if (second === undefined) return isQuantile(first) || isShare(first);
  if (third !== undefined) return first === 'stage' && isQuantile(third);
  if (first === 'extra') return true;
  return ['service', 'lag', 'ratio'].includes(first) && isQuantile(second);
}

function valueOf(
  [first, second, third]: readonly string[],
  { gateway, direct, extra }: Measured,
): number | null {
  switch (first) {
    case 'extra':
      return extra[second!] ?? null;
    case 'stage': {
      const stage = gateway.stages[second!];
      return stage === undefined ? null : quantile(stage, third!);
    }
    case 'service':
    case 'lag':
      return quantile(gateway[first], second!);
    case 'ratio': {
      const below = direct === null ? null : quantile(direct.latency, second!);
      const above = quantile(gateway.latency, second!);
      return below === null || above === null || below === 0 ? null : above / below;
    }
    default:
      return isQuantile(first!)
        ? quantile(gateway.latency, first)
        : gateway[first as (typeof SHARES)[number]];
  }
}

/** Null where nothing was recorded: no time is not a short time. */
function quantile(quantiles: Quantiles, name: string): number | null {
  return quantiles.count === 0 ? null : quantiles[name as (typeof QUANTILES)[number]];
}

function isQuantile(name: string): name is (typeof QUANTILES)[number] {
  return QUANTILES.some((each) => each === name);
}

function isShare(name: string): boolean {
  return SHARES.some((each) => each === name);
}
