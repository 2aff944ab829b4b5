import type { SpanAttributes, TraceSpan } from '../domain/trace.ts';
import type { Node } from './node-set.ts';

interface Attempt {
  readonly method: string;
  readonly node: Pick<Node, 'url' | 'basePath'>;
  /** Raw request target, without the node's own path. */
  readonly path: string;
}

/** One request to one node. */
export function attemptSpan(span: TraceSpan, attempt: Attempt): TraceSpan {
  const { method } = attempt;
  const attributes = { 'http.request.method': method, ...whereTo(attempt) };
  return span.begin(method, { kind: 'client', attributes });
}

/** Where a request is sent. The address has no query string: that may hold what people search for. */
export function whereTo({ node, path }: Omit<Attempt, 'method'>): SpanAttributes {
  const { origin, address, port } = serverOf(node);
  return {
    'url.full': origin + node.basePath + path.split('?', 1)[0]!,
    'server.address': address,
    'server.port': port,
  };
}

interface Server {
  readonly origin: string;
  readonly address: string;
  readonly port: number;
}

/** Of nodes that are still there. */
const servers = new WeakMap<object, Server>();

function serverOf(node: Attempt['node']): Server {
  let server = servers.get(node);
  if (server === undefined) {
    const { origin, hostname, port, protocol } = new URL(node.url);
    server = { origin, address: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
    servers.set(node, server);
  }
  return server;
}
