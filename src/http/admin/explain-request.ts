import type { RawHeaders } from '../../domain/engine.ts';
import { refusal, RequestBody } from './request-body.ts';
import type { ExplainRequest, OnBehalf } from './services.ts';
import type { AskedSearch } from '../../admin-api/explain.ts';

/** Keys of every body that asks for a search. */
export const SEARCH_KEYS = ['index', 'query', 'body', 'context'];

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function explainRequest(json: Readonly<Record<string, unknown>>, headers: RawHeaders): ExplainRequest {
  const body = new RequestBody(json, [...SEARCH_KEYS, 'pipeline']);
  const pipeline = body.optionalName('pipeline', 'the name of a pipeline, or off');
  return { ...searchOf(body, headers), ...(pipeline === undefined ? {} : { pipeline }) };
}

/** What is common to every body that asks for a search. */
export function searchOf(body: RequestBody, headers: RawHeaders): OnBehalf<AskedSearch> {
  const index = body.name('index', 'the name of an index');
  if (body.has('query') === body.has('body')) throw refusal('give query or body, one of the two');
  return {
    index,
    context: body.context(),
    headers,
    ...(body.has('query')
      ? { query: body.text('query', 'text') }
      : { body: body.objectOrText('body', 'a search body') }),
  };
}
