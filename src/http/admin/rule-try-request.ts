import type { RawHeaders } from '../../domain/engine.ts';
import { isIndexName } from '../../search-api/target.ts';
import { refusal, RequestBody } from './request-body.ts';
import type { RuleTryRequest } from './services.ts';

const KEYS = ['index', 'rules', 'file', 'queries', 'context', 'pipeline', 'size'];
const RULE_CHARACTERS = 256 * 1024;
const MOST_QUERIES = 25;
const QUERY_CHARACTERS = 1024;
const MOST_HITS = 50;
const SIZE = 10;
const FILE = 'try.rules.txt';
/** One step of a path, and none that is hidden. */
const FILE_NAME = /^[^./\\\p{Cc}][^/\\\p{Cc}]{0,127}$/u;

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function ruleTryRequest(json: Readonly<Record<string, unknown>>, headers: RawHeaders): RuleTryRequest {
  const body = new RequestBody(json, KEYS);
  const index = body.name('index', 'the name of an index');
  if (!isIndexName(index)) throw refusal('index must be the name of an index or alias, without wildcards');
  const file = body.optionalName('file', 'the name of a rule file') ?? FILE;
  if (!FILE_NAME.test(file)) throw refusal('file must be the name of a rule file, without folders');
  const pipeline = body.optionalName('pipeline', 'the name of a pipeline, or off');
  return {
    index,
    file,
    rules: body.text('rules', 'what stands in the file', RULE_CHARACTERS),
    queries: body.texts('queries', { most: MOST_QUERIES, characters: QUERY_CHARACTERS }),
    context: body.context(),
    size: body.whole('size', 1, MOST_HITS, SIZE),
    headers,
    ...(pipeline === undefined ? {} : { pipeline }),
  };
}
