import { Client, type ClientOptions, errors, SniffingTransport } from '@elastic/elasticsearch';
import type { ElasticsearchOptions } from './options.ts';

/** Asks the cluster on the gateway's own account. */
export interface Questions {
  /**
   * @param body JSON value, null for none
   * @throws an error of the official client; see {@link refusal}
   */
  ask(method: 'GET' | 'POST', path: string, body: object | null): Promise<unknown>;
  close(): Promise<void>;
}

/** What the questions need to know of a cluster. */
export type QuestionOptions = Pick<ElasticsearchOptions, 'nodes' | 'account' | 'tls' | 'discovery'>;

/**
 * Asks in plain JSON and whoever answers: the official client refuses what does not call itself Elasticsearch, and
 * OpenSearch refuses the client's own content type.
 */
class PlainTransport extends SniffingTransport {
  constructor(options: ConstructorParameters<typeof SniffingTransport>[0]) {
    const plain = { ...options, vendoredHeaders: {} };
    delete plain.productCheck;
    super(plain);
  }
}

export function createQuestions({ nodes, account, tls, discovery }: QuestionOptions): Questions {
  const options: ClientOptions = {
    nodes: [...nodes],
    Transport: PlainTransport,
    requestTimeout: discovery.timeoutMs,
    maxRetries: Math.min(2, nodes.length - 1),
    ...(account !== null && { auth: account }),
    ...(tls.ca !== null && { tls: { ca: tls.ca } }),
    ...(tls.fingerprint !== null && { caFingerprint: withColons(tls.fingerprint) }),
  };
  const client = new Client(options);
  return {
    ask: (method, path, body) => client.transport.request({ method, path, ...(body !== null && { body }) }),
    close: () => client.close(),
  };
}

function withColons(fingerprint: string): string {
  return (fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(':');
}

/** Why a question got no answer, in plain words without addresses, and the status where there was one. */
export function refusal(error: unknown): { readonly status: number | null; readonly reason: string } {
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? null;
    if (status === 401) return { status, reason: 'Elasticsearch wants credentials (elasticsearch.account)' };
    if (status === 403) return { status, reason: 'the account may not read it' };
    return { status, reason: `Elasticsearch answered ${status}` };
  }
  if (error instanceof errors.TimeoutError) return { status: null, reason: 'no answer in time' };
  return { status: null, reason: 'no node answers' };
}
