import { EngineError } from '../errors.ts';
import type { EngineErrorParts } from '../errors.ts';
import { locate } from '../json/parse.ts';
import type { FaultPlace } from '../query/fault.ts';
import { SearchFault } from '../query/fault.ts';

interface Place {
  readonly line: number;
  readonly col: number;
}

function findPlace(text: string, { key, at }: FaultPlace): Place {
  const quoted = JSON.stringify(key).replaceAll(/[\^$.*+?()[\]{}|\\/-]/g, '\\$&');
  const match = new RegExp(`${quoted}\\s*:\\s*`).exec(text);
  if (match === null) return { line: 1, col: 1 };
  return locate(text, at === 'key' ? match.index : match.index + match[0].length);
}

function reasonOf(cause: Readonly<Record<string, unknown>>): string {
  return String(cause['reason']);
}

/** A fault as Elasticsearch reports it, with line and column of what it complains of in the body. */
function faultParts(fault: SearchFault, body: string): EngineErrorParts {
  const { status = 400, extra = {}, place, causedBy } = fault.options;
  const found = place === undefined ? null : findPlace(body, place);
  const at = found === null ? '' : `[${found.line}:${found.col}] `;
  const isParsing = fault.type === 'parsing_exception';
  return {
    type: fault.type,
    reason: isParsing || found === null ? fault.message : `${at}${fault.message}`,
    status,
    extra: { ...(isParsing && { line: found?.line ?? 1, col: found?.col ?? 1 }), ...extra },
    ...(causedBy !== undefined && {
      causedBy: {
        type: String(causedBy['type']),
        reason:
          causedBy['type'] === 'named_object_not_found_exception'
            ? `${at}${reasonOf(causedBy)}`
            : reasonOf(causedBy),
        status,
      },
    }),
  };
}

/** What Elasticsearch answers when every shard failed in the same way. */
function onAllShards(parts: EngineErrorParts, indices: readonly string[]): EngineError {
  const { type, reason, status, extra, causedBy } = parts;
  const cause = causedBy === undefined ? {} : { caused_by: { type: causedBy.type, reason: causedBy.reason } };
  const failed = indices.map((index) => ({
    shard: 0,
    index,
    node: 'embedded',
    reason: { type, reason, ...extra, ...cause },
  }));
  const own = { type, reason, status };
  return new EngineError({
    type: 'search_phase_execution_exception',
    reason: 'all shards failed',
    status,
    extra: { phase: 'query', grouped: true, failed_shards: failed },
    rootCause: [{ type, reason, status, ...(extra !== undefined && { extra }) }],
    ...(type === 'illegal_argument_exception' && { causedBy: { ...own, causedBy: own } }),
  });
}

/** Anything thrown while searching as an error of the engine; what is no fault of the request is thrown on. */
export function toEngineError(
  error: unknown,
  context: { body: string; indices: readonly string[] },
): EngineError {
  if (error instanceof EngineError) return error;
  if (!(error instanceof SearchFault)) throw error;
  const found = faultParts(error, context.body);
  const [index] = context.indices;
  const isOfIndex = found.type === 'query_shard_exception' && index !== undefined;
  const parts = isOfIndex ? { ...found, extra: { index, ...found.extra } } : found;
  return error.options.onShard === true ? onAllShards(parts, context.indices) : new EngineError(parts);
}
