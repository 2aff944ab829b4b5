import { GatewayError } from '../errors.ts';
import type { Stage } from './stage.ts';

/** Makes a stage from the options that stand beside its name in the configuration; checks them, once. */
export type StageFactory = (options: Readonly<Record<string, unknown>>) => Stage;

export interface StageSpec {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Builds a pipeline's stages in the order of the configuration.
 * @throws GatewayError `config_invalid` for unknown or repeated names and for a pipeline that cannot search.
 */
export function buildStages(
  pipeline: string,
  specs: readonly StageSpec[],
  factories: ReadonlyMap<string, StageFactory>,
): readonly Stage[] {
  const seen = new Set<string>();
  const stages = specs.map(({ name, options }) => {
    const factory = factories.get(name);
    if (factory === undefined) {
      throw invalid(
        pipeline,
        `unknown stage "${name}"; known are ${[...factories.keys()].sort().join(', ')}`,
      );
    }
    if (seen.has(name)) throw invalid(pipeline, `stage "${name}" stands twice`);
    seen.add(name);
    return factory(options);
  });
  if (!stages.some((stage) => stage.kind === 'retrieve')) {
    throw invalid(pipeline, 'no stage retrieves documents; add "lexical"');
  }
  const legs = stages.filter((stage) => stage.kind === 'retrieve');
  if (legs.length > 1 && !stages.some((stage) => stage.kind === 'rank' && (stage.depth ?? 0) > 0)) {
    const names = legs.map(({ name }) => `"${name}"`).join(', ');
    throw invalid(pipeline, `${names} find documents and no stage brings them together; add "fuse"`);
  }
  return stages;
}

function invalid(pipeline: string, message: string): GatewayError {
  return new GatewayError('config_invalid', `pipeline ${pipeline}: ${message}`);
}
