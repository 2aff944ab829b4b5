import type { JudgedQuery } from '../../evaluation/judged-set.ts';
import { type Json, relevanceMeta } from '../../composition/vectors/vector-plan.ts';
import { encoderNamedIn, usualPipeline } from '../../domain/usual-pipeline.ts';
import { mappingsOf } from '../mappings.ts';
import { CommandError } from '../command.ts';
import type { RunOptions } from './run-queries.ts';
import { search } from './run-queries.ts';

/** How many queries are tried until one is improved. */
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
 * The stages that a search can go without, in the order in which they run; the gateway itself is asked, as only it
 * knows its configuration.
 * @throws CommandError where no query is improved, or where the gateway leaves no stage out
 */
export async function leavableStages(
  queries: readonly JudgedQuery[],
  probe: Probe,
): Promise<readonly string[]> {
  for (const query of queries.slice(0, TRIES)) {
    const { status, timing } = await search(query, probe.pipeline, probe);
    if (!status.startsWith('applied')) continue;
    const leavable: string[] = [];
    for (const stage of stagesIn(timing)) {
      const without = await search(query, pipelineWithout(probe.pipeline, [stage]), probe);
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
    return leavable;
  }
  throw new CommandError(
    `pipeline "${probe.pipeline}" improved none of the first ${Math.min(TRIES, queries.length)} queries: nothing to take apart`,
  );
}

/** The stages that `Server-Timing` tells of, in order. */
function stagesIn(timing: string): readonly string[] {
  const names = timing.split(',').flatMap((metric) => metric.split(';')[0]?.trim() || []);
  return [...new Set(names)].filter((name) => name !== 'total');
}
