import type { RawHeaders } from '../../domain/engine.ts';
import { SEARCH_KEYS, searchOf } from './explain-request.ts';
import { refusal, RequestBody } from './request-body.ts';
import type { CompareRequest } from './services.ts';

const KEYS = [...SEARCH_KEYS, 'pipelines', 'size', 'fields'];
const SIZE = 10;
const MOST_HITS = 100;

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function compareRequest(json: Readonly<Record<string, unknown>>, headers: RawHeaders): CompareRequest {
  const body = new RequestBody(json, KEYS);
  const search = searchOf(body, headers);
  if (body.has('body') && body.has('size')) throw refusal('size goes with query: a body has its own');
  const [before, after, ...more] = body.texts('pipelines', { most: 2, characters: 512 });
  if (before === undefined || after === undefined || more.length > 0) {
    throw refusal('pipelines must be two names; off is one of them');
  }
  const fields = body.has('fields') ? body.texts('fields', { most: 20, characters: 512 }) : undefined;
  return {
    ...search,
    pipelines: [before, after],
    size: body.whole('size', 1, MOST_HITS, SIZE),
    ...(fields === undefined ? {} : { fields }),
  };
}
