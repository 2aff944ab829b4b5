import type { AdminApi, AdminError } from '../../admin-api/endpoints.ts';
import { access, accessRefused } from '../state/access.ts';

/** Longer than any answer of the admin port may take. */
const TIMEOUT_MS = 60_000;

/** What went wrong, as far as the reader can do something about it. */
export type FaultKind =
  'unauthorized' | 'refused' | 'missing' | 'overloaded' | 'broken' | 'unreachable' | 'late';

/** The gateway did not give what was asked for. */
export class AskFault extends Error {
  override readonly name = 'AskFault';
  readonly kind: FaultKind;
  /** Of a configuration that was refused. */
  readonly faults: NonNullable<AdminError['error']['faults']>;

  constructor(
    kind: FaultKind,
    message: string,
    options: ErrorOptions & Partial<Pick<AskFault, 'faults'>> = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.faults = options.faults ?? [];
  }
}

type Endpoint = keyof AdminApi;

export interface AskOptions<E extends Endpoint> {
  /** For a name in braces in the path. */
  readonly name?: string;
  readonly body?: AdminApi[E]['body'];
  readonly signal?: AbortSignal;
}

/**
 * One question to the admin API.
 * @throws AskFault that says what kind of failure it was, with the gateway's own sentence where it gave one
 */
export async function ask<E extends Endpoint>(
  endpoint: E,
  options: AskOptions<E> = {},
): Promise<AdminApi[E]['answer']> {
  const response = await exchange(endpoint, options);
  const text = await response.text();
  // A gateway that is not ready answers 503 with the same report.
  if (!response.ok && endpoint !== 'GET /readyz') throw faultOf(response.status, text);
  return parse(text) as AdminApi[E]['answer'];
}

/** A file of the admin API, as it is. @throws AskFault */
export async function askFile(path: string): Promise<Blob> {
  const response = await request(path, { headers: headers() });
  if (!response.ok) throw faultOf(response.status, await response.text());
  return response.blob();
}

function exchange<E extends Endpoint>(endpoint: E, options: AskOptions<E>): Promise<Response> {
  const { name = '', body, signal } = options;
  const [method = 'GET', path = '/'] = endpoint.split(' ');
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  return request(path.replace(/\{\w+\}/, encodeURIComponent(name)), {
    method,
    headers: { ...headers(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
}

/** @throws AskFault; what the page itself broke off is thrown as it comes, since nobody waits for it */
async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'omit', redirect: 'error' });
  } catch (error) {
    const why = error instanceof DOMException ? error.name : '';
    if (why === 'AbortError') throw error;
    throw new AskFault(why === 'TimeoutError' ? 'late' : 'unreachable', '', { cause: error });
  }
}

function headers(): Record<string, string> {
  const { token, authorization } = access.get();
  return {
    ...(token === '' ? {} : { 'Relevance-Admin-Token': token }),
    ...(authorization === '' ? {} : { Authorization: authorization }),
  };
}

function faultOf(status: number, text: string): AskFault {
  if (status === 401) accessRefused.set(true);
  const { message = '', faults = [] } = saidIn(text);
  return new AskFault(kindOf(status), message, { faults });
}

function kindOf(status: number): FaultKind {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'missing';
  if (status === 429) return 'overloaded';
  return status < 500 ? 'refused' : 'broken';
}

function saidIn(text: string): Partial<AdminError['error']> {
  const parsed = text.startsWith('{') ? (parse(text) as Partial<AdminError>) : {};
  return parsed.error ?? {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AskFault('broken', 'the answer is not JSON', { cause: error });
  }
}
