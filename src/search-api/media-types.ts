import type { RawHeaders } from '../domain/engine.ts';

const PARAMETERS = String.raw`(\s*;\s*(charset="?utf-8"?|compatible-with=\d+))*\s*`;
const JSON_TYPE = new RegExp(String.raw`^application/(vnd\.elasticsearch\+)?json${PARAMETERS}$`, 'i');
const LINES_TYPE = new RegExp(String.raw`^application/(vnd\.elasticsearch\+)?(x-nd)?json${PARAMETERS}$`, 'i');
/** Clients that take any answer, as curl and fetch say it. */
const ANYTHING = /^(\*\/\*|application\/\*)$/;
/** The official JavaScript client names it beside JSON, for `_cat`. */
const BESIDE = /^text\/plain$/i;

/**
 * Whether a search is sent and answered in JSON (an `_msearch` in lines of it): other formats are Elasticsearch's
 * own matter, and so is a body without a type, which it refuses.
 */
export function areMediaTypesOurs(api: 'search' | 'msearch', headers: RawHeaders): boolean {
  const contentTypes = valuesOf(headers, 'content-type');
  const bodyType = api === 'search' ? JSON_TYPE : LINES_TYPE;
  if (contentTypes.length > 1 || !contentTypes.every((value) => bodyType.test(value.trim()))) return false;
  if (contentTypes.length === 0 && hasBody(headers)) return false;
  return valuesOf(headers, 'accept').every(acceptsJson);
}

/** Whether a value of `format` or `source_content_type` says JSON. */
export function isJsonFormat(value: string): boolean {
  return value === 'json' || JSON_TYPE.test(value);
}

function acceptsJson(accept: string): boolean {
  const types = accept.split(',').map((type) => type.trim());
  const isOurs = (type: string): boolean => JSON_TYPE.test(type) || ANYTHING.test(type);
  return types.some(isOurs) && types.every((type) => isOurs(type) || BESIDE.test(type));
}

function hasBody(headers: RawHeaders): boolean {
  const lengths = valuesOf(headers, 'content-length');
  return lengths.some((length) => length.trim() !== '0') || valuesOf(headers, 'transfer-encoding').length > 0;
}

function valuesOf(headers: RawHeaders, name: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at]!.toLowerCase() === name) values.push(headers[at + 1]!);
  }
  return values;
}
