import type { Context } from 'koa';
import { GatewayError } from '../../errors.ts';
import { isIndexName } from '../../search-api/target.ts';
import { jsonBody } from '../json-body.ts';

export interface SuggestRequest {
  readonly index: string;
  /** What was typed so far; empty asks for what is popular. */
  readonly text: string;
  readonly size: number;
  readonly context: string;
}

const KEYS = ['q', 'size', 'context'];
const DEFAULT_SIZE = 10;
const MOST = 50;
const LONGEST_TEXT = 256;
const LONGEST_CONTEXT = 1024;

/**
 * Reads `q`, `size` and `context` of the URL or of a JSON body, which wins.
 * @throws GatewayError `bad_request` that says what is wrong
 */
export async function suggestRequest(ctx: Context): Promise<SuggestRequest> {
  const index: unknown = ctx.params['index'];
  if (typeof index !== 'string' || !isIndexName(index) || /[,*]/.test(index)) {
    throw refuse('the path must name one index or alias: /_relevance/<index>/suggest');
  }
  const hasBody = ctx.method === 'POST' && ctx.get('content-length') !== '0' && ctx.is() !== null;
  const given = { ...ctx.query, ...(hasBody ? await jsonBody(ctx) : {}) };
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw refuse(`unknown parameter [${unknown}]; known are ${KEYS.join(', ')}`);
  // Two values are no text, and which one was meant nobody can say.
  const [repeated] = Object.entries(ctx.query).find(([, value]) => Array.isArray(value)) ?? [];
  if (repeated !== undefined) throw refuse(`parameter [${repeated}] must not be given more than once`);
  const { q, size = DEFAULT_SIZE, context = '' } = given;
  if (typeof q !== 'string' || q.length > LONGEST_TEXT) {
    throw refuse(`[q] must be text of at most ${LONGEST_TEXT} characters; empty asks for what is popular`);
  }
  const count = typeof size === 'string' && /^\d{1,9}$/.test(size) ? Number(size) : size;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST) {
    throw refuse(`[size] must be a whole number from 1 to ${MOST}`);
  }
  return { index, text: q, size: count, context: contextText(context) };
}

/** Text, or an object of texts, whose names do not matter here. */
function contextText(context: unknown): string {
  const texts: readonly unknown[] =
    typeof context === 'object' && context !== null ? Object.values(context) : [context];
  const joined = texts.every((text) => typeof text === 'string') ? texts.join(' ') : undefined;
  if (joined === undefined || joined.length > LONGEST_CONTEXT) {
    throw refuse(`[context] must be text, or an object of texts, of at most ${LONGEST_CONTEXT} characters`);
  }
  return joined;
}

function refuse(message: string): GatewayError {
  return new GatewayError('bad_request', message);
}
