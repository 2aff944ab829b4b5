import type { JudgedQuery, JudgedSet } from '../../evaluation/judged-set.ts';
import type { Config } from '../../config/schema.ts';
import type { StageSpec } from '../../config/schema/search.ts';
import { typedQuery } from '../../domain/query.ts';
import { measurable } from '../../evaluation/report.ts';
import type { Grades } from '../../evaluation/metrics.ts';
import { CommandError } from '../command.ts';
import { runQueries } from '../eval/run-queries.ts';
import { type TemplateArguments, templateOf } from '../eval/template-of.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { SettingsOptions } from '../settings.ts';
import { openOwnGateway } from '../target.ts';
import { COLLECT, type Collected, collecting, type Collector } from './collect.ts';

export interface GatherArguments extends SettingsOptions, TemplateArguments {
  readonly pipeline?: string;
  readonly concurrency: number;
}

/** A judged query with all that its search could have shown. */
export interface Gathered extends Collected {
  readonly judged: JudgedQuery;
  readonly grades: Grades;
}

/**
 * Searches once for every query that can be measured, and keeps all candidates.
 * @param stagesOf the stages to run, of those that the named pipeline has
 * @returns in the order of the queries; those that found nothing, or were not improved, have no candidates
 * @throws CommandError where no query was improved, or where a leg or model was not there for one in fifty
 */
export async function gather(
  args: GatherArguments,
  set: JudgedSet,
  {
    collector,
    stagesOf,
  }: {
    readonly collector: Collector;
    readonly stagesOf: (own: readonly StageSpec[]) => readonly StageSpec[];
  },
): Promise<readonly Gathered[]> {
  const adapt = (config: Config): Config => collecting(config, stagesOf(pipelineOf(config, args)));
  const target = await openOwnGateway(args, { adapt, stages: collector.stages });
  const queries = measurable(set);
  const bar = new ProgressBar(process.stderr, 'queries');
  bar.update(0, 0);
  try {
    const template = await templateOf(args, target.client);
    const results = await runQueries(queries, [{ name: COLLECT, header: COLLECT }], {
      client: target.client,
      index: args.index,
      template,
      // The hits themselves are of no use here.
      size: 1,
      concurrency: args.concurrency,
      onProgress: (done) => bar.update(done / queries.length, done),
    });
    checkStatuses(results.get(COLLECT)!.statuses, queries.length);
  } finally {
    bar.done();
    await target.close();
  }
  return queries.map((judged) => ({
    judged,
    grades: set.grades.get(judged.id) ?? new Map<string, number>(),
    ...(collector.found.get(judged.text) ?? { query: typedQuery(judged.text), candidates: [] }),
  }));
}

/** The configuration's stages of the pipeline that a command works on. */
export function pipelineOf(
  config: Config,
  { index, pipeline }: Pick<GatherArguments, 'index' | 'pipeline'>,
): readonly StageSpec[] {
  const name = pipeline ?? config.indices?.[index]?.pipeline ?? 'default';
  const found = config.pipelines[name];
  if (found !== undefined) return found.stages;
  throw new CommandError(
    `no pipeline is called "${name}"; there are ${Object.keys(config.pipelines).join(', ')}`,
    2,
  );
}

const MOST_DEGRADED = 0.02;

function checkStatuses(statuses: ReadonlyMap<string, number>, queries: number): void {
  const count = (is: RegExp): number =>
    [...statuses].reduce((sum, [status, number]) => sum + (is.test(status) ? number : 0), 0);
  const said = [...statuses].map(([status, number]) => `${number} × ${status}`).join(', ');
  if (count(/^applied/) === 0) throw new CommandError(`no query was improved: ${said}`);
  if (count(/degraded/) > queries * MOST_DEGRADED) {
    throw new CommandError(`too many searches went without a leg or a model to learn from them: ${said}`);
  }
}
