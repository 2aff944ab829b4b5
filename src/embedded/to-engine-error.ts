import { EngineError } from './errors.ts';
import { SearchFault } from './query/fault.ts';

/** A fault of the caller in Elasticsearch's terms; undefined for a fault of ours. */
export function toEngineError(error: unknown): EngineError | undefined {
  if (error instanceof EngineError) return error;
  if (!(error instanceof SearchFault)) return undefined;
  return new EngineError({
    type: error.type,
    reason: error.message,
    status: error.options.status ?? 400,
    extra: error.options.extra,
  });
}
