import type { Engine } from './engine/engine.ts';
import { illegalArgument } from './errors.ts';
import type { SearchTarget } from './search/index.ts';

const DEFAULT_WINDOW = 10_000;

/** The indices of a search as they are now. @throws EngineError 404 for a name that is unknown. */
export function resolveTargets(
  engine: Engine,
  expression: string | null,
  params: ReadonlyMap<string, string>,
): readonly SearchTarget[] {
  const flag = (name: string, fallback: boolean): boolean => {
    const value = params.get(name);
    return value === undefined ? fallback : value !== 'false';
  };
  const indices = engine.names.resolve(expression ?? '', {
    ignoreUnavailable: flag('ignore_unavailable', false),
    allowNoIndices: flag('allow_no_indices', true),
  });
  return indices.map((index) => ({
    reader: index.reader(),
    analyzer: (name) => {
      const analyzer = index.registry.analyzer(name);
      if (analyzer === undefined) throw illegalArgument(`analyzer [${name}] not found`);
      return analyzer;
    },
    maxResultWindow: Number(index.setting('max_result_window') ?? DEFAULT_WINDOW),
  }));
}
