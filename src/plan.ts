import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from './config/schema.ts';
import type { BuiltInStage } from './config/schema/search.ts';
import { configVersion } from './config/version.ts';
import type { DependencyHealth } from './domain/catalog.ts';
import type { Clock } from './domain/clock.ts';
import type { Segmenter } from './domain/segmenter.ts';
import { createPlan } from './http/search/plan.ts';
import type { SearchPlan } from './http/search/services.ts';
import { deadline } from './pipeline/deadline.ts';
import { loadPlugin } from './pipeline/plugin.ts';
import { buildStages, type StageFactory } from './pipeline/registry.ts';
import { createPipeline } from './pipeline/runner.ts';
import { createSegmenter } from './segmenter/segmenter.ts';
import { lexical } from './stages/retrieve/lexical.ts';
import { correct } from './stages/understand/correct.ts';
import { normalise } from './stages/understand/normalise.ts';
import { quantities } from './stages/understand/quantities.ts';
import { segment } from './stages/understand/segment.ts';
import { loadProposer } from './spelling.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** Words of shops; everybody's own dictionaries come on top. */
const SHIPPED_WORDS = fileURLToPath(new URL('../dictionaries/commerce.dict.txt', import.meta.url));

export interface PlanInput {
  readonly config: Config;
  readonly telemetry: Pick<Telemetry, 'logger' | 'around'>;
  readonly clock: Clock;
  /** Stages of an application's own, by name. */
  readonly stages: ReadonlyMap<string, StageFactory>;
}

export interface BuiltPlan {
  readonly plan: SearchPlan;
  /** What the plan itself depends on, for readiness. */
  readonly health: readonly DependencyHealth[];
}

/**
 * Builds everything that a configuration says about searching: dictionaries, stages, pipelines.
 * @throws GatewayError `config_invalid`; nothing is half built then
 */
export async function buildPlan({ config, telemetry, clock, stages }: PlanInput): Promise<BuiltPlan> {
  const { segmentation, indices } = config;
  const common = await readDictionaries([SHIPPED_WORDS, ...segmentation.userDictionaries]);
  const base = await createSegmenter({
    userDictionaries: common,
    hmm: segmentation.hmm ? 'nodejieba' : 'off',
    logger: telemetry.logger,
  });
  const ofIndex = new Map<string, Segmenter>();
  const dictionaries = [...common];
  for (const [name, { dictionaries: files }] of Object.entries(indices ?? {})) {
    if (files.length === 0) continue;
    const own = await readDictionaries(files);
    dictionaries.push(...own);
    ofIndex.set(name, base.with(own));
  }
  const proposer = await loadProposer();
  const segmenterOf = (name: string): Segmenter => ofIndex.get(name) ?? base.segmenter;
  const builtIn: Record<BuiltInStage, StageFactory> = {
    normalise,
    segment: (options) => segment({ segmenterOf }, options),
    correct: (options) => correct({ segmenterOf, proposerOf: () => proposer }, options),
    quantities,
    lexical,
  };
  const factories = new Map<string, StageFactory>([...Object.entries(builtIn), ...stages]);
  for (const [name, file] of Object.entries(config.plugins)) {
    factories.set(name, await loadPlugin(file, '.'));
  }
  const pipelines = Object.entries(config.pipelines).map(([name, { stages: specs, deadlinesMs }]) =>
    createPipeline({
      name,
      stages: buildStages(name, specs, factories),
      around: [telemetry.around, deadline(new Map(Object.entries(deadlinesMs)))],
      clock,
    }),
  );
  const plan = createPlan({
    pipelines,
    indices: indices === undefined ? undefined : new Map(Object.entries(indices)),
    limits: config.server.limits,
    explainAllowed: config.debug.allow,
    ingredients: [configVersion(config), ...dictionaries.map(({ text }) => text)],
  });
  return { plan, health: [base.health] };
}

async function readDictionaries(
  files: readonly string[],
): Promise<{ readonly file: string; readonly text: string }[]> {
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}
