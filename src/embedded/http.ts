import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { deflate, gunzip, gzip, inflate } from 'node:zlib';
import type { EngineAnswer, EngineRequest, ForwardOptions, PassThrough } from '../domain/engine.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { errorBody } from '../search-api/error-body.ts';

export interface PassThroughOptions {
  readonly handle: (request: EngineRequest, signal: AbortSignal) => Promise<EngineAnswer>;
  /** Largest request body in bytes, before and after decoding; Elasticsearch's `http.max_content_length`. */
  readonly maxBodyBytes?: number;
}

const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Serves HTTP from an engine that knows complete requests and answers only. */
export function createPassThrough({
  handle,
  maxBodyBytes = MAX_BODY_BYTES,
}: PassThroughOptions): PassThrough {
  const run = async (
    request: IncomingMessage,
    response: ServerResponse,
    options: ForwardOptions,
  ): Promise<void> => {
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const body = await decoded(
      await readBody(request, options.prefix ?? [], maxBodyBytes),
      request,
      maxBodyBytes,
    );
    const { method = 'GET', url: path = '/', rawHeaders: headers } = request;
    const answer = await handle({ method, path, headers, body }, gone.signal);
    await send(request, response, { answer, extra: options.answerHeaders ?? [] });
  };
  return {
    forward: (request, response, options = {}) => {
      run(request, response, options).catch((error: unknown) =>
        fail(request, response, toGatewayError(error)),
      );
    },
  };
}

async function readBody(
  request: IncomingMessage,
  prefix: readonly Uint8Array[],
  limit: number,
): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [...prefix];
  let size = prefix.reduce((sum, chunk) => sum + chunk.length, 0);
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw tooLarge(limit);
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return size === 0 ? null : Buffer.concat(chunks);
}

function tooLarge(limit: number): GatewayError {
  return new GatewayError('body_too_large', `the request body is larger than ${limit} bytes`);
}

/** The body without gzip or deflate; other encodings are ignored, as Elasticsearch does. */
async function decoded(body: Buffer | null, request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  const decode =
    encoding === 'gzip' || encoding === 'x-gzip' ? gunzip : encoding === 'deflate' ? inflate : undefined;
  if (body === null || decode === undefined) return body;
  try {
    return await promisify<Buffer, { maxOutputLength: number }, Buffer>(decode)(body, {
      maxOutputLength: limit,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new GatewayError('bad_request', `the request body is not ${encoding}`, { cause: error });
  }
}

const ENCODERS = { gzip: promisify<Buffer, Buffer>(gzip), deflate: promisify<Buffer, Buffer>(deflate) };

/** The encoding that the client likes best of those the engine has. */
function chooseEncoding(accept: string | undefined): keyof typeof ENCODERS | undefined {
  if (accept === undefined) return undefined;
  const weights = new Map<string, number>();
  for (const part of accept.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)) || 0);
  }
  const weightOf = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0;
  const best = weightOf('gzip') >= weightOf('deflate') ? 'gzip' : 'deflate';
  return weightOf(best) > 0 ? best : undefined;
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, extra }: { answer: EngineAnswer; extra: readonly string[] },
): Promise<void> {
  if (response.destroyed || response.headersSent) return;
  const isHead = request.method === 'HEAD';
  const encoding =
    isHead || answer.body.length === 0 ? undefined : chooseEncoding(request.headers['accept-encoding']);
  const body = encoding === undefined ? answer.body : await ENCODERS[encoding](answer.body);
  const coded = encoding === undefined ? [] : ['content-encoding', encoding];
  response.sendDate = false;
  response.writeHead(answer.status, [
    ...answer.headers,
    ...extra,
    ...coded,
    'content-length',
    String(body.length),
  ]);
  response.end(isHead ? undefined : body);
}

/** An error of the gateway's own. */
function fail(request: IncomingMessage, response: ServerResponse, error: GatewayError): void {
  if (response.destroyed || response.headersSent || error.code === 'client_gone') {
    response.destroy();
    return;
  }
  const body = errorBody(error);
  response.sendDate = false;
  // What is left of a refused body is not read: the connection cannot carry another request.
  const close = request.complete ? [] : ['connection', 'close'];
  const type = ['X-elastic-product', 'Elasticsearch', 'content-type', 'application/json'];
  response.writeHead(error.status, [...type, ...close, 'content-length', String(body.length)]);
  response.end(request.method === 'HEAD' ? undefined : body);
}
