import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gate, Refusal } from '../admission/gate.ts';
import { GatewayError } from '../errors.ts';
import { credentialsOf, hashOf } from './search/credentials.ts';

/** A request that wants to be let in. */
export interface Applicant {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly start: () => void;
  readonly refuse: (fault: GatewayError, refusal: Refusal) => void;
}

const WORDS: Record<Refusal['reason'], string> = {
  queue_full: 'too many searches at the same time',
  queue_late: 'the search waited too long for its turn',
  rate: 'too many searches a second',
  caller_rate: 'too many searches a second from one caller',
  caller_in_flight: 'too many searches of one caller at the same time',
};

/** Starts a request now or in its turn, or refuses it; its place is free again when its response has ended, however. */
export function admit(gate: Gate, { request, response, start, refuse }: Applicant): void {
  const leave = gate.enter({
    caller: () => callerOf(request),
    start,
    refuse: (refusal) => refuse(new GatewayError('overloaded', WORDS[refusal.reason]), refusal),
  });
  response.once('close', leave);
}

/** Who asks, as a hash of all credentials; without any, the address that they ask from. */
function callerOf({ rawHeaders, socket }: IncomingMessage): string {
  const credentials = credentialsOf(rawHeaders);
  return credentials.length > 0 ? hashOf(credentials) : (socket.remoteAddress ?? '');
}
