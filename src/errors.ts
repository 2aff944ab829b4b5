/**
 * Every error the gateway can answer with: a stable code, the HTTP status and the type that Elasticsearch
 * clients see, and whether its message may reach the caller (`expose`) or only the log.
 */
export const ERRORS = {
  upstream_unavailable: { status: 503, type: 'relevance_upstream_unavailable', expose: true },
  upstream_reset: { status: 502, type: 'relevance_upstream_reset', expose: true },
  upstream_protocol: { status: 502, type: 'relevance_upstream_protocol', expose: true },
  /** Sound, but not to be read into memory: too large, or encoded although that was not asked for. */
  answer_unreadable: { status: 502, type: 'relevance_answer_unreadable', expose: true },
  upstream_tls: { status: 502, type: 'relevance_upstream_tls', expose: true },
  upstream_timeout: { status: 504, type: 'relevance_upstream_timeout', expose: true },
  overloaded: { status: 429, type: 'relevance_overloaded', expose: true },
  body_too_large: { status: 413, type: 'relevance_body_too_large', expose: true },
  headers_too_large: { status: 431, type: 'relevance_headers_too_large', expose: true },
  request_timeout: { status: 408, type: 'relevance_request_timeout', expose: true },
  expectation_failed: { status: 417, type: 'relevance_expectation_failed', expose: true },
  ambiguous_request: { status: 400, type: 'relevance_ambiguous_request', expose: true },
  bad_request: { status: 400, type: 'relevance_bad_request', expose: true },
  not_found: { status: 404, type: 'relevance_not_found', expose: true },
  unauthorized: { status: 401, type: 'relevance_unauthorized', expose: true },
  forbidden: { status: 403, type: 'relevance_forbidden', expose: true },
  client_gone: { status: 499, type: 'relevance_client_gone', expose: false },
  config_invalid: { status: 400, type: 'relevance_config_invalid', expose: true },
  store_unwritable: { status: 503, type: 'relevance_store_unwritable', expose: true },
  store_locked: { status: 503, type: 'relevance_store_locked', expose: true },
  store_corrupt: { status: 503, type: 'relevance_store_corrupt', expose: true },
  store_version: { status: 503, type: 'relevance_store_version', expose: true },
  /** Something of the data folder could not be written or read. */
  storage_failed: { status: 507, type: 'relevance_storage_failed', expose: true },
  not_implemented: { status: 501, type: 'relevance_not_implemented', expose: true },
  stage_failed: { status: 500, type: 'relevance_stage_failed', expose: false },
  stage_timeout: { status: 500, type: 'relevance_stage_timeout', expose: true },
  internal: { status: 500, type: 'relevance_internal', expose: false },
} as const satisfies Record<string, { status: number; type: string; expose: boolean }>;

/** A code of the table, stable from version to version. */
export type ErrorCode = keyof typeof ERRORS;

/** An error with a stable code; the message follows the rule of its table row. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get type(): string {
    return ERRORS[this.code].type;
  }

  /** What a client may read: the message where the table allows it, else only that something failed. */
  get publicMessage(): string {
    return ERRORS[this.code].expose ? this.message : 'internal error';
  }
}

/** The error itself when it is one of ours, else an `internal` one that keeps it as its cause. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('internal', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
