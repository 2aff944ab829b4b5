import type { TraceSpan } from '../domain/trace.ts';
import type { Node } from './node-set.ts';

interface Attempt {
  readonly method: string;
  readonly node: Pick<Node, 'url' | 'basePath'>;
  /** Raw request target, without the node's own path. */
  readonly path: string;
}

/** One request to one node. Its address has no query string: that may hold what people search for. */
export function attemptSpan(span: TraceSpan, { method, node, path }: Attempt): TraceSpan {
  const { origin, address, port } = serverOf(node);
  const attributes = {
    'http.request.method': method,
    'url.full': origin + node.basePath + path.split('?', 1)[0]!,
    'server.address': address,
    'server.port': port,
  };
  return span.begin(method, { kind: 'client', attributes });
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
