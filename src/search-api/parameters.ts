import { Doubt } from './bypass-reason.ts';
import { parameterFeature } from './feature-table.ts';

/**
 * The parameters of a raw query string, decoded.
 * @throws Doubt when one is unknown, stands twice or cannot be decoded
 */
export function readParameters(queryString: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of queryString.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (parameters.has(name)) throw new Doubt('parameter');
    const feature = parameterFeature(name);
    if (feature === undefined) throw new Doubt('unknown_parameter');
    if (feature.disposition === 'bypass') throw new Doubt(feature.reason ?? 'unknown_parameter');
    parameters.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return parameters;
}

/** The raw query string without these parameters, everything else as it stands. */
export function withoutParameters(queryString: string, names: ReadonlySet<string>): string {
  return queryString
    .split('&')
    .filter((pair) => !names.has(pair.split('=', 1)[0] ?? ''))
    .join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new Doubt('parameter');
    throw error;
  }
}
