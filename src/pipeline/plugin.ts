import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GatewayError } from '../errors.ts';
import type { StageFactory } from './registry.ts';
import type { Stage } from './stage.ts';

const KINDS = new Set(['query', 'retrieve', 'rank']);

/**
 * Loads a stage that a user wrote: an ES module whose default export is a {@link StageFactory}. What the
 * factory returns is checked here, so that a mistake shows at start and not in traffic.
 * @param path relative paths are resolved against `baseDir`
 * @throws GatewayError `config_invalid`
 */
export async function loadPlugin(path: string, baseDir: string): Promise<StageFactory> {
  const file = isAbsolute(path) ? path : resolve(baseDir, path);
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GatewayError('config_invalid', `plugin ${file} cannot be loaded: ${reason}`, { cause: error });
  }
  const factory = module.default;
  if (typeof factory !== 'function') {
    throw new GatewayError('config_invalid', `plugin ${file} must export a stage factory as its default`);
  }
  return (options) => checked((factory as (options: unknown) => unknown)(options), file);
}

function checked(value: unknown, file: string): Stage {
  const stage = value as Partial<Stage> | null | undefined;
  const wrong = (what: string): GatewayError =>
    new GatewayError('config_invalid', `plugin ${file}: the stage's ${what}`);
  if (typeof stage !== 'object' || stage === null) throw wrong('factory must return an object');
  if (typeof stage.name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(stage.name)) {
    throw wrong('name must be lower-case letters, digits and hyphens');
  }
  if (stage.kind === undefined || !KINDS.has(stage.kind)) throw wrong('kind must be query, retrieve or rank');
  if (stage.onError !== 'skip' && stage.onError !== 'fail') throw wrong('onError must be skip or fail');
  if (typeof stage.run !== 'function') throw wrong('run must be a function');
  return stage as Stage;
}
