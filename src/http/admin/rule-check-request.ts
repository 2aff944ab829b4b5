import { GatewayError } from '../../errors.ts';
import type { RuleCheckRequest } from '../../admin-api/rules.ts';

const KEYS = ['file', 'text', 'index'];
const SHAPE = 'write {"file": "name.rules.txt", "text": "…", "index": "products"}; index is optional';

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function ruleCheckRequest(json: Readonly<Record<string, unknown>>): RuleCheckRequest {
  const unknown = Object.keys(json).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw refuse(`unknown key "${unknown}"`);
  const { file, text, index } = json;
  if (typeof file !== 'string' || file === '') throw refuse('file must be the name of a rule file');
  if (typeof text !== 'string') throw refuse('text must be what stands in the file');
  if (index !== undefined && typeof index !== 'string') throw refuse('index must be a name');
  return { file, text, ...(index === undefined ? {} : { index }) };
}

function refuse(message: string): GatewayError {
  return new GatewayError('bad_request', `${message}: ${SHAPE}`);
}
