import type { EngineAnswer, EngineRequest, RawHeaders } from '../../domain/engine.ts';
import type { Logger } from '../../domain/logger.ts';
import { EngineError, errorBody } from '../errors.ts';
import { writeJson } from '../json/write.ts';
import { toEngineError } from '../to-engine-error.ts';
import type { Reply } from './call.ts';
import { Call } from './call.ts';
import { refuseKnown } from './elsewhere.ts';
import { filterPath } from './filter-path.ts';
import { negotiate, unsupportedBody } from './media.ts';
import type { Router } from './router.ts';
import { checkQuery, parseQuery } from './router.ts';

export interface DispatchOptions {
  readonly router: Router;
  readonly logger: Logger;
  /** Called with each request body before it is handled. */
  readonly prepare: (body: Buffer) => Promise<void>;
}

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=UTF-8';

/** Answers requests in Elasticsearch's terms: routes, media types, errors. Never throws. */
export function createDispatch({
  router,
  logger,
  prepare,
}: DispatchOptions): (request: EngineRequest) => Promise<EngineAnswer> {
  return async (request) => {
    const headers = lowerCase(request.headers);
    const extra: [string, string][] = [['X-elastic-product', 'Elasticsearch']];
    const opaque = headers.get('x-opaque-id');
    if (opaque !== undefined) extra.unshift(['X-Opaque-Id', opaque]);
    try {
      if (request.body !== null) await prepare(bufferOf(request.body));
      const { reply, type, pretty, filter } = await handle(router, request, headers);
      return answer(reply, { type, pretty, filter, extra });
    } catch (error) {
      const fault = toEngineError(error) ?? internal(error, logger);
      const json = errorBody(fault);
      return answer(
        { status: fault.status, json },
        { type: JSON_TYPE, pretty: false, filter: undefined, extra },
      );
    }
  };
}

function internal(error: unknown, logger: Logger): EngineError {
  logger.error(
    { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    'a request to the embedded engine failed',
  );
  return new EngineError({ type: 'exception', reason: 'internal error of the embedded engine', status: 500 });
}

interface Handled {
  readonly reply: Reply;
  readonly type: string;
  readonly pretty: boolean;
  readonly filter: string | undefined;
}

async function handle(
  router: Router,
  request: EngineRequest,
  headers: ReadonlyMap<string, string>,
): Promise<Handled> {
  const at = request.path.indexOf('?');
  const path = at < 0 ? request.path : request.path.slice(0, at);
  const query = parseQuery(at < 0 ? '' : request.path.slice(at + 1));
  const pretty = query.has('pretty') && query.get('pretty') !== 'false';
  const body = request.body === null ? null : bufferOf(request.body);
  const media = { headers, hasBody: (body?.length ?? 0) > 0, format: query.get('format') };
  const plain = (reply: Reply): Handled => ({ reply, type: JSON_TYPE, pretty, filter: undefined });
  const unsupported = unsupportedBody(media);
  if (unsupported !== undefined) return plain(unsupported);
  const type = negotiate(media);
  const resolution = router.resolve(request.method, path);
  if (resolution.kind === 'none') return plain(noHandler(request.method, path));
  if (resolution.kind === 'methods') return plain(wrongMethod(request, path, resolution.allowed));
  const { match } = resolution;
  const call = new Call({ method: request.method, path, params: match.params, query, headers, body });
  // A name that starts with an underscore is an API, not an index.
  if (match.params['index']?.startsWith('_') === true && match.params['index'] !== '_all') {
    refuseKnown(request.method, path);
  }
  checkQuery(call, match);
  return { reply: await match.route.run(call), type, pretty, filter: query.get('filter_path') };
}

function noHandler(method: string, path: string): Reply {
  refuseKnown(method, path);
  return { status: 400, json: { error: `no handler found for uri [${path}] and method [${method}]` } };
}

function wrongMethod(
  { method, path: target }: EngineRequest,
  path: string,
  allowed: readonly string[],
): Reply {
  const headers = [['Allow', allowed.join(',')]] as const;
  if (method === 'OPTIONS') return { status: 200, text: '', headers };
  if (
    path.split('/')[1]?.startsWith('_') === true &&
    allowed.includes('HEAD') &&
    path.split('/').length === 2
  ) {
    refuseKnown(method, path);
  }
  const error = `Incorrect HTTP method for uri [${target}] and method [${method}], allowed: [${allowed.join(', ')}]`;
  return { status: 405, json: { error, status: 405 }, headers };
}

/** The same bytes, not a copy. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

interface AnswerOptions {
  readonly type: string;
  readonly pretty: boolean;
  readonly filter: string | undefined;
  readonly extra: readonly (readonly [string, string])[];
}

function answer(reply: Reply, { type, pretty, filter, extra }: AnswerOptions): EngineAnswer {
  const body = reply.text === undefined ? jsonBody(reply.json, pretty, filter) : Buffer.from(reply.text);
  const contentType = reply.text === undefined ? type : TEXT_TYPE;
  const headers = [...extra, ...(reply.headers ?? []), ['content-type', contentType] as const];
  return { status: reply.status, headers: headers.flat() satisfies RawHeaders, body };
}

function jsonBody(json: unknown, pretty: boolean, filter: string | undefined): Buffer {
  const kept = filter === undefined || filter === '' ? json : (filterPath(json, filter) ?? {});
  const bytes = writeJson(kept);
  if (!pretty) return bytes;
  return Buffer.from(`${indented(bytes.toString())}\n`);
}

/** JSON with two blanks a level and ` : `, numbers as they were written. */
function indented(text: string): string {
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  return text.replace(
    /"(?:[^"\\]|\\.)*"(:)?|[{[]\s*[}\]]|[{}[\],]|[^\s"{}[\],:]+/g,
    (token, colon: string | undefined) => {
      if (colon !== undefined) return `${token.slice(0, -1)} : `;
      if (token === '{' || token === '[') {
        depth++;
        return token + line();
      }
      if (token === '}' || token === ']') {
        depth--;
        return line() + token;
      }
      if (token === ',') return token + line();
      return /^[{[]/.test(token) ? `${token[0]} ${token.at(-1)}` : token;
    },
  );
}

function lowerCase(raw: RawHeaders): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const before = headers.get(name);
    headers.set(name, before === undefined ? (raw[i + 1] ?? '') : `${before}, ${raw[i + 1]}`);
  }
  return headers;
}
