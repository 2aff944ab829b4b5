import type { JudgedQuery } from '../../evaluation/judged-set.ts';
import { type Json, relevanceMeta } from '../../composition/vectors/vector-plan.ts';
import { encoderNamedIn, usualPipeline } from '../../domain/usual-pipeline.ts';
import { LEGS } from '../../stages/rank/fuse/defaults.ts';
import { mappingsOf } from '../mappings.ts';
import { CommandError } from '../command.ts';
import type { RunOptions } from './run-queries.ts';
import { search } from './run-queries.ts';

/** Queries that are asked which stages there are: some take part in long ones, or in Chinese ones, alone. */
const TRIES = 20;
const UNKNOWN_PIPELINE = 'bypass; reason=unknown_pipeline';

export interface Probe extends Pick<RunOptions, 'client' | 'index' | 'template' | 'size'> {
  readonly pipeline: string;
}

/** The pipeline that searches on an index go through where the gateway's configuration names none for it. */
export async function pipelineUnasked(
  queries: readonly JudgedQuery[],
  probe: Pick<RunOptions, 'client' | 'index' | 'template' | 'size'>,
): Promise<string> {
  const [query] = queries;
  const metas = (await mappingsOf<Json>(probe.client, probe.index)).map(relevanceMeta);
  const meta = metas.find((one) => encoderNamedIn(one) !== undefined);
  if (query === undefined || meta === undefined) return usualPipeline(meta, new Set());
  const { status } = await search(query, 'hybrid', probe);
  return usualPipeline(meta, new Set(status === UNKNOWN_PIPELINE ? [] : ['hybrid']));
}

/** `Relevance-Pipeline` for a pipeline without some of its stages. */
export function pipelineWithout(pipeline: string, stages: readonly string[]): string {
  return stages.length === 0 ? pipeline : `${pipeline}; without="${stages.join(',')}"`;
}

/**
 * The stages that a search can go without, in the order in which they run, but for `fuse`, which comes before the legs that
 * it brings together: without it they would do nothing. The gateway itself is asked, as only it knows its configuration.
 * @throws CommandError where no query is improved, or where the gateway leaves no stage out
 */
export async function leavableStages(
  queries: readonly JudgedQuery[],
  probe: Probe,
): Promise<readonly string[]> {
  const apart = Math.max(1, Math.floor(queries.length / TRIES));
  const tried = queries.filter((_, at) => at % apart === 0).slice(0, TRIES);
  let improved: JudgedQuery | undefined;
  let stages: readonly string[] = [];
  for (const query of tried) {
    const { status, timing } = await search(query, probe.pipeline, probe);
    if (!status.startsWith('applied')) continue;
    improved ??= query;
    stages = merged(stages, stagesIn(timing));
  }
  if (improved !== undefined) {
    const leavable: string[] = [];
    for (const stage of stages) {
      const without = await search(improved, pipelineWithout(probe.pipeline, [stage]), probe);
      if (without.status === 'bypass; reason=debug_off') {
        throw new CommandError(
          `${probe.client.name} leaves out no stage: set "debug: { allow: true }" in its configuration`,
        );
      }
      if (without.status === UNKNOWN_PIPELINE) {
        throw new CommandError(`${probe.client.name} is too old to leave out stages`);
      }
      if (without.status !== 'bypass; reason=needed_stage') leavable.push(stage);
    }
    return fuseFirst(leavable);
  }
  throw new CommandError(
    `pipeline "${probe.pipeline}" improved none of the ${tried.length} queries that were tried: nothing to take apart`,
  );
}

/** One order of both: what only the second has stands behind what it follows there. */
function merged(stages: readonly string[], more: readonly string[]): readonly string[] {
  const all = [...stages];
  more.forEach((stage, at) => {
    if (!all.includes(stage)) all.splice(at === 0 ? 0 : all.indexOf(more[at - 1]!) + 1, 0, stage);
  });
  return all;
}

function fuseFirst(stages: readonly string[]): readonly string[] {
  const firstLeg = stages.findIndex((stage) => LEGS.has(stage));
  if (firstLeg === -1 || !stages.includes('fuse')) return stages;
  const others = stages.filter((stage) => stage !== 'fuse');
  return [...others.slice(0, firstLeg), 'fuse', ...others.slice(firstLeg)];
}

/** The stages that `Server-Timing` tells of, in order. */
function stagesIn(timing: string): readonly string[] {
  const names = timing.split(',').flatMap((metric) => metric.split(';')[0]?.trim() || []);
  return [...new Set(names)].filter((name) => name !== 'total');
}
