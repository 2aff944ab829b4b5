import type { EngineAnswer, EngineRequest } from '../domain/engine.ts';
import { inSpan } from '../domain/trace.ts';

/** Of a body: more than a span keeps of it. */
const MOST_BYTES = 16 * 1024;

/**
 * A client span for one request to the engine, named and described as OpenTelemetry's conventions for Elasticsearch
 * say: `search products`. Of the path only operation and index are taken; what is asked stays out.
 */
export function engineSpan(
  request: EngineRequest,
  exchange: (request: EngineRequest) => Promise<EngineAnswer>,
): Promise<EngineAnswer> {
  if (request.span === undefined) return exchange(request);
  const { operation, index } = callOf(request.path);
  const name = index === undefined ? operation : `${operation} ${index}`;
  const attributes = {
    'db.system.name': 'elasticsearch',
    'db.operation.name': operation,
    'http.request.method': request.method,
    ...(index === undefined ? {} : { 'db.collection.name': index, 'db.operation.parameter.index': index }),
  };
  return inSpan(request.span, { name, kind: 'client', attributes }, async (span) => {
    span.setQueryText('db.query.text', () => askedBy(request));
    const answer = await exchange({ ...request, span });
    span.set({ 'db.response.status_code': String(answer.status) });
    if (answer.status >= 400) span.fail(String(answer.status));
    return answer;
  });
}

/** The body, or without one the parameters. */
function askedBy({ path, body }: EngineRequest): string {
  if (body === null) return path.slice(path.split('?', 1)[0]!.length + 1);
  const { buffer, byteOffset, byteLength } = body;
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8', 0, MOST_BYTES);
}

/** `/products/_search?q=x` is `search` of `products`; ids of documents are not kept. */
function callOf(path: string): { readonly operation: string; readonly index: string | undefined } {
  const parts = path.split('?', 1)[0]!.split('/').filter(Boolean);
  const at = parts.findIndex((part) => part.startsWith('_'));
  const operation = at < 0 ? 'request' : parts[at]!.slice(1);
  return { operation, index: at === 0 ? undefined : parts[0] };
}
