/** The parts of an error as Elasticsearch's JSON has them. */
export interface EngineErrorParts {
  /** Elasticsearch's snake_case name of the exception. */
  readonly type: string;
  readonly reason: string;
  readonly status: number;
  /** Further keys beside `type` and `reason`: `index`, `line`, `col` … */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** The error inside; its innermost Elasticsearch exception is no root cause. */
  readonly causedBy?: EngineErrorParts | undefined;
  /** Replaces the error itself in `root_cause`; empty for `all shards failed` without shards. */
  readonly rootCause?: readonly EngineErrorParts[] | undefined;
}

/** An error that the engine answers with, in Elasticsearch's terms. */
export class EngineError extends Error implements EngineErrorParts {
  override readonly name = 'EngineError';
  readonly type: string;
  readonly reason: string;
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly causedBy: EngineErrorParts | undefined;
  readonly rootCause: readonly EngineErrorParts[] | undefined;

  constructor(parts: EngineErrorParts) {
    super(parts.reason);
    this.type = parts.type;
    this.reason = parts.reason;
    this.status = parts.status;
    this.extra = parts.extra ?? {};
    this.causedBy = parts.causedBy;
    this.rootCause = parts.rootCause;
  }
}

/** The same error with other words. */
export function reworded(error: EngineErrorParts, reason: string): EngineError {
  const { type, status, extra, causedBy, rootCause } = error;
  return new EngineError({ type, reason, status, extra, causedBy, rootCause });
}

/** `{type, reason, …, caused_by}` as it stands in answers and in items of `_bulk`, `_mget`, `_msearch`. */
export function errorDetail(error: EngineErrorParts): Record<string, unknown> {
  const detail: Record<string, unknown> = { type: error.type, reason: error.reason, ...error.extra };
  if (error.causedBy !== undefined) detail['caused_by'] = errorDetail(error.causedBy);
  return detail;
}

/** The body of a failed request: `{error: {root_cause, type, reason}, status}`. */
export function errorBody(error: EngineErrorParts): Record<string, unknown> {
  const roots = error.rootCause ?? [error];
  const root_cause = roots.map((root) => ({ type: root.type, reason: root.reason, ...root.extra }));
  return { error: { root_cause, ...errorDetail(error) }, status: error.status };
}

export function illegalArgument(reason: string, causedBy?: EngineErrorParts): EngineError {
  return new EngineError({ type: 'illegal_argument_exception', reason, status: 400, causedBy });
}

export function validationFailed(...problems: readonly string[]): EngineError {
  const list = problems.map((problem, i) => `${i + 1}: ${problem};`).join('');
  return new EngineError({
    type: 'action_request_validation_exception',
    reason: `Validation Failed: ${list}`,
    status: 400,
  });
}

export function mapperParsing(reason: string, causedBy?: EngineErrorParts): EngineError {
  return new EngineError({ type: 'mapper_parsing_exception', reason, status: 400, causedBy });
}

/** A document that does not fit its mapping. */
export function documentParsing(reason: string, causedBy?: EngineErrorParts): EngineError {
  return new EngineError({ type: 'document_parsing_exception', reason, status: 400, causedBy });
}

export function indexNotFound(name: string): EngineError {
  return new EngineError({
    type: 'index_not_found_exception',
    reason: `no such index [${name}]`,
    status: 404,
    extra: {
      'resource.type': 'index_or_alias',
      'resource.id': name,
      index_uuid: '_na_',
      index: name,
    },
  });
}

export function resourceAlreadyExists(index: string, uuid: string): EngineError {
  return new EngineError({
    type: 'resource_already_exists_exception',
    reason: `index [${index}/${uuid}] already exists`,
    status: 400,
    extra: { index_uuid: uuid, index },
  });
}

export function invalidIndexName(name: string, why: string): EngineError {
  return new EngineError({
    type: 'invalid_index_name_exception',
    reason: `Invalid index name [${name}], ${why}`,
    status: 400,
    extra: { index_uuid: '_na_', index: name },
  });
}

/** Something that Elasticsearch has and this engine lacks; `what` names it. */
export function notImplemented(what: string): EngineError {
  return new EngineError({
    type: 'not_implemented_exception',
    reason: `${what} is not supported by the embedded engine; set ELASTICSEARCH_URL to use a full Elasticsearch`,
    status: 501,
  });
}
