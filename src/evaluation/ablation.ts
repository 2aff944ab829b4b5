import type { Comparison } from './comparison.ts';
import { holm } from './holm.ts';
import type { JudgedSet } from './judged-set.ts';
import type { Latency } from './latency.ts';
import { latencyOf } from './latency.ts';
import type { MovedQuery, ReportOptions } from './report.ts';
import { report } from './report.ts';

/** What a set's queries found without some of the pipeline's stages. */
export interface VariantRun {
  /** Document ids by query id, best first. */
  readonly rankings: ReadonlyMap<string, readonly string[]>;
  /** One a search. */
  readonly latenciesMs: readonly number[];
}

/** Two ways to search, before and after a stage. */
export interface Step {
  readonly stage: string;
  /** Names of variants, as {@link variantName} makes them. */
  readonly before: string;
  readonly after: string;
}

export interface AblationPlan {
  /** The variants to run, by name: the stages that each goes without. `off` is the engine without a pipeline. */
  readonly variants: ReadonlyMap<string, readonly string[] | 'off'>;
  /** From plain search to the whole pipeline, one stage more a step; the first step is the pipeline with none. */
  readonly cumulative: readonly Step[];
  /** The whole pipeline against itself without one stage. */
  readonly leaveOneOut: readonly Step[];
}

export const OFF = 'off';

/** Name of the first step: what goes through the pipeline with every stage left out. */
export const BARE = '(no stage)';

/** The name of the variant that goes without these stages. */
export function variantName(without: readonly string[]): string {
  return without.length === 0 ? 'all' : `without ${without.join(', ')}`;
}

/** @param stages that can be left out, in the order in which they are to come in */
export function ablationPlan(stages: readonly string[]): AblationPlan {
  const variants = new Map<string, readonly string[] | 'off'>([[OFF, 'off']]);
  const variant = (without: readonly string[]): string => {
    const name = variantName(without);
    variants.set(name, without);
    return name;
  };
  let before = variant(stages);
  const cumulative: Step[] = [{ stage: BARE, before: OFF, after: before }];
  stages.forEach((stage, at) => {
    const after = variant(stages.slice(at + 1));
    cumulative.push({ stage, before, after });
    before = after;
  });
  const leaveOneOut = stages.map((stage) => ({ stage, before: variant([stage]), after: variant([]) }));
  return { variants, cumulative, leaveOneOut };
}

export interface AblationRow {
  readonly stage: string;
  /** Of the first metric, from before the stage to after it: `difference` is what it adds. */
  readonly comparison: Comparison;
  /** By Holm's correction over the rows of the same table. */
  readonly adjustedP: number;
  /** Of searches with the stage. */
  readonly latency: Latency;
  /** What the stage adds to the median, milliseconds. */
  readonly addedMs: number;
  /** Queries that it moved most, by the first metric. */
  readonly moved: readonly MovedQuery[];
}

export interface Ablation {
  readonly metric: { readonly name: string; readonly label: string };
  readonly cumulative: readonly AblationRow[];
  readonly leaveOneOut: readonly AblationRow[];
  /** Of plain search. */
  readonly plainLatency: Latency;
}

/** What each stage adds, by the first of the metrics. */
export function ablation(
  set: JudgedSet,
  runs: ReadonlyMap<string, VariantRun>,
  {
    plan,
    movedCount,
    ...options
  }: ReportOptions & { readonly plan: AblationPlan; readonly movedCount: number },
): Ablation {
  const run = (name: string): VariantRun => runs.get(name) ?? { rankings: new Map(), latenciesMs: [] };
  const [name = ''] = options.metrics;
  let label = name;

  function row({ stage, before, after }: Step): Omit<AblationRow, 'adjustedP'> {
    const pairs = set.queries.map(({ id }) => ({
      queryId: id,
      off: run(before).rankings.get(id) ?? [],
      on: run(after).rankings.get(id) ?? [],
    }));
    const { metrics, moved } = report(set, pairs, { ...options, metrics: [name] });
    const [deciding] = metrics;
    label = deciding!.label;
    const latency = latencyOf(run(after).latenciesMs);
    return {
      stage,
      comparison: deciding!.comparison,
      latency,
      addedMs: latency.p50 - latencyOf(run(before).latenciesMs).p50,
      moved: moved.slice(0, movedCount),
    };
  }

  return {
    cumulative: corrected(plan.cumulative.map(row)),
    leaveOneOut: corrected(plan.leaveOneOut.map(row)),
    metric: { name, label },
    plainLatency: latencyOf(run(OFF).latenciesMs),
  };
}

function corrected(rows: readonly Omit<AblationRow, 'adjustedP'>[]): readonly AblationRow[] {
  const adjusted = holm(rows.map(({ comparison }) => comparison.p));
  return rows.map((row, at) => ({ ...row, adjustedP: adjusted[at] ?? 1 }));
}
