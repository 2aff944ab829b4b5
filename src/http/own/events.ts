import type { Context, Middleware } from 'koa';
import { GatewayError } from '../../errors.ts';
import { decodeBody, readBody } from '../body.ts';

/** What takes events, as far as a listener needs it. */
export interface EventTaker {
  take(values: readonly unknown[]): Promise<{
    readonly accepted: number;
    readonly errors: readonly { readonly at: number; readonly reason: string }[];
  }>;
}

const LONGEST_BODY = 1024 * 1024;
const MOST_EVENTS = 1000;
const LINES = /^application\/(vnd\.elasticsearch\+)?x-ndjson\b/i;

/** `POST /_relevance/events`: one event, an array of them, or one a line. */
export function eventsMiddleware(taker: EventTaker | undefined): Middleware {
  return async (ctx) => {
    if (taker === undefined) {
      throw new GatewayError('not_found', 'events are not taken here: set events.sink to file or index');
    }
    const started = performance.now();
    const values = await valuesOf(ctx);
    const { accepted, errors } = await taker.take(values);
    if (accepted === 0) {
      const [first] = errors;
      const reason = first === undefined ? 'no event in the body' : `event ${first.at} ${first.reason}`;
      throw new GatewayError('bad_request', reason);
    }
    const took = Math.round(performance.now() - started);
    ctx.body = Buffer.from(JSON.stringify({ took, accepted, errors }));
  };
}

async function valuesOf(ctx: Context): Promise<readonly unknown[]> {
  const { chunks, complete } = await readBody(ctx.req, LONGEST_BODY);
  if (!complete) throw new GatewayError('body_too_large', `the body is larger than ${LONGEST_BODY} bytes`);
  const body = await decodeBody(Buffer.concat(chunks), ctx.req.headers['content-encoding'], LONGEST_BODY);
  if (body === undefined)
    throw new GatewayError('bad_request', 'the body cannot be decoded, or is too large');
  // `navigator.sendBeacon` sends text as text/plain: what it is shows in itself.
  const text = decoded(body);
  const values = LINES.test(ctx.get('content-type'))
    ? text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parsed(line)]))
    : [parsed(text)].flat();
  if (values.length > MOST_EVENTS) {
    throw new GatewayError('body_too_large', `more than ${MOST_EVENTS} events in one request`);
  }
  return values;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new GatewayError('bad_request', 'the body is not UTF-8 text');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GatewayError('bad_request', 'the body is not valid JSON');
  }
}
