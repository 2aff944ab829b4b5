import type { Config } from '../config/schema.ts';
import type { BuiltInStage } from '../config/schema/search.ts';
import { configVersion } from '../config/version.ts';
import { accountSearchOn } from './account-search.ts';
import type { Catalogues, CataloguesInForce } from './catalogues.ts';
import { openDictionaries } from './dictionaries.ts';
import type { DriftSubjects } from './drift-watch.ts';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { Clock } from '../domain/clock.ts';
import type { SearchEngine } from '../domain/engine.ts';
import { createPlan } from '../http/search/plan.ts';
import type { SearchPlan } from '../http/search/services.ts';
import type { RuleOrigin } from '../live-rules/rule-origin.ts';
import { loadRules, type LoadedRules, type RuleReading } from '../live-rules/live-rules.ts';
import { deadline } from '../pipeline/deadline.ts';
import { loadPlugin } from '../pipeline/plugin.ts';
import { buildStages, type StageFactory } from '../pipeline/registry.ts';
import { createPipeline } from '../pipeline/runner.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { Models } from './models.ts';
import { openIntentModel } from './intent-models.ts';
import { loadSpellingModels, proposerFor } from './spelling.ts';
import { createBlendModels } from './blend-models.ts';
import { blend } from '../stages/rank/blend.ts';
import { fuse } from '../stages/rank/fuse.ts';
import { merchandise } from '../stages/rank/merchandise.ts';
import { rerank } from '../stages/rank/rerank.ts';
import { category } from '../stages/retrieve/category.ts';
import { feedback } from '../stages/retrieve/feedback.ts';
import { fields } from '../stages/retrieve/fields.ts';
import { knn } from '../stages/retrieve/knn.ts';
import { lexical } from '../stages/retrieve/lexical.ts';
import { list } from '../stages/retrieve/list.ts';
import { relax } from '../stages/rewrite/relax.ts';
import { rules } from '../stages/rewrite/rules.ts';
import type { Vocabulary } from '../rules/word-break/vocabulary.ts';
import type { CatalogueDictionary } from '../stages/understand/catalogue/catalogue-dictionary.ts';
import { compounds } from '../stages/understand/compounds.ts';
import { type Proposer, remembering } from '../stages/understand/correct/proposal.ts';
import { correct } from '../stages/understand/correct.ts';
import { intent } from '../stages/understand/intent.ts';
import { normalise } from '../stages/understand/normalise.ts';
import { quantities } from '../stages/understand/quantities.ts';
import { segment } from '../stages/understand/segment.ts';
import { tag } from '../stages/understand/tag.ts';
import { openTaggers } from './tagging.ts';
import { createRefusals } from '../stages/retrieve/knn/refusals.ts';
import type { Encoders } from '../stages/retrieve/knn/vectors-of.ts';
import { createVectorAlarms } from './vector-alarms.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface PlanInput {
  readonly config: Config;
  /** For what the gateway reads on its own account. */
  readonly engine: SearchEngine;
  readonly catalogues: Catalogues;
  readonly telemetry: Pick<Telemetry, 'logger' | 'around'>;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rule files from elsewhere than the configured folder. */
  readonly rulesFrom?: (() => RuleOrigin) | undefined;
  /** Absent: there are none. */
  readonly models?: Pick<Models, 'crossEncoder' | 'textEncoder' | 'areAway'> | undefined;
  /** Stages of an application's own, by name. */
  readonly stages: ReadonlyMap<string, StageFactory>;
}

export interface BuiltPlan {
  readonly plan: SearchPlan;
  /** What the plan itself depends on, for readiness. */
  health(): readonly DependencyHealth[];
  /** Completes searches on an index that has a dictionary. */
  readonly completerOf: CataloguesInForce['completerOf'];
  /** Settings of completions. */
  readonly autocomplete: Config['autocomplete'];
  /** What analyzers are compared with. */
  readonly drift: DriftSubjects;
  /** The rules in force. */
  readonly rules: LoadedRules;
  /** How rule files are read. */
  readonly ruleReading: RuleReading;
  /** The same plan with other rules. */
  withRules(rules: LoadedRules): BuiltPlan;
  /** What searches would go through with other rules; what these do is not counted. */
  onTrial(rules: LoadedRules): SearchPlan;
}

/**
 * Builds everything that a configuration says about searching: dictionaries, stages, pipelines, rules. Faulty rules
 * are left out and said in {@link BuiltPlan.rules}: a bad rule must not keep a gateway from starting.
 * @throws GatewayError `config_invalid`; nothing is half built then
 */
export async function buildPlan(input: PlanInput): Promise<BuiltPlan> {
  const { config, telemetry, clock, now, stages } = input;
  const catalogues = await input.catalogues.open(config);
  const dictionaries = await openDictionaries(config, telemetry.logger, catalogues);
  const { segmenterOf } = dictionaries;
  const spelling = await loadSpellingModels();
  const proposer = remembering(proposerFor(spelling));
  const proposers = new Map(
    catalogues.names.map((name) => [name, remembering(proposerFor(spelling, catalogues.of(name)))]),
  );
  const proposerOf = (index: string): Proposer => proposers.get(index) ?? proposer;
  const taggersFor = openTaggers((index) => catalogues.of(index));
  const plugins = new Map<string, StageFactory>();
  for (const [name, file] of Object.entries(config.plugins)) plugins.set(name, await loadPlugin(file, '.'));
  const ruleReading: RuleReading = {
    rules: config.rules,
    origin: input.rulesFrom ?? (() => ({ folder: config.rules.folder })),
    segmenterOf,
    vocabularies: () =>
      new Map(
        catalogues.names.flatMap((name) => {
          const dictionary = catalogues.of(name);
          return dictionary === undefined ? [] : [[name, vocabularyIn(dictionary)] as const];
        }),
      ),
    segmenters: dictionaries.segmenters,
  };

  const drift: DriftSubjects = {
    names: [...new Set([...catalogues.names, ...Object.keys(config.indices ?? {})])],
    wordsOf: dictionaries.probesOf,
    segmenterOf,
    version: dictionaries.version,
  };
  const blends = createBlendModels();
  const alarms = createVectorAlarms(telemetry.logger);
  const refusals = createRefusals(clock);
  const accountSearch = accountSearchOn(input.engine, config);
  const encoders: Encoders = {
    of: (modelId) => input.models?.textEncoder(modelId),
    areAway: () => input.models?.areAway() === true,
  };

  function assemble(loaded: LoadedRules): BuiltPlan {
    const builtIn: Record<BuiltInStage, StageFactory> = {
      normalise,
      segment: (options) => segment({ segmenterOf }, options),
      correct: (options) => correct({ segmenterOf, proposerOf }, options),
      compounds: (options) => compounds({ dictionaryOf: catalogues.of }, options),
      intent: (options) => intent({ modelOf: openIntentModel }, options),
      rules: (options) => rules({ rulesOf: (index) => loaded.programOf(index), now }, options),
      quantities,
      tag: (options) => tag({ taggersFor }, options),
      lexical,
      fields,
      knn: (options) => knn({ encoders, alarm: alarms.alarm, refusals }, options),
      feedback,
      category,
      list: (options) => list({ accountSearch }, options),
      relax,
      fuse,
      rerank: (options) => rerank({ crossEncoder: () => input.models?.crossEncoder() }, options),
      blend: (options) => blend({ modelOf: (file) => blends.open(file), now }, options),
      merchandise,
    };
    const factories = new Map<string, StageFactory>([...Object.entries(builtIn), ...stages, ...plugins]);
    const pipelines = Object.entries(config.pipelines).map(([name, { stages: specs, deadlinesMs }]) =>
      createPipeline({
        name,
        stages: withLastWord(buildStages(name, specs, factories)),
        around: [telemetry.around, deadline(new Map(Object.entries(deadlinesMs)))],
        clock,
      }),
    );
    const plan = createPlan({
      pipelines,
      indices: config.indices === undefined ? undefined : new Map(Object.entries(config.indices)),
      limits: config.server.limits,
      explainAllowed: config.debug.allow,
      ingredients: [configVersion(config), ...dictionaries.texts, ...blends.texts(), loaded.version],
    });
    return {
      plan,
      health: () => [dictionaries.health, catalogues.health, ...alarms.health()],
      completerOf: catalogues.completerOf,
      autocomplete: config.autocomplete,
      drift,
      rules: loaded,
      ruleReading,
      withRules: (wanted) => assemble(wanted),
      onTrial: (wanted) => assemble(wanted).plan,
    };
  }

  return assemble(await loadRules(ruleReading));
}

/** The words of a catalogue, for compounds; those that stand side by side in it are taken for words of one document. */
function vocabularyIn(dictionary: CatalogueDictionary): Vocabulary {
  return {
    frequency: (word) => dictionary.frequency(word),
    documents: Math.max(1, dictionary.origin.documents),
    together: (a, b) => dictionary.frequency(`${a} ${b}`) > 0,
  };
}

/** What rules pin and bury is placed behind everything else, whether the configuration names it or not. */
function withLastWord(stages: readonly Stage[]): readonly Stage[] {
  return stages.some(({ name }) => name === 'merchandise') ? stages : [...stages, merchandise()];
}
