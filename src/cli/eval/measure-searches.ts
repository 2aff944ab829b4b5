import { ablation, ablationPlan, OFF } from '../../evaluation/ablation.ts';
import type { JudgedQuery, JudgedSet } from '../../evaluation/judged-set.ts';
import { latencyOf } from '../../evaluation/latency.ts';
import { randomIntegers } from '../../evaluation/random.ts';
import type { ReportOptions } from '../../evaluation/report.ts';
import { measurable, report } from '../../evaluation/report.ts';
import { recovered, withTypo } from '../../evaluation/typos.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { Target } from '../target.ts';
import type { EvalArguments } from './eval-arguments.ts';
import { RECALL_DEPTH } from './eval-arguments.ts';
import { leavableStages, pipelineUnasked, pipelineWithout } from './leavable-stages.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { Variant, VariantResult } from './run-queries.ts';
import { offAndOn, runQueries } from './run-queries.ts';
import type { BodyTemplate } from './search-body.ts';
import { templateOf } from './template-of.ts';

/** Queries that are searched for before anything is measured. */
const WARM_UP = 5;
/** Queries listed a stage. */
const MOVED_BY_STAGE = 5;
/** The pipeline that is taken apart unless another is named. */

export interface Measured {
  readonly evaluation: Evaluation;
  /** What was found, with the pipeline off and on. */
  readonly off: VariantResult;
  readonly on: VariantResult;
}

/** Everything that measuring searches needs to know. */
interface Work {
  readonly args: EvalArguments & { readonly index: string };
  readonly set: JudgedSet;
  readonly client: Target['client'];
  readonly template: BodyTemplate;
  readonly options: ReportOptions;
}

/** Searches for the queries of a set with the pipeline off and on, and without its stages where that was asked. */
export async function measureSearches(
  args: EvalArguments & { readonly index: string },
  set: JudgedSet,
  options: ReportOptions,
  { client }: Target,
): Promise<Measured> {
  const work: Work = { args, set, client, template: await templateOf(args, client), options };
  const queries = measurable(set);
  if (args.typos === undefined) return measureQueries(work, queries);
  const clean = await measureQueries({ ...work, args: { ...work.args, ablate: false } }, queries);
  const random = randomIntegers(args.typos);
  const typed = queries.map((query) => ({ ...query, text: withTypo(query.text, random) }));
  const measured = await measureQueries(work, typed);
  const { off, on } = deciding(measured.evaluation);
  const without = deciding(clean.evaluation).off;
  const typos = { seed: args.typos, clean: without, recovered: recovered(without, off, on) };
  return { ...measured, evaluation: { ...measured.evaluation, typos } };
}

function deciding({ report: { metrics } }: Evaluation): { readonly off: number; readonly on: number } {
  return metrics[0]!.comparison;
}

async function measureQueries(work: Work, queries: readonly JudgedQuery[]): Promise<Measured> {
  const { args, client, template, options } = work;
  const set = { ...work.set, queries };
  const about = { index: args.index, dataset: args.dataset ?? '', target: client.name, body: template };
  if (args.ablate !== true) {
    const results = await search(work, queries, offAndOn(args.pipeline));
    return measured(set, results, { off: OFF, on: 'on' });
  }
  const probe = { client, index: args.index, template, size: hits(args) };
  const pipeline = args.pipeline ?? (await pipelineUnasked(queries, probe));
  const stages = await leavableStages(queries, { ...probe, pipeline });
  const plan = ablationPlan(stages);
  const variants = [...plan.variants].map(([name, without]) => ({
    name,
    header: without === 'off' ? OFF : pipelineWithout(pipeline, without),
  }));
  const results = await search(work, queries, variants);
  const whole = measured(set, results, { off: OFF, on: 'all' });
  const parts = ablation(set, results, { ...options, plan, movedCount: MOVED_BY_STAGE });
  return { ...whole, evaluation: { ...whole.evaluation, ablation: parts } };

  function measured(
    asked: JudgedSet,
    found: ReadonlyMap<string, VariantResult>,
    names: { readonly off: string; readonly on: string },
  ): Measured {
    const [off, on] = [found.get(names.off)!, found.get(names.on)!];
    const runs = asked.queries.map(({ id }) => ({
      queryId: id,
      off: off.rankings.get(id) ?? [],
      on: on.rankings.get(id) ?? [],
    }));
    const evaluation: Evaluation = {
      ...about,
      report: report(asked, runs, options),
      statuses: on.statuses,
      latency: { off: latencyOf(off.latenciesMs), on: latencyOf(on.latenciesMs) },
    };
    return { evaluation, off, on };
  }
}

async function search(
  { args, client, template }: Work,
  queries: readonly JudgedQuery[],
  variants: readonly Variant[],
): Promise<ReadonlyMap<string, VariantResult>> {
  const bar = new ProgressBar(process.stderr, 'queries');
  bar.update(0, 0);
  return runQueries(queries, variants, {
    client,
    index: args.index,
    template,
    size: hits(args),
    concurrency: args.concurrency,
    warmUp: WARM_UP,
    onProgress: (done) => bar.update(done / queries.length, done),
  }).finally(() => bar.done());
}

function hits({ k }: EvalArguments): number {
  return Math.max(RECALL_DEPTH, k);
}
