import type { RuleCheckRequest } from '../../admin-api/rules.ts';
import { RequestBody } from './request-body.ts';

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function ruleCheckRequest(json: Readonly<Record<string, unknown>>): RuleCheckRequest {
  const body = new RequestBody(json, ['file', 'text', 'index']);
  const index = body.optionalName('index', 'the name of an index');
  return {
    file: body.name('file', 'the name of a rule file'),
    text: body.text('text', 'what stands in the file'),
    ...(index === undefined ? {} : { index }),
  };
}
