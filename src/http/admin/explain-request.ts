import type { RawHeaders } from '../../domain/engine.ts';
import { GatewayError } from '../../errors.ts';
import type { ExplainRequest } from './services.ts';

type Json = Readonly<Record<string, unknown>>;

const KEYS = ['index', 'query', 'body', 'context', 'pipeline'];

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function explainRequest(json: Json, headers: RawHeaders): ExplainRequest {
  const unknown = Object.keys(json).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw refuse(`unknown key "${unknown}"; known are ${KEYS.join(', ')}`);
  const { index, query, body, context = {}, pipeline } = json;
  if (typeof index !== 'string' || index === '') throw refuse('index must be the name of an index');
  if ((query === undefined) === (body === undefined)) throw refuse('give query or body, one of the two');
  if (query !== undefined && typeof query !== 'string') throw refuse('query must be text');
  if (body !== undefined && !isObject(body)) throw refuse('body must be a search body');
  if (pipeline !== undefined && typeof pipeline !== 'string') throw refuse('pipeline must be a name');
  if (!isObject(context) || !Object.values(context).every((value) => typeof value === 'string')) {
    throw refuse('context must be an object of texts');
  }
  return {
    index,
    context: context as Readonly<Record<string, string>>,
    headers,
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
    ...(pipeline === undefined ? {} : { pipeline }),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(message: string): GatewayError {
  return new GatewayError('bad_request', message);
}
