import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { EngineAnswer, EngineRequest } from '../domain/engine.ts';
import { toGatewayError } from '../errors.ts';
import { isUnrecorded } from './unrecorded.ts';

/**
 * A client span for one request to the engine, named and described as OpenTelemetry's conventions for Elasticsearch
 * say: `search products`. Of the path only operation and index are taken; what is asked stays out.
 */
export function engineSpan(
  request: EngineRequest,
  exchange: () => Promise<EngineAnswer>,
): Promise<EngineAnswer> {
  if (isUnrecorded()) return exchange();
  const { operation, index } = callOf(request.path);
  const name = index === undefined ? operation : `${operation} ${index}`;
  const attributes = {
    'db.system.name': 'elasticsearch',
    'db.operation.name': operation,
    'http.request.method': request.method,
    ...(index === undefined ? {} : { 'db.collection.name': index }),
  };
  const options = { kind: SpanKind.CLIENT, attributes };
  return trace.getTracer('relevance-gateway').startActiveSpan(name, options, async (span) => {
    try {
      const answer = await exchange();
      span.setAttribute('db.response.status_code', String(answer.status));
      if (answer.status >= 400) fail(span, String(answer.status));
      return answer;
    } catch (error) {
      fail(span, toGatewayError(error).code);
      throw error;
    } finally {
      span.end();
    }
  });
}

function fail(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', type);
}

/** `/products/_search?q=x` is `search` of `products`; ids of documents are not kept. */
function callOf(path: string): { readonly operation: string; readonly index: string | undefined } {
  const parts = path.split('?', 1)[0]!.split('/').filter(Boolean);
  const at = parts.findIndex((part) => part.startsWith('_'));
  const operation = at < 0 ? 'request' : parts[at]!.slice(1);
  return { operation, index: at === 0 ? undefined : parts[0] };
}
